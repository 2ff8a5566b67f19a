/** Rules that overlap become one: the same tuple needed by several flows stands once, and names them all. */
import type { PortRange } from '#dataset/schema.ts';
import { contains, withoutContained } from './network.ts';
import type { End, FlowRef, Rule } from './policy.ts';

/**
 * The same permissions in fewer rules. Two rules that differ in one end only, and have members of that end in common, become one;
 * so do two that differ in their ports only, where those overlap or touch. Nothing is permitted that none of the rules permitted.
 */
export function merged(rules: readonly Rule[]): Rule[] {
  const out = [...rules];
  let grew = true;
  while (grew) {
    grew = false;
    for (let at = 0; at < out.length; at += 1) {
      for (let next = at + 1; next < out.length; next += 1) {
        const both = joined(out[at] as Rule, out[next] as Rule);
        if (!both) continue;
        out[at] = both;
        out.splice(next, 1);
        next = at;
        grew = true;
      }
    }
  }
  return out;
}

/** Two rules as one, or undefined where one rule would permit more than both. */
function joined(a: Rule, b: Rule): Rule | undefined {
  if (
    a.direction !== b.direction ||
    a.family !== b.family ||
    a.from !== b.from ||
    a.to !== b.to ||
    a.transport !== b.transport ||
    !samePorts(a.sourcePort, b.sourcePort)
  ) {
    return undefined;
  }
  const [sameSource, sameDestination] = [sameEnd(a.source, b.source), sameEnd(a.destination, b.destination)];
  if (samePorts(a.port, b.port)) {
    if (sameDestination && (sameSource || overlap(a.source, b.source))) return bothOf(a, b);
    return sameSource && overlap(a.destination, b.destination) ? bothOf(a, b) : undefined;
  }
  // A helper is bound to the port of the control connection: it must not follow the neighbours of that port.
  const helped = a.ftp === 'control' || b.ftp === 'control';
  return sameSource && sameDestination && !helped && touch(a.port, b.port) ? bothOf(a, b) : undefined;
}

const bothOf = (a: Rule, b: Rule): Rule => ({
  ...a,
  flows: distinct([...a.flows, ...b.flows]),
  source: union(a.source, b.source),
  destination: union(a.destination, b.destination),
  port: { from: Math.min(a.port.from, b.port.from), to: Math.max(a.port.to, b.port.to) },
  ftp: a.ftp === 'control' || b.ftp === 'control' ? 'control' : a.ftp === b.ftp ? a.ftp : null,
  inspection: a.inspection ?? b.inspection,
});

const samePorts = (a: PortRange | null, b: PortRange | null): boolean => a?.from === b?.from && a?.to === b?.to;

/** Whether two ranges have a port in common, or the last of one is next to the first of the other. */
const touch = (a: PortRange, b: PortRange): boolean => a.from <= b.to + 1 && b.from <= a.to + 1;

const textsOf = ({ networks, names, wildcards }: End): string[] => [
  ...networks.map(({ address, length }) => `${address}/${length}`),
  ...names,
  ...wildcards,
];

function sameEnd(a: End, b: End): boolean {
  const [left, right] = [textsOf(a), textsOf(b)];
  return a.any === b.any && left.length === right.length && left.every((text) => right.includes(text));
}

/** Whether two ends have a member in common, by address or by name. */
function overlap(a: End, b: End): boolean {
  if (a.any || b.any) return true;
  const names = new Set([...b.names, ...b.wildcards]);
  return (
    [...a.names, ...a.wildcards].some((name) => names.has(name)) ||
    a.networks.some((left) => b.networks.some((right) => contains(left, right) || contains(right, left)))
  );
}

function union(a: End, b: End): End {
  const parties = [...new Set([...a.parties, ...b.parties])];
  const titles = [...new Set([...a.titles, ...b.titles])];
  if (a.any || b.any) return { parties, titles, any: true, networks: [], names: [], wildcards: [] };
  return {
    parties,
    titles,
    any: false,
    networks: withoutContained([...a.networks, ...b.networks]),
    names: [...new Set([...a.names, ...b.names])],
    wildcards: [...new Set([...a.wildcards, ...b.wildcards])],
  };
}

const distinct = (flows: readonly FlowRef[]): FlowRef[] => flows.filter(({ id }, at) => flows.findIndex((other) => other.id === id) === at);
