/** Pages that are too long to be sent as one: their rows are dealt out over several, of which each is a page of its own. */
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { attributeOf, isElement } from './page-tree.ts';

/** A page is split once it is longer than this many bytes; a phone on a slow network still opens it. */
export const pageLimit = 500_000;

/** A part of a page. */
export interface PagePart {
  /** Below the address of the page: empty for the first, else "part-2/". */
  readonly folder: string;
  readonly html: string;
  /** Ids of the elements that stand in this part of all. */
  readonly ids: readonly string[];
}

/**
 * Deals out the children of the elements marked `data-split` over as many parts as are needed to stay below `limit` bytes each. A page
 * that is short enough is one part. One that stays too long whatever is dealt out has none.
 */
export function splitPage(html: string, limit = pageLimit): PagePart[] {
  if (Buffer.byteLength(html) <= limit) return [{ folder: '', html, ids: [] }];
  const containers = [...containersIn(parse(html, { sourceCodeLocationInfo: true, scriptingEnabled: false }))];
  const rows = containers.flatMap(({ container }) => container.childNodes.filter(isElement).map(placeOf));
  const frame = Buffer.byteLength(html) - rows.reduce((sum, row) => sum + bytesOf(html, row), 0) + navigationBytes;
  const groups = deal(html, rows, limit - frame);
  if (!groups) return [];

  const regions = containers.map(({ region }) => placeOf(region));
  const [top, bottom] = [Math.min(...regions.map(({ start }) => start)), Math.max(...regions.map(({ end }) => end))];
  return groups.map((group, at) => {
    const kept = new Set(group);
    const dropped = rows.filter((row) => !kept.has(row)).map(({ start, end }) => ({ start, end, text: '' }));
    const links = navigation(at, groups.length);
    const edits = [...dropped, { start: top, end: top, text: links }, { start: bottom, end: bottom, text: links }];
    return { folder: folderOf(at), html: edited(html, edits), ids: group.flatMap(({ start, end }) => idsIn(html.slice(start, end))) };
  });
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Room for the links between parts, at both ends. */
const navigationBytes = 10_000;

/** Rows in runs of at most `room` bytes each; nothing if one row alone is longer. */
function deal(html: string, rows: readonly Place[], room: number): Place[][] | undefined {
  const groups: Place[][] = [];
  let left = 0;
  for (const row of rows) {
    const size = bytesOf(html, row);
    if (size > room) return undefined;
    if (groups.length === 0 || size > left) {
      groups.push([]);
      left = room;
    }
    groups.at(-1)?.push(row);
    left -= size;
  }
  return groups.length === 0 ? undefined : groups;
}

const folderOf = (at: number) => (at === 0 ? '' : `part-${at + 1}/`);

function navigation(current: number, count: number): string {
  const up = current === 0 ? './' : '../';
  const links = Array.from({ length: count }, (_, at) =>
    at === current ? `<strong aria-current="page">${at + 1}</strong>` : `<a class="link" href="${up}${folderOf(at)}">${at + 1}</a>`,
  );
  return `<nav class="parts not-content" aria-label="Parts of this page"><p>Part ${current + 1} of ${count} of a long page: ${links.join(' ')}</p></nav>`;
}

/** The page with each edit made; each letter is copied once, however many edits there are. */
function edited(html: string, edits: readonly (Place & { text: string })[]): string {
  let done = 0;
  const pieces = edits
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .flatMap(({ start, end, text }) => {
      const piece = html.slice(done, start);
      done = end;
      return [piece, text];
    });
  return [...pieces, html.slice(done)].join('');
}

const idsIn = (html: string) => [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id as string);

const bytesOf = (html: string, { start, end }: Place) => Buffer.byteLength(html.slice(start, end));

function placeOf({ sourceCodeLocation }: Tree.Element): Place {
  if (!sourceCodeLocation) throw new Error('the parser gave no place of an element');
  return { start: sourceCodeLocation.startOffset, end: sourceCodeLocation.endOffset };
}

/** What can be dealt out, each with the table region around it, or itself where it stands in none. */
function* containersIn(node: Tree.ParentNode, region?: Tree.Element): Generator<{ container: Tree.Element; region: Tree.Element }> {
  for (const child of node.childNodes.filter(isElement)) {
    const isRegion = attributeOf(child, 'class')?.split(/\s+/).includes('table-region');
    const around = region ?? (isRegion ? child : undefined);
    // What stands in a row of another one goes where that row goes.
    if (attributeOf(child, 'data-split') !== undefined) yield { container: child, region: around ?? child };
    else yield* containersIn(child, around);
  }
}
