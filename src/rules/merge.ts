/** Rules that overlap become one: the same tuple needed by several flows stands once, and names them all. */
import type { PortRange } from '#dataset/schema.ts';
import { contains, withoutContained } from './network.ts';
import type { End, FlowRef, Rule } from './policy.ts';

/**
 * The same permissions in fewer rules: of rules for the same service that have members of one end in common, and of rules that differ in
 * their ports only, where those overlap or touch; a rule within another one goes into that. Nothing is permitted that none of the
 * rules permitted. Rules, and the flows and parties of each, stay in their order.
 */
export function merged(rules: readonly Rule[]): Rule[] {
  const lanes = new Map<string, Group[]>();
  for (const [at, rule] of rules.entries()) {
    const lane = laneOf(rule);
    const groups = lanes.get(lane) ?? [];
    let group: Group = { whole: rule, parts: [at] };
    for (let match = matchOf(group, groups); match >= 0; match = matchOf(group, groups)) {
      const [other] = groups.splice(match, 1) as [Group];
      const parts = [...other.parts, ...group.parts].sort((a, b) => a - b) as [number, ...number[]];
      group = { parts, whole: wholeOf(parts.map((part) => rules[part] as Rule)) };
    }
    groups.push(group);
    lanes.set(lane, groups);
  }
  return [...lanes.values()]
    .flat()
    .sort((a, b) => a.parts[0] - b.parts[0])
    .map(({ whole }) => whole);
}

/** Rules that have become one, by their places in the list. */
interface Group {
  readonly whole: Rule;
  readonly parts: readonly [number, ...number[]];
}

/** What rules have to have in common to become one. */
const laneOf = ({ direction, family, from, to, transport }: Rule): string => `${direction} ${family} ${transport} ${from}\n${to}`;

/** The first group that the rule becomes one with; -1 without one. Ports are looked at first, since most have none in common. */
function matchOf({ whole }: Group, groups: readonly Group[]): number {
  for (let at = 0; at < groups.length; at += 1) {
    const other = (groups[at] as Group).whole;
    if (touch(other.port, whole.port) && areOne(other, whole)) return at;
  }
  return -1;
}

/** Whether one rule permits exactly what two of a lane permit, whose ports overlap or touch. */
function areOne(a: Rule, b: Rule): boolean {
  if (isWithin(a, b) || isWithin(b, a)) return true;
  if (!samePorts(a.sourcePort, b.sourcePort) || isHelped(a) !== isHelped(b)) return false;
  const [sameSource, sameDestination] = [sameEnd(a.source, b.source), sameEnd(a.destination, b.destination)];
  if (!samePorts(a.port, b.port)) return sameSource && sameDestination && !isHelped(a);
  return (sameDestination && overlap(a.source, b.source)) || (sameSource && overlap(a.destination, b.destination));
}

/** Whether everything that `inner` permits, `outer` permits too. */
const isWithin = (inner: Rule, outer: Rule): boolean =>
  holdsPorts(outer.port, inner.port) &&
  (outer.sourcePort === null || samePorts(outer.sourcePort, inner.sourcePort)) &&
  (isHelped(outer) || !isHelped(inner)) &&
  holds(outer.source, inner.source) &&
  holds(outer.destination, inner.destination);

/** Whether a helper opens data connections. It is bound to the very connections it follows: no other may become one with them. */
const isHelped = ({ ftp }: Rule): boolean => ftp === 'control';

const samePorts = (a: PortRange | null, b: PortRange | null): boolean => a?.from === b?.from && a?.to === b?.to;

const holdsPorts = (outer: PortRange, inner: PortRange): boolean => outer.from <= inner.from && inner.to <= outer.to;

/** Whether two ranges have a port in common, or the last of one is next to the first of the other. */
const touch = (a: PortRange, b: PortRange): boolean => a.from <= b.to + 1 && b.from <= a.to + 1;

const sameEnd = (a: End, b: End): boolean => holds(a, b) && holds(b, a);

/** Whether every member of `inner` is one of `outer`, or lies within one. */
const holds = (outer: End, inner: End): boolean =>
  outer.any ||
  (!inner.any &&
    inner.networks.every((network) => outer.networks.some((other) => contains(other, network))) &&
    inner.names.every((name) => outer.names.includes(name)) &&
    inner.wildcards.every((name) => outer.wildcards.includes(name)));

/** Whether two ends have a member in common, by address or by name. */
const overlap = (a: End, b: End): boolean =>
  a.any ||
  b.any ||
  a.names.some((name) => b.names.includes(name)) ||
  a.wildcards.some((name) => b.wildcards.includes(name)) ||
  a.networks.some((left) => b.networks.some((right) => contains(left, right) || contains(right, left)));

/** One rule for several. */
function wholeOf(rules: readonly Rule[]): Rule {
  const [first] = rules as [Rule];
  return {
    ...first,
    flows: distinct(rules.flatMap(({ flows }) => flows)),
    source: union(rules.map(({ source }) => source)),
    destination: union(rules.map(({ destination }) => destination)),
    port: { from: Math.min(...rules.map(({ port }) => port.from)), to: Math.max(...rules.map(({ port }) => port.to)) },
    sourcePort: rules.some(({ sourcePort }) => sourcePort === null) ? null : first.sourcePort,
    ftp: rules.some(isHelped) ? 'control' : rules.every(({ ftp }) => ftp === 'data') ? 'data' : null,
    inspection: rules.some(({ inspection }) => inspection === 'forbidden') ? 'forbidden' : null,
  };
}

function union(ends: readonly End[]): End {
  const parties = unique(ends.flatMap((end) => end.parties));
  const titles = unique(ends.flatMap((end) => end.titles));
  if (ends.some(({ any }) => any)) return { parties, titles, any: true, networks: [], names: [], wildcards: [] };
  return {
    parties,
    titles,
    any: false,
    networks: withoutContained(ends.flatMap(({ networks }) => networks)),
    names: unique(ends.flatMap(({ names }) => names)),
    wildcards: unique(ends.flatMap(({ wildcards }) => wildcards)),
  };
}

const distinct = (flows: readonly FlowRef[]): FlowRef[] => flows.filter(({ id }, at) => flows.findIndex((other) => other.id === id) === at);

const unique = <T>(members: readonly T[]): T[] => [...new Set(members)];
