/** What a platform is: one file of `platforms/` that declares what it can express, and writes a policy down. */
import type { Zone } from '#dataset/schema.ts';
import type { Policy, Rule } from './policy.ts';
import type { Vantage } from './vantage.ts';

/** What a text is about, for its header and for the names of what it owns. */
export interface About {
  readonly product: string;
  readonly release: string;
  /** Version of the dataset. */
  readonly dataset: string;
  /** The feature whose rules these are; null for the whole gateway. What a text owns is named after it, so that the texts of two features stand side by side. */
  readonly scope: { readonly id: string; readonly title: string } | null;
  /** Whether the environment is the made-up one of the pages. */
  readonly example: boolean;
  /** Filled in: the platform's name, what a reader of the file must know, and whether an FTP helper opens data connections. */
  readonly platform: string;
  readonly notes: readonly string[];
  readonly ftpHelper: boolean;
}

/** Whether a platform can write a host name, or a rule: `true`, or why it cannot and what a person can do. */
export type NameAnswer = true | { readonly reason: string; readonly remedy: string };

/** Names of zones or interfaces as the platform takes them. */
export interface ZoneNames {
  /** Made-up names for the example. */
  readonly example: Readonly<Record<Zone, string>>;
  /** What they are on this platform: "interface", "security zone". */
  readonly kind: string;
  /** Matches a name that can be written; one that does not match is refused, never altered, since it must be that of the firewall. */
  readonly pattern: RegExp;
  /** What to type, in words, where a name is refused. */
  readonly words: string;
  /** Whether the rules on the gateway itself name them too; without it they do not tell zones apart there. */
  readonly onHost?: boolean;
  /** Which of them the rules name: those that connections come from, or those at an end that is any address; without it, both ends. */
  readonly named?: 'source' | 'any';
}

export interface Platform {
  /** Its id, as in `/rules/<id>/`; the name of its file. */
  readonly id: string;
  /** As its makers write it. */
  readonly name: string;
  /** Of the published file, without the dot. */
  readonly extension: string;
  /** The oldest version that takes the rules, in words. */
  readonly minimum: string;
  readonly vantages: readonly Vantage[];
  /** Null where the platform has no zones. */
  readonly zones: ZoneNames | null;
  /** Of a platform without zones: whether it tells the Internet from all else, as by a tag, so that any Internet address is no internal one. */
  readonly tellsInternet?: true;
  /** Whether its rules see a connection after destination NAT, with the gateway's own address, or before, with its public one. */
  readonly destinationNat: 'after' | 'before';
  /** Whether it follows FTP control connections, where the rules say so. */
  readonly ftpHelper: boolean;
  /** What a reader of the file must know before loading it, in lines of the header. */
  readonly notes: readonly string[];
  /** Whether it can write a host name (a wildcard begins with "*.") at an end of a rule of the policy. */
  readonly canName: (name: string, rule: Rule, policy: Policy) => NameAnswer;
  /** Whether it can write a rule, names aside; absent where it can write every rule. */
  readonly canWrite?: (rule: Rule) => NameAnswer;
  /** The rules as text: ASCII, LF line ends, the last line ended; the same policy always gives the same text. */
  readonly render: (policy: Policy, about: About) => string;
  /** Other forms of the same rules, each for a reason of its own. */
  readonly alternatives?: readonly Alternative[];
}

/** Another form of the same rules. */
export interface Alternative {
  /** Follows the platform's id in the name of the file. */
  readonly id: string;
  readonly title: string;
  /** When a person wants it, and what it does that the plain form does not. */
  readonly why: string;
  readonly vantages: readonly Vantage[];
  readonly render: (policy: Policy, about: About) => string;
}
