/** Who stands at the ends of a flow, as the rules of a platform see it. */
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Party } from '#dataset/schema.ts';
import { isName } from '#rules/entry.ts';
import type { Environment } from '#rules/environment.ts';
import { type Family, toNetwork } from '#rules/network.ts';
import { zoneOf } from '#rules/plan.ts';
import type { Platform } from '#rules/platform.ts';
import { outerZones } from '#rules/vantage.ts';
import type { NeededParty } from './result.ts';
import type { State } from './state.ts';

/** What decides who stands where. */
export interface Standing {
  readonly parties: readonly NeededParty[];
  readonly platform: Platform;
  readonly environment: Pick<Environment, 'publicAddresses' | 'placed' | 'vantage'> | null;
}

/** Addresses and names of a party that a rule of this flow has: none of an IP version that the other end has none of. */
export function membersAt(party: Party, flow: ReleaseFlow, standing: Standing): readonly string[] {
  const members = typedAt(party, flow, standing);
  const lost = lostAt(party, flow, standing);
  return members.filter((entry) => !lost.includes(entry));
}

/** Addresses of a party that no rule of this flow can have, since the other end has none of their IP version; none where no rule has any. */
export function lostAt(party: Party, flow: ReleaseFlow, standing: Standing): readonly string[] {
  const other = party === flow.source ? flow.destination : flow.source;
  const [own, others] = [party, other].map((each) => familiesOf(typedAt(each, flow, standing)));
  if (!own?.some((family) => others?.includes(family))) return [];
  return typedAt(party, flow, standing).filter((entry) => familiesOf([entry]).every((family) => !others?.includes(family)));
}

/** Whether destination NAT may stand between the source of a flow and the gateway. */
export const isTranslated = ({ source, destination }: ReleaseFlow, placed: State['placed']): boolean =>
  destination.id === 'gateway' && outerZones.includes(zoneOf(source, { placed }));

/** What stands for any address, in words. */
const any = 'any Internet address';

function typedAt(party: Party, flow: ReleaseFlow, { parties, platform, environment }: Standing): readonly string[] {
  const found = parties.find((each) => each.party.id === party.id);
  if (found?.given === 'internet' || found?.given === 'any') return [any];
  if (found?.given === 'hosts') return flow.hosts;
  const own = found?.members ?? [];
  const before = platform.destinationNat === 'before' && environment?.vantage !== 'host';
  if (!before || party !== flow.destination || !isTranslated(flow, environment?.placed ?? {})) return own;
  return beforeNat(own, environment?.publicAddresses ?? []);
}

/** The gateway as it is seen before destination NAT: an IP version without public addresses is not translated. */
export const beforeNat = (own: readonly string[], publics: readonly string[]): readonly string[] => [
  ...publics,
  ...own.filter((entry) => !publics.some((each) => familiesOf([each])[0] === familiesOf([entry])[0])),
];

/** IP versions of entries: names, and any address, have both. */
const familiesOf = (entries: readonly string[]): Family[] =>
  entries.flatMap((entry) => (entry === any || isName(entry) ? ['ipv4', 'ipv6'] : [toNetwork(entry).family]));
