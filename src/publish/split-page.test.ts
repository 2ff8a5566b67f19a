import { expect, it } from 'vitest';
import { splitPage } from './split-page.ts';

const row = (at: number) => `<tr id="row-${at}"><td>${'x'.repeat(20_000)}</td></tr>`;
const page = (rows: number) =>
  `<!doctype html><main><h1>Ports</h1><div class="table-region"><table><tbody data-split>${Array.from({ length: rows }, (_, at) => row(at)).join('')}</tbody></table></div><p>End</p></main>`;

it('leaves a page that is short enough as it is', () => {
  expect(splitPage(page(2), 50_000)).toEqual([{ folder: '', html: page(2), ids: [] }]);
});

it('deals the rows out in order, each once, and keeps each part below the limit', () => {
  const parts = splitPage(page(5), 60_000);
  expect(parts.map(({ folder, ids }) => [folder, ids])).toEqual([
    ['', ['row-0', 'row-1']],
    ['part-2/', ['row-2', 'row-3']],
    ['part-3/', ['row-4']],
  ]);
  for (const { html, ids } of parts) {
    expect(Buffer.byteLength(html)).toBeLessThan(60_000);
    expect([...html.matchAll(/id="(row-\d)"/g)].map(([, id]) => id)).toEqual(ids);
    expect(html).toMatch(/<h1>Ports<\/h1>.*<p>End<\/p>/s);
  }
});

it('links the parts to one another, above and below, and says which one it is', () => {
  const [first, second] = splitPage(page(4), 60_000).map(({ html }) => html) as [string, string];
  expect(first.match(/<nav /g)).toHaveLength(2);
  expect(first).toContain(
    '<nav class="parts not-content" aria-label="Parts of this page"><p>Part 1 of 2 of a long page: <strong aria-current="page">1</strong> <a class="link" href="./part-2/">2</a></p></nav><div class="table-region">',
  );
  expect(second).toContain('<a class="link" href="../">1</a> <strong aria-current="page">2</strong>');
});

it('splits what stands in several places, counting the bytes and not the letters', () => {
  const lists = (text: string) => `<main><ul data-split><li id="a">${text}</li></ul><ol data-split><li id="b">${text}</li></ol></main>`;
  expect(splitPage(lists('é'.repeat(15_000)), 45_000).map(({ ids }) => ids)).toEqual([['a'], ['b']]);
});

it('keeps a row whole that holds rows of its own', () => {
  const inner = (id: string) => `<li><ul data-split><li id="${id}-1">1</li><li id="${id}-2">${'x'.repeat(15_000)}</li></ul></li>`;
  const parts = splitPage(`<main><ul data-split>${inner('a')}${inner('b')}</ul></main>`, 30_000);
  expect(parts.map(({ ids }) => ids)).toEqual([
    ['a-1', 'a-2'],
    ['b-1', 'b-2'],
  ]);
  for (const { html } of parts) expect(html.match(/data-split/g)).toHaveLength(2);
});

it('has no part of a page where nothing can be dealt out, or a single row is too long', () => {
  expect(splitPage(`<main>${'x'.repeat(20_001)}</main>`, 20_000)).toEqual([]);
  expect(splitPage(page(2), 20_000)).toEqual([]);
});
