/** What a text lets through, read back from the text itself: the common form of every reader, and of the oracle they are held against. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';

/** One end of a permit: the sum of its members. */
export interface Members {
  readonly any: boolean;
  /** In CIDR form, with the length also for a single address: "203.0.113.10/32". */
  readonly networks: readonly string[];
  /** Host names; "*.example.net" stands for every name below. */
  readonly names: readonly string[];
}

/** One thing that a text lets through. */
export interface Permit {
  /** Null where the text names none: a rule between names only. */
  readonly family: Family | null;
  /** Zones or interfaces that the text binds it to; null where it binds to none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly source: Members;
  readonly destination: Members;
  readonly transport: Transport;
  /** Destination ports. */
  readonly port: PortRange;
  /** Source ports; null for any. */
  readonly sourcePort: PortRange | null;
  /** Whether a helper follows the connection and opens FTP data connections for it. */
  readonly helper: boolean;
}

/**
 * Reads a platform's text by a strict grammar of its lines, written apart from what renders it: a line that it does not know throws
 * an error with its number, so nothing in a text goes unread. What makes a rule stateful is checked, and is no permit.
 */
export type Reader = (text: string) => Permit[];
