/** The filter of the all-ports table: which rows show, and the filter in the address. */
import { parseQuery, rowMatches } from '#site/query.ts';

const names = ['q', 'direction', 'transport', 'zone', 'feature', 'needed'] as const;

/** Whether a row, given by its data attributes, passes every part of the filter. */
export function rowShows(row: Readonly<Record<string, string>>, filter: Readonly<Record<string, string>>): boolean {
  const [from = 0, to = from] = (row.ports ?? '').split('-').map(Number);
  const transports = (row.transport ?? '').split(' ');
  return (
    names.every((name) => {
      const wanted = filter[name] ?? '';
      return wanted === '' || name === 'q' || (row[name] ?? '').split(' ').includes(wanted);
    }) && rowMatches({ ports: [{ from, to }], transports, text: row.words ?? '' }, parseQuery(filter.q ?? ''))
  );
}

/** The filter that the query string of an address holds. */
export function readFilter(search: string): Record<string, string> {
  const parameters = new URLSearchParams(search);
  return Object.fromEntries(names.flatMap((name) => (parameters.has(name) ? [[name, parameters.get(name) as string]] : [])));
}

/** Puts the filter into the address, beside whatever else it says. */
export function writeFilter(filter: Readonly<Record<string, string>>) {
  const url = new URL(location.href);
  for (const name of names) {
    if (filter[name]) url.searchParams.set(name, filter[name]);
    else url.searchParams.delete(name);
  }
  history.replaceState(history.state, '', url.href);
}

/** What a row is found by: the text it shows for the chosen release, and the words behind it. */
export function wordsOf(row: Element): string {
  const own = row instanceof HTMLElement ? (row.dataset.words ?? '') : '';
  const parts = [...row.childNodes].map((node) => {
    if (!(node instanceof HTMLElement)) return node.textContent ?? '';
    return node.hidden ? '' : wordsOf(node);
  });
  return [own, ...parts].join(' ');
}

/** A row as the note below the filter sees it. */
export interface NeighbourRow {
  /** Title of its feature. */
  readonly feature: string;
  /** Its ports as chips show them: "TCP 80". */
  readonly ports: readonly string[];
}

/** What the features of the shown rows need beside them, in the given order: "Anti-virus updates: TCP 80". */
export function alsoNeeded(shown: readonly NeighbourRow[], all: readonly NeighbourRow[]): string[] {
  const features = [...new Set(shown.map(({ feature }) => feature))];
  return features.flatMap((feature) => {
    const has = shown.filter((row) => row.feature === feature).flatMap(({ ports }) => ports);
    const needs = all.filter((row) => row.feature === feature).flatMap(({ ports }) => ports);
    const missing = [...new Set(needs)].filter((port) => !has.includes(port));
    return missing.length > 0 ? [`${feature}: ${missing.join(', ')}`] : [];
  });
}
