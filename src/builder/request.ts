/** The change request for what a person has chosen, with the addresses that they have typed. */
import type { Dataset } from '#dataset/dataset.ts';
import { type ReleaseFlow, releaseById } from '#dataset/release-flow.ts';
import type { Party } from '#dataset/schema.ts';
import { renderChangeRequest } from '#exports/change-request.ts';
import { flowLines } from './flow-lines.ts';
import type { Built } from './result.ts';
import { placeOf } from './selection.ts';
import type { State } from './state.ts';

/** The text of the request: every flow of the selection, those without a rule by choice among what is not asked for. */
export function toRequest(dataset: Dataset, state: State, built: Built): string {
  const placed = built.environment?.placed ?? {};
  const inRequest = (party: Party): Party => ({ ...party, zone: placeOf(party, placed), hint: whoIs(party) });
  const inPlace = (entry: ReleaseFlow): ReleaseFlow => ({
    ...entry,
    source: inRequest(entry.source),
    destination: inRequest(entry.destination),
  });
  const passive = built.environment?.ftp.passive;
  const features = new Set(built.flows.filter(isKnown).map(({ flow }) => flow.feature));
  return renderChangeRequest({
    product: dataset.product,
    release: releaseById(dataset, state.release),
    features: dataset.features.filter(({ id }) => features.has(id)),
    flows: built.flows.map(inPlace),
    addresses: Object.fromEntries(
      built.parties.flatMap(({ party, given, members }) => {
        if (given === 'typed') return [[party.id, party.id === 'gateway' ? gatewayWords(members, built) : usedOf(party, members, built)]];
        return given === 'any' ? [[party.id, ['any Internet address, by choice']]] : [];
      }),
    ),
    ...(passive && { passive: `${passive.from}-${passive.to}` }),
    leftOut: leftOut(built),
  });
}

/** Who somebody is, from the hint beside their field: what it says of typing is for the form. */
const whoIs = ({ hint }: Party): string =>
  hint
    .replace(/, so nothing is typed|; type [^.]*/g, '')
    .split(/(?<=\.) /)
    .filter((sentence) => !/\btype\b|^Leave\b/i.test(sentence))
    .join(' ');

/** The addresses of the gateway, and those that this firewall knows it by before destination NAT. */
const gatewayWords = (members: readonly string[], { usesPublic, environment }: Built): readonly string[] => [
  ...members,
  ...(usesPublic === 'rules' ? (environment?.publicAddresses ?? []) : []).map((entry) => `${entry}, from the Internet and from peers`),
];

/** Addresses of a party that some flow can have: none of an IP version that the gateway has none of. */
function usedOf({ id }: Party, members: readonly string[], built: Built): readonly string[] {
  const used = flowLines(built).flatMap(({ source, destination }) => [source, destination].filter(({ party }) => party.id === id));
  return members.filter((entry) => used.some((end) => end.members.includes(entry)));
}

/** Whether a flow may be asked for: the release has it, and it is known what it is for. */
const isKnown = ({ status }: ReleaseFlow): boolean => status === 'printed' || status === 'carried';

/** Flows that are not asked for, though the release has them: who stands on one side of this firewall, and what stays closed. */
function leftOut(built: Built): Record<string, string> {
  const closed = new Set(built.parties.filter(({ given }) => given === 'closed').flatMap(({ flows }) => flows.map(({ flow }) => flow.id)));
  return Object.fromEntries(
    flowLines(built).flatMap(({ entry: { flow }, outcome }) => {
      if (outcome === 'elsewhere') return [[flow.id, 'It does not cross this firewall.']];
      return closed.has(flow.id) ? [[flow.id, 'It stays closed: the vendor names no host for it in this release, and none is typed.']] : [];
    }),
  );
}
