import type { Dataset } from '#dataset/dataset.ts';

/** Two releases, the earlier one first. */
export interface ReleasePair {
  readonly from: string;
  readonly to: string;
}

/** Every two releases of the dataset, oldest first: each pair has a page and files of its own. */
export const releasePairs = ({ releases }: Pick<Dataset, 'releases'>): ReleasePair[] =>
  releases.flatMap(({ release: from }, at) => releases.slice(at + 1).map(({ release: to }) => ({ from, to })));

/** The pair whose page answers for a way from one release to another, and whether it is read the other way round; null for no way at all. */
export function pairOf(from: string, to: string, oldestFirst: readonly string[]): (ReleasePair & { readonly backwards: boolean }) | null {
  const [start, end] = [oldestFirst.indexOf(from), oldestFirst.indexOf(to)];
  if (start < 0 || end < 0 || start === end) return null;
  return start < end ? { from, to, backwards: false } : { from: to, to: from, backwards: true };
}
