/** What has become of each flow of a selection, and who stands at its ends, as a table shows it. */
import { isCurrent, type ReleaseFlow } from '#dataset/release-flow.ts';
import type { Party, Zone } from '#dataset/schema.ts';
import { zoneWords } from '#dataset/zones.ts';
import { typeIt, zoneOf } from '#rules/plan.ts';
import { membersAt } from './ends.ts';
import type { Built } from './result.ts';

/** Where a flow has come to. */
export type Outcome = 'rule' | 'part' | 'gap' | 'elsewhere' | 'opened' | 'unresolved' | 'unknown';

/** A flow of the selection, who stands at its ends as it was typed, and what has become of it. */
export interface FlowLine {
  readonly entry: ReleaseFlow;
  readonly source: EndLine;
  readonly destination: EndLine;
  readonly outcome: Outcome;
  /** Why it is not covered, or not whole, in clauses: what is still to type is not among it, but what is refused. */
  readonly words: readonly string[];
  /** What is still to type, or to correct: "an address of DNS resolvers", 'a name of "DMZ"'. */
  readonly awaits: readonly string[];
}

/** One end of a flow. */
export interface EndLine {
  readonly party: Party;
  readonly zone: Zone;
  /** Addresses and names as they are in the rules; none where nothing is known. */
  readonly members: readonly string[];
}

/** Every flow of the selection that the release has or may have, in its order. */
export function flowLines({ flows, rules, parties, zones, environment, platform }: Built): FlowLine[] {
  const inRules = new Set(rules?.policy.rules.flatMap((rule) => rule.flows.map(({ id }) => id)));
  const outcomeOf = ({ flow: { id }, status }: ReleaseFlow, hasGaps: boolean): Outcome => {
    if (rules === null) return status === 'unresolved' || status === 'unknown' ? status : 'gap';
    const list = left.find((each) => rules.policy[each].some((flow) => flow.id === id));
    if (list) return list;
    if (!hasGaps && inRules.has(id)) return 'rule';
    return inRules.has(id) ? 'part' : 'gap';
  };
  const awaitedBy = ({ source, destination, flow }: ReleaseFlow): string[] => [
    ...parties
      .filter(({ party, given }) => (party === source || party === destination) && (given === 'missing' || given === 'refused'))
      .map(({ party }) => `an address of ${party.name}`),
    ...zones
      .filter(({ flows: needing, given }) => given !== 'typed' && needing.some((each) => each.flow === flow))
      .map(({ zone }) => `a name of "${zoneWords[zone]}"`),
    ...(rules === null ? ['a prefix'] : []),
  ];
  const placed = environment?.placed ?? {};
  const endOf = (party: Party, flow: ReleaseFlow): EndLine => ({
    party,
    zone: zoneOf(party, { placed }),
    members: membersAt(party, flow, { parties, platform, environment }),
  });
  return flows
    .filter((entry) => isCurrent(entry) || entry.status === 'unknown')
    .map((entry) => {
      const gaps = (rules?.policy.gaps ?? []).filter((gap) => gap.flows.some(({ id }) => id === entry.flow.id));
      const words = gaps
        .filter(({ remedy }) => remedy !== typeIt)
        .map(({ reason, names }) => `${reason}${names.length > 0 ? ` (${names.join(' ')})` : ''}`);
      return {
        entry,
        source: endOf(entry.source, entry),
        destination: endOf(entry.destination, entry),
        outcome: outcomeOf(entry, gaps.length > 0),
        words,
        awaits: awaitedBy(entry),
      };
    });
}

/** Lists of a policy that have flows without a rule. */
const left = ['elsewhere', 'opened', 'unresolved', 'unknown'] as const;
