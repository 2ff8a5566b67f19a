/** The platform-neutral policy: what to allow, for which flows, and what is left out and why. */
import type { Direction } from '#dataset/direction.ts';
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family, Network } from './network.ts';
import type { Vantage } from './vantage.ts';

/** A flow that a rule serves, or that is left out. */
export interface FlowRef {
  readonly id: string;
  readonly title: string;
  readonly feature: string;
  /** The earlier release that printed it, where this release's copy ends before its place. */
  readonly carriedFrom: string | null;
  /** A control connection of FTP that is encrypted, from its start or after AUTH TLS: no helper can read it. */
  readonly encryptedFtp?: true;
}

/** One end of a rule: the sum of its members. An end without members does not exist: there is no rule then. */
export interface End {
  /** Ids of the parties that stand here, in the order of the flows. */
  readonly parties: readonly string[];
  /** Their names, as in a sentence: "the gateway". */
  readonly titles: readonly string[];
  /** Any address of the rule's family, but only through the Internet zone; the other members are empty then. */
  readonly any: boolean;
  /** Addresses of the rule's family, none within another. */
  readonly networks: readonly Network[];
  /** Exact host names. */
  readonly names: readonly string[];
  /** Names that stand for every name below one: "*.example.net". */
  readonly wildcards: readonly string[];
}

/** A connection that is let through. Replies are not part of it: a platform that is not stateful by itself adds what lets them pass. */
export interface Rule {
  /** Unique in the policy and the same in every text that has the rule: flow, transport and family, as "dns-queries-udp-4". */
  readonly id: string;
  readonly flows: readonly FlowRef[];
  /** Seen from the gateway. */
  readonly direction: Direction;
  readonly family: Family;
  /** Names, on this firewall, of the zones that the connection comes from and goes to; "" on a platform without zones, but "internet" where it tells the Internet from all else. */
  readonly from: string;
  readonly to: string;
  readonly source: End;
  readonly destination: End;
  readonly transport: Transport;
  /** Destination ports. */
  readonly port: PortRange;
  /** Source ports; null for any. */
  readonly sourcePort: PortRange | null;
  /** `control`: a control connection of FTP whose data connections the platform's helper opens; `data`: a passive range. */
  readonly ftp: 'control' | 'data' | null;
  /** Whether the connection must not go through a TLS proxy. */
  readonly inspection: 'forbidden' | null;
}

/** Something that a person needs and the rules do not have. */
export interface Gap {
  readonly flows: readonly FlowRef[];
  /** What is missing, in words. */
  readonly reason: string;
  /** What a person can do about it. */
  readonly remedy: string;
  /** Host names that could not be written; empty where it is not about names. */
  readonly names: readonly string[];
}

export interface Policy {
  readonly vantage: Vantage;
  readonly prefix: string;
  readonly rules: readonly Rule[];
  readonly gaps: readonly Gap[];
  /** Flows that do not cross this firewall: the other one carries them, or none does. */
  readonly elsewhere: readonly FlowRef[];
  /** Data connections that an FTP helper opens: never a rule. */
  readonly opened: readonly FlowRef[];
  /** Flows whose purpose the source does not give: never a rule. */
  readonly unresolved: readonly FlowRef[];
  /** Flows of which nothing is known in this release: never a rule. */
  readonly unknown: readonly FlowRef[];
}

const named = new WeakMap<Policy, ReadonlySet<string>>();

/** Every host name and every wildcard that stands in the rules of a policy. */
export function namesIn(policy: Policy): ReadonlySet<string> {
  const known = named.get(policy);
  if (known) return known;
  const ends = policy.rules.flatMap(({ source, destination }) => [source, destination]);
  const names = new Set(ends.flatMap((end) => [...end.names, ...end.wildcards]));
  named.set(policy, names);
  return names;
}
