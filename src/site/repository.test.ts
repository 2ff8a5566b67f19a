import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { sourceLinks } from './repository.ts';

const { product } = exampleDataset();
const named = { ...product, repository: 'https://git.example.org/lighthouse/ports', site: 'https://ports.example.org' };
const page = '/features/smtp/#smtp-inbound';

it('has no links where no repository is named', () => {
  expect(sourceLinks(product, 'src/data/features/smtp.yaml', page)).toBeUndefined();
});

it('leads to the file to edit', () => {
  expect(sourceLinks(named, 'src/data/features/smtp.yaml', page)?.edit).toBe(
    'https://git.example.org/lighthouse/ports/edit/main/src/data/features/smtp.yaml',
  );
});

it('leads to the folder where a page is made from many files', () => {
  expect(sourceLinks(named, 'src/data/releases', page)?.edit).toBe('https://git.example.org/lighthouse/ports/tree/main/src/data/releases');
});

it('reports a wrong port with the permalink of the flow, whole, as text of the issue', () => {
  const report = new URL(sourceLinks(named, 'x', page)?.report ?? '');
  expect(report.origin + report.pathname).toBe('https://git.example.org/lighthouse/ports/issues/new');
  expect(report.hash).toBe('');
  expect(report.searchParams.get('title')).toBe(`Wrong port: ${page}`);
  expect(report.searchParams.get('body')).toMatch(/^Page: https:\/\/ports\.example\.org\/features\/smtp\/#smtp-inbound\n/);
});

it('reports the path where the site has no address yet, and keeps signs of a page inside the issue', () => {
  const { site, ...unpublished } = named;
  const report = new URL(sourceLinks(unpublished, 'x', '/ports/?q=a&b=1#x')?.report ?? '');
  expect(report.searchParams.get('body')).toContain('Page: /ports/?q=a&b=1#x\n');
  expect([...report.searchParams.keys()]).toEqual(['title', 'body']);
});
