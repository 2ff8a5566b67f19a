import type { Dataset } from '#dataset/dataset.ts';
import { defaultRelease, releaseFlows } from '#dataset/release-flow.ts';
import type { Status } from '#dataset/status.ts';
import { count } from './words.ts';

/** How much is known of a release. */
export interface ReleaseSummary {
  readonly release: string;
  /** Whether the table is known to its end. */
  readonly complete: boolean;
  readonly isDefault: boolean;
  /** The number of flows of each status. */
  readonly counts: Readonly<Record<Status, number>>;
  readonly rows: number;
  readonly readTo: { readonly port: number; readonly whole: boolean };
  /** The counts as a sentence. */
  readonly sentence: string;
  /** The newest release, where it is newer than this one. */
  readonly newer: ReleaseSummary | undefined;
}

/** Every page with a choice of releases asks for them, so they are made once for a dataset. */
const made = new WeakMap<Dataset, ReleaseSummary[]>();

/** A summary of each release, oldest first. */
export function releaseSummaries(dataset: Dataset): readonly ReleaseSummary[] {
  const summaries = made.get(dataset) ?? toReleaseSummaries(dataset);
  made.set(dataset, summaries);
  return summaries;
}

function toReleaseSummaries(dataset: Dataset): ReleaseSummary[] {
  const current = defaultRelease(dataset).release;
  const summaries = dataset.releases.map(({ release, readTo, rows }): ReleaseSummary => {
    const counts: Record<Status, number> = { printed: 0, carried: 0, unresolved: 0, gone: 0, unknown: 0, unprinted: 0 };
    for (const { status } of releaseFlows(dataset, release)) counts[status] += 1;
    return {
      release,
      complete: readTo.end,
      isDefault: release === current,
      counts,
      rows: rows.length,
      readTo,
      sentence: sentenceOf(readTo, counts, rows.length),
      newer: undefined,
    };
  });
  const newest = summaries.at(-1);
  return summaries.map((summary) => (summary === newest ? summary : { ...summary, newer: newest }));
}

function sentenceOf(readTo: { port: number; whole: boolean; end: boolean }, counts: Record<Status, number>, rows: number): string {
  const reach = readTo.end
    ? `the whole table of ${rows} rows could be read.`
    : `the copy could be read ${readTo.whole ? 'to the end of' : 'into'} port ${readTo.port} (${rows} rows).`;
  const parts = [
    `${count(counts.printed, 'flow')} printed`,
    counts.carried > 0 && `${counts.carried} carried from an earlier release`,
    counts.unresolved > 0 && `${counts.unresolved} unresolved`,
    counts.unknown > 0 && `${counts.unknown} unknown`,
    counts.gone > 0 && `${counts.gone} gone`,
  ].filter((part) => part !== false);
  return `${reach} ${parts.slice(0, -1).join(', ')}${parts.length > 1 ? ' and ' : ''}${parts.at(-1)}.`;
}
