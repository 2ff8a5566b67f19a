/** Rules and host names that a platform cannot write leave the policy, and are said. */
import { merged } from './merge.ts';
import type { NameAnswer, Platform } from './platform.ts';
import type { End, Gap, Policy, Rule } from './policy.ts';

/** The policy without the rules and the names that the platform cannot write: each is in a gap, and a rule that has nothing else is gone. */
export function named(policy: Policy, { canName, canWrite = () => true }: Pick<Platform, 'canName' | 'canWrite'>): Policy {
  const gaps = new Map<string, Gap>();
  const canBe = (rule: Rule): boolean => {
    const answer = canWrite(rule);
    if (answer !== true) addGap(gaps, rule, [], answer);
    return answer === true;
  };
  const written = (end: End, rule: Rule): End => {
    if (end.names.length + end.wildcards.length === 0) return end;
    const takes = (name: string): boolean => {
      const answer = canName(name, rule, policy);
      if (answer !== true) addGap(gaps, rule, [name], answer);
      return answer === true;
    };
    return { ...end, names: end.names.filter(takes), wildcards: end.wildcards.filter(takes) };
  };
  const rules = policy.rules
    .filter(canBe)
    .map((rule) => ({ ...rule, source: written(rule.source, rule), destination: written(rule.destination, rule) }))
    .filter(({ source, destination }) => !isEmpty(source) && !isEmpty(destination));
  // Without a name, a rule may be the same as another, or its ports be next to those of another.
  return { ...policy, rules: gaps.size > 0 ? merged(rules) : rules, gaps: [...policy.gaps, ...gaps.values()] };
}

const isEmpty = ({ any, networks, names, wildcards }: End): boolean => !any && networks.length + names.length + wildcards.length === 0;

/** What is refused for the same flows and the same reason shares a gap. */
function addGap(gaps: Map<string, Gap>, { flows }: Rule, names: readonly string[], { reason, remedy }: Exclude<NameAnswer, true>): void {
  const key = JSON.stringify([flows.map(({ id }) => id), reason, remedy]);
  const before = gaps.get(key)?.names ?? [];
  gaps.set(key, { flows, reason, remedy, names: [...new Set([...before, ...names])] });
}
