/** Rules and what they leave out, in lines that a person reads. */
import type { Dataset } from '#dataset/dataset.ts';
import { dualRules, familyWords } from '#rules/dual-stack.ts';
import type { End, FlowRef, Gap, Policy } from '#rules/policy.ts';
import { membersText, purposeWords } from '#rules/words.ts';
import { type Built, isToType } from './result.ts';

/** What a rule allows, and for which features. */
export interface RuleLine {
  /** Ids of the rules that it is of: one for each IP version. */
  readonly rules: readonly string[];
  /** "IPv4 and IPv6, SNMP polling: SNMP managers to the gateway, udp/161". */
  readonly words: string;
  /** Titles of the features that need it. */
  readonly features: readonly string[];
  /** Addresses and names at both ends, of both IP versions. */
  readonly source: string;
  readonly destination: string;
}

/** A line for each rule, in the order of the rules; two that differ in their IP version only share one. */
export const ruleLines = ({ features }: Pick<Dataset, 'features'>, { rules }: Policy): RuleLine[] =>
  dualRules(rules).map((dual) => {
    const [rule] = dual.rules;
    const needing = new Set(rule.flows.map(({ feature }) => feature));
    return {
      rules: dual.rules.map(({ id }) => id),
      words: `${familyWords(dual)}, ${purposeWords(rule)}`,
      features: features.filter(({ id }) => needing.has(id)).map(({ title }) => title),
      source: endWords(dual.rules.map(({ source }) => source)),
      destination: endWords(dual.rules.map(({ destination }) => destination)),
    };
  });

const endWords = (ends: readonly End[]): string => [...new Set(ends.flatMap((end) => membersText(end).split(' ')))].join(' ');

/** Whatever of the selection no rule covers, and why: what typing alone mends is not among it. */
export function uncovered({ rules, platform }: Pick<Built, 'rules' | 'platform'>, release: string): Gap[] {
  if (rules === null) return [];
  const { gaps, unknown, unresolved, opened } = rules.policy;
  const gapOf = (flows: readonly FlowRef[], reason: string, remedy: string): Gap[] =>
    flows.length > 0 ? [{ flows, reason, remedy, names: [] }] : [];
  return sharedGaps([
    ...gaps.filter((gap) => !isToType(gap)),
    ...gapOf(platform.ftpHelper ? [] : opened, 'it needs an FTP helper, and there is none', 'Use passive FTP, or SFTP.'),
    ...gapOf(unknown, `nothing is known of it in ${release}`, 'Look it up in the table of the vendor.'),
    ...gapOf(unresolved, 'the source does not say what it is for', 'Ask the vendor before you open it.'),
  ]);
}

/** Flows that need something that no rule has, each once: those that wait for something to be typed too. */
export const uncoveredFlows = (built: Pick<Built, 'rules' | 'platform'>, release: string): string[] => [
  ...new Set([...(built.rules?.policy.gaps ?? []), ...uncovered(built, release)].flatMap(({ flows }) => flows.map(({ id }) => id))),
];

/** Reasons why flows are not covered: what several of them share stands once. */
export function sharedGaps(gaps: readonly Gap[]): Gap[] {
  const shared = new Map<string, Gap>();
  for (const gap of gaps) {
    const key = JSON.stringify([gap.reason, gap.remedy, gap.names]);
    const before = shared.get(key)?.flows ?? [];
    shared.set(key, { ...gap, flows: [...before, ...gap.flows.filter(({ id }) => !before.some((flow) => flow.id === id))] });
  }
  return [...shared.values()];
}
