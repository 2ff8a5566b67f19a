import type { FlowList } from './flow-record.ts';

/** A format that a list of flows is published in; each is one file of this folder, exporting `format`. */
export interface Format {
  /** File name extension, without the dot. */
  readonly extension: string;
  /** Whether each feature has such a list of its own, beside the one of the whole release. */
  readonly perFeature: boolean;
  /** The same list gives the same bytes, wherever and whenever. */
  readonly render: (list: FlowList) => string | Promise<Uint8Array<ArrayBuffer>>;
}
