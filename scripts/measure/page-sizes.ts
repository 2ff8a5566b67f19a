import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { BuiltPage } from './built-pages.ts';

/** Mean size of the HTML of some pages, in bytes. */
export interface PageSize {
  raw: number;
  gzip: number;
}

/** What a reader would call the pages: the type of a page is the first one whose pattern matches its path. */
const types: [name: string, path: RegExp][] = [
  ['home', /^\/$/],
  ['all ports', /^\/ports\/$/],
  ['port', /^\/ports\/./],
  ['feature', /^\/features\/./],
  ['hosts', /^\/hosts\/$/],
  ['release', /^\/releases\/./],
  ['downloads', /^\/downloads\/$/],
  ['glossary', /^\/glossary\/$/],
  ['guide', /^\/guides\/./],
  ['any other', /^/],
];

/** Splits pages by type, in a fixed order; a type without a page is left out. */
export function byType(pages: readonly BuiltPage[]): [type: string, pages: BuiltPage[]][] {
  const groups = Map.groupBy(pages, ({ path }) => types.find(([, pattern]) => pattern.test(path))?.[0]);
  return types.flatMap(([name]) => {
    const group = groups.get(name);
    return group ? [[name, group]] : [];
  });
}

/** Mean size of `pages`, which are at least one. */
export async function meanSize(pages: readonly BuiltPage[]): Promise<PageSize> {
  const texts = await Promise.all(pages.map(({ file }) => readFile(file)));
  const mean = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return { raw: mean(texts.map((text) => text.length)), gzip: mean(texts.map((text) => gzipSync(text).length)) };
}
