/** The frozen list of every published address. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isPartOfPages } from '#publish/part-of-pages.ts';
import { site } from './built.ts';
import { dataset } from './published.ts';

const lines = readFileSync(join(import.meta.dirname, 'published-paths.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const words = new Map(
  lines.flatMap((line) => {
    const [, name, list] = /^([a-z]+): (.+)$/.exec(line) ?? [];
    return name && list ? [[name, list.split(' ')] as const] : [];
  }),
);

words.set('dataset', [dataset.product.dataset]);

/** "/{a,b}/{release}/" → each address that it stands for. */
function expand(template: string): string[] {
  const found = /\{([^}]*)\}/.exec(template);
  if (!found) return [template];
  const [all, inside = ''] = found;
  const values = words.get(inside) ?? inside.split(',');
  return values.flatMap((value) => expand(template.slice(0, found.index) + value + template.slice(found.index + all.length)));
}

const promised = new Set(lines.filter((line) => line.startsWith('/')).flatMap(expand));
const published = site.files
  .filter((path) => path.endsWith('/index.html') || !isPartOfPages(path))
  .map((path) => path.replace(/index\.html$/, ''));

it('keeps every address that was ever published', () => {
  expect(promised.size).toBeGreaterThan(4000);
  const there = new Set(published);
  expect(
    [...promised].filter((path) => !there.has(path)),
    'Programs, bookmarks and tickets point at these addresses, and the page /api/ promises that what was published at an address stays ' +
      'there. Publish them again, with what they had; to give them up is a new major version under /api/v2/.',
  ).toEqual([]);
});

it('takes each new address into the list, where it stays for good', () => {
  expect(
    published.filter((path) => !promised.has(path)),
    'These addresses are new. Once they are published they stay for good: if that is what you want, add them to ' +
      'tests/dist/published-paths.txt.',
  ).toEqual([]);
});
