/** Rules that differ in their IP version only, for platforms whose one rule takes the addresses of both. */
import type { End, Rule } from './policy.ts';

/** A rule for IPv4, for IPv6, or for both. */
export interface DualRule {
  /** Unique in the policy: the rule's own id, without its IP version where both are there. */
  readonly id: string;
  /** At most one for each IP version; they differ in their networks only. */
  readonly rules: readonly [Rule] | readonly [Rule, Rule];
}

/** The rules in their order, a pair where the first of it stands. A packet has one IP version, so a pair permits what its rules did. */
export function dualRules(rules: readonly Rule[]): DualRule[] {
  const duals = new Map<string, DualRule>();
  for (const rule of rules) {
    const key = keyOf(rule);
    const [first] = duals.get(key)?.rules ?? [];
    duals.set(key, first ? { id: stem(rule), rules: [first, rule] } : { id: rule.id, rules: [rule] });
  }
  return [...duals.values()];
}

/** "IPv4", "IPv6", or "IPv4 and IPv6". */
export const familyWords = ({ rules }: DualRule): string => rules.map(({ family }) => (family === 'ipv4' ? 'IPv4' : 'IPv6')).join(' and ');

const stem = ({ id }: Rule): string => id.replace(/-[46]$/, '');

/** Everything of a rule but its IP version and its networks. */
const keyOf = (rule: Rule): string =>
  JSON.stringify([
    stem(rule),
    rule.flows.map(({ id }) => id),
    rule.from,
    rule.to,
    namesOf(rule.source),
    namesOf(rule.destination),
    rule.transport,
    rule.port,
    rule.sourcePort,
    rule.ftp,
    rule.inspection,
  ]);

const namesOf = ({ parties, any, names, wildcards }: End) => [parties, any, names, wildcards];
