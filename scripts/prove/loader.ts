/** How a text of a platform comes into force on the firewall of the lab. */
import type { Family } from '#rules/network.ts';
import type { Namespace } from './lab/namespace.ts';

/** What a loader needs beside the text. */
export interface Job {
  readonly text: string;
  /** Id of the alternative form that the text is in; undefined for the plain form. */
  readonly form?: string;
  readonly vantage: 'edge' | 'host';
  /** Addresses that each host name has in the lab, for platforms whose sets a resolver fills. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  /** A folder of its own for files. */
  readonly folder: string;
}

export interface Loader {
  /** Id of the platform. */
  readonly platform: string;
  /** What runs the rules: "nft", "iptables-legacy", "firewalld". */
  readonly engine: string;
  readonly packages: readonly string[];
  readonly programs: readonly string[];
  /** Families that this engine enforces from the text. */
  readonly families: readonly Family[];
  /** What packets through it do not show, in a sentence for the platform's page. */
  readonly misses: string;
  version(): Promise<string>;
  /**
   * Brings the text into force on a fresh firewall, as the platform's page tells an administrator to, twice over. Before, it sets up
   * what an administrator has: everything closed that is not allowed (forwarding at the edge, input and output on the host), and one
   * rule of the administrator's own that has nothing to do with the text; after, it checks that this rule is still there, once.
   * Resolves to what ends it; the namespace itself is thrown away by the caller.
   */
  load(firewall: Namespace, job: Job): Promise<() => Promise<void>>;
}
