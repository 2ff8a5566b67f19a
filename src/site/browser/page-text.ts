/** The search in the text of the pages: Pagefind, loaded from the built site the first time it is asked. */

/** A page of the site that has the words. */
export interface PagefindResult {
  readonly title: string;
  /** Address of the place in the page that has most of the words. */
  readonly url: string;
  /** Address of the page. */
  readonly page: string;
  /** The text around the words, in pieces; a hit is one of the words. */
  readonly excerpt: readonly { readonly text: string; readonly hit: boolean }[];
}

/** The part of Pagefind that is used here; Pagefind comes with no types for the browser. */
interface Pagefind {
  options(options: { baseUrl: string; excerptLength: number }): Promise<void>;
  search(words: string): Promise<{ results: { data(): Promise<PagefindPage> }[] }>;
}

interface PagefindPage {
  readonly url: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly sub_results: readonly PagefindPlace[];
}

interface PagefindPlace {
  readonly title: string;
  readonly url: string;
  /** Markup: escaped text, the words within `<mark>`. */
  readonly excerpt: string;
  readonly locations: readonly number[];
}

let pagefind: Promise<Pagefind> | undefined;

/** The first pages that have the words; rejects where Pagefind cannot run. `site` is the address of the site's root. */
export async function searchText(site: string, words: string): Promise<PagefindResult[]> {
  pagefind ??= load(site).catch((error: unknown) => {
    pagefind = undefined;
    throw error;
  });
  const { results } = await (await pagefind).search(words);
  const pages = await Promise.all(results.slice(0, most).map((result) => result.data()));
  return pages.map(toResult);
}

const most = 6;

async function load(site: string): Promise<Pagefind> {
  if (location.protocol === 'file:') throw new Error('a browser loads no module from a disk');
  const loaded = (await import(/* @vite-ignore */ `${site}pagefind/pagefind.js`)) as Pagefind;
  await loaded.options({ baseUrl: site, excerptLength: 20 });
  return loaded;
}

function toResult({ url, meta, sub_results: places }: PagefindPage): PagefindResult {
  const best = places.toSorted((a, b) => b.locations.length - a.locations.length)[0];
  const page = meta.title ?? url;
  const title = best && best.title !== page && best.url !== url ? `${page}: ${best.title}` : page;
  return { title, url: best?.url ?? url, page: url, excerpt: piecesOf(best?.excerpt ?? '') };
}

/** Takes the markup of an excerpt apart, so that it can go into the page as text. */
export function piecesOf(markup: string): PagefindResult['excerpt'] {
  return markup
    .split(/(<mark>.*?<\/mark>)/s)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const hit = /^<mark>(.*)<\/mark>$/s.exec(piece)?.[1];
      return { text: unescaped(hit ?? piece), hit: hit !== undefined };
    });
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
