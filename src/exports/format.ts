import type { FlowList } from './flow-record.ts';

/** A format that a list of flows is published in; each is one file of this folder, exporting `format`. */
export interface Format {
  /** File name extension, without the dot. */
  readonly extension: string;
  /** Media type, with its charset where it is text (RFC 6838). */
  readonly mediaType: string;
  /** What it is good for, in a sentence. */
  readonly use: string;
  readonly render: (list: FlowList) => string;
}
