/** The rules of a ufw script, read by a strict grammar of its commands. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Members, Permit, Reader } from '../permit.ts';

/** Reads the script, which must add rules and do nothing else, none of them twice. */
export const reader: Reader = (text) => {
  const state: State = { step: 'comments', rules: new Set(), permits: [] };
  for (const [at, line] of text.split('\n').entries()) {
    try {
      readLine(line, at, state);
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}: ${line}`, { cause: error });
    }
  }
  if (state.step !== 'comments' && state.step !== 'over') throw new Error(`the text ends in the step "${state.step}"`);
  return state.permits;
};

interface State {
  step: 'comments' | 'start' | 'rules' | 'over';
  /** What each command matches. */
  readonly rules: Set<string>;
  readonly permits: Permit[];
}

function readLine(line: string, at: number, state: State): void {
  switch (state.step) {
    case 'comments':
      if (line === '(') state.step = 'start';
      else if (at === 0 ? line !== '#!/bin/sh' : !/^(?:# .*|#|)$/.test(line)) throw new Error('is no comment');
      return;
    case 'start':
      if (line !== 'set -eu') throw new Error('does not make the shell stop at an error');
      state.step = 'rules';
      return;
    case 'rules':
      if (line === ')') state.step = 'over';
      else if (!line.startsWith('# ')) readRule(line, state);
      return;
    case 'over':
      if (line !== '') throw new Error('stands behind the end');
      return;
    default:
      throw new Error(`no step "${state.step satisfies never}"`);
  }
}

const link = '[A-Za-z0-9][A-Za-z0-9_.-]{0,14}';
const address = 'any|[0-9a-f.:]+(?:/[0-9]+)?';
const port = '[1-9][0-9]*(?::[1-9][0-9]*)?';

// A comment of one word could be one of ufw's own; an apostrophe ufw refuses, and the rest a shell might expand in other quotes.
const remark = "(?=[^']*: )[^'`$\\\\]{1,200}";

const command = new RegExp(
  `^ufw route allow (?<match>in on (?<from>${link}) out on (?<to>${link}) proto (?<transport>tcp|udp) from (?<source>${address})(?: port (?<sport>${port}))? to (?<destination>${address}) port (?<port>${port})) comment '${remark}'$`,
);

function readRule(line: string, { rules, permits }: State): void {
  const found = command.exec(line)?.groups as Record<string, string> & { readonly sport?: string };
  if (!found) throw new Error('is no command that adds a rule');
  if (rules.has(found.match as string)) throw new Error('adds a rule that is there already');
  rules.add(found.match as string);
  const families = new Set([found.source, found.destination].filter((each) => each !== 'any').map((each) => familyOf(each as string)));
  const [family, ...others] = families;
  if (family === undefined || others.length > 0) throw new Error('is of no IP version, or of two');
  permits.push({
    family,
    from: found.from as string,
    to: found.to as string,
    source: membersOf(found.source as string, family),
    destination: membersOf(found.destination as string, family),
    transport: found.transport as Transport,
    port: rangeOf(found.port as string),
    sourcePort: found.sport === undefined ? null : rangeOf(found.sport),
    helper: false,
  });
}

const familyOf = (text: string): Family => (text.includes(':') ? 'ipv6' : 'ipv4');

function membersOf(text: string, family: Family): Members {
  if (text === 'any') return { any: true, networks: [], names: [] };
  const bits = family === 'ipv4' ? 32 : 128;
  const length = Number(text.split('/')[1] ?? bits);
  if (length < 1 || length > bits) throw new Error('has no length of a network');
  return { any: false, networks: [text.includes('/') ? text : `${text}/${bits}`], names: [] };
}

function rangeOf(text: string): PortRange {
  const [from = Number.NaN, to = from] = text.split(':').map(Number);
  // ufw refuses a range of one port.
  if (!(from <= to && to <= 65_535) || (text.includes(':') && from === to)) throw new Error('has no port from 1 to 65535');
  return { from, to };
}
