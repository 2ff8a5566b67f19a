/** Host names that a platform cannot write leave the policy, and are said. */
import type { NameAnswer, Platform } from './platform.ts';
import type { End, Gap, Policy, Rule } from './policy.ts';

/** The policy without the names that the platform cannot write: each is in a gap, and a rule that has nothing else is gone. */
export function named(policy: Policy, { canName }: Pick<Platform, 'canName'>): Policy {
  const gaps = new Map<string, Gap>();
  const written = (end: End, rule: Rule): End => {
    const takes = (name: string): boolean => {
      const answer = canName(name, rule, policy);
      if (answer !== true) addGap(gaps, rule, name, answer);
      return answer === true;
    };
    return { ...end, names: end.names.filter(takes), wildcards: end.wildcards.filter(takes) };
  };
  const rules = policy.rules
    .map((rule) => ({ ...rule, source: written(rule.source, rule), destination: written(rule.destination, rule) }))
    .filter(({ source, destination }) => !isEmpty(source) && !isEmpty(destination));
  return { ...policy, rules, gaps: [...policy.gaps, ...gaps.values()] };
}

const isEmpty = ({ any, networks, names, wildcards }: End): boolean => !any && networks.length + names.length + wildcards.length === 0;

/** Names that are refused for the same flows and the same reason share a gap. */
function addGap(gaps: Map<string, Gap>, { flows }: Rule, name: string, { reason, remedy }: Exclude<NameAnswer, true>): void {
  const key = JSON.stringify([flows.map(({ id }) => id), reason, remedy]);
  const gap = gaps.get(key) ?? { flows, reason, remedy, names: [] };
  gaps.set(key, { ...gap, names: gap.names.includes(name) ? gap.names : [...gap.names, name] });
}
