import { expect, it } from 'vitest';
import { headerRules, readHeaders, renderHeaders } from './header-rules.ts';

const files = [
  '/SHA256SUMS',
  '/finder.json',
  '/index.html',
  '/feeds/dns.json',
  '/llms.txt',
  '/rules/5.1.0/aws.tf',
  '/rules/5.1.0/ufw.sh',
  '/rules/ufw/index.html',
  '/rules/ufw/index.md',
  '/api/v1/flows.json',
  '/api/v1/schema/flows.json',
  '/lists/5.1.0/all.txt',
];
const rules = headerRules(files, "default-src 'none'");
const withHeader = (name: string) =>
  Object.fromEntries(rules.flatMap(({ pattern, headers }) => (headers.has(name) ? [[pattern, headers.get(name)]] : [])));

it('gives types by extension, else folder by folder, else one by one', () => {
  expect(withHeader('Content-Type')).toEqual({
    '/SHA256SUMS': 'text/plain; charset=utf-8',
    '/finder.json': 'application/json',
    '/feeds/*.json': 'application/feed+json',
    '/api/v1/flows.json': 'application/json',
    '/api/v1/schema/*.json': 'application/schema+json',
    '/*.html': 'text/html; charset=utf-8',
    '/*.md': 'text/markdown; charset=utf-8; variant=GFM',
    '/*.tf': 'text/plain; charset=us-ascii',
    '/*.sh': 'text/plain; charset=us-ascii',
    '/llms.txt': 'text/plain; charset=utf-8',
    '/lists/*.txt': 'text/plain; charset=us-ascii',
  });
});

it('has rules saved, and the pages about them shown', () => {
  expect(withHeader('Content-Disposition')).toEqual({ '/*.tf': 'attachment', '/*.sh': 'attachment' });
});

it('puts every pattern below the path that the site is built for', () => {
  const below = headerRules(files, 'x', '/docs/ports/').map(({ pattern }) => pattern);
  expect(below).toEqual(rules.map(({ pattern }) => `/docs/ports${pattern}`));
});

it('is read back as it was written', () => {
  expect(readHeaders(renderHeaders(rules))).toEqual(rules);
});

it('throws for a file whose type nobody has thought of', () => {
  expect(() => headerRules(['/api/v1/flows.parquet'], 'x')).toThrow('no media type for /api/v1/flows.parquet');
});
