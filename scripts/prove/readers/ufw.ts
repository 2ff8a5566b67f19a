/** The rules of a ufw script, read by a strict grammar of its commands. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Members, Permit, Reader } from '../permit.ts';

/** Reads the script, which must add rules and do nothing else, none of them twice. */
export const reader: Reader = (text) => {
  const state: State = { step: 'comments', frame: 0, rules: new Map(), permits: [] };
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
  step: 'comments' | 'frame' | 'rules' | 'over';
  /** How much of the frame around the rules has been read. */
  frame: number;
  /** What each command matches, with its comment. */
  readonly rules: Map<string, string>;
  readonly permits: Permit[];
}

/** The lines around the rules: the rules are looked for among those that ufw has, before any of them is given to it. */
const frame = [
  'set -eu',
  '',
  'rules() {',
  '}',
  '',
  /^# /,
  /^ours='(?<owner>[^'`$\\]{0,40}: )'$/,
  'added=$(ufw show added)',
  '(',
  'taken=0',
  'ufw() {',
  '  match=$*',
  `  match=\${match#route allow }`,
  `  match=\${match%% comment *}`,
  `  ends=\${match#in on * out on * }`,
  `  links=\${match%" $ends"}`,
  '  while IFS= read -r line; do',
  '    case $line in',
  '    "ufw route allow $match comment \'$ours"*) ;;',
  '    "ufw route "*" $links $ends"* | "ufw route "*" $links log $ends"* | "ufw route "*" $links log-all $ends"*)',
  /^ {6}printf "[A-Za-z :]+%s\\n" "\$line" >&2$/,
  '      taken=1',
  '      ;;',
  '    esac',
  '  done <<END',
  '$added',
  'END',
  '}',
  'rules',
  'if [ "$taken" -ne 0 ]; then',
  /^ {2}echo "[A-Za-z .,]+" >&2$/,
  '  exit 1',
  'fi',
  ')',
  '',
  'rules',
  ')',
] as const;

function readLine(line: string, at: number, state: State): void {
  switch (state.step) {
    case 'comments':
      if (line === '(') state.step = 'frame';
      else if (at === 0 ? line !== '#!/bin/sh' : !/^(?:# .*|#|)$/.test(line)) throw new Error('is no comment');
      return;
    case 'rules':
      if (line === '}') {
        state.step = 'frame';
        readFrame(line, state);
      } else if (!line.startsWith('# ')) readRule(line, state);
      return;
    case 'frame':
      readFrame(line, state);
      return;
    case 'over':
      if (line !== '') throw new Error('stands behind the end');
      return;
    default:
      throw new Error(`no step "${state.step satisfies never}"`);
  }
}

function readFrame(line: string, state: State): void {
  const due = frame[state.frame];
  const found = typeof due === 'string' ? line === due && [line] : due?.exec(line);
  if (!found) throw new Error(`is not "${due}"`);
  state.frame += 1;
  if (line === 'rules() {') state.step = 'rules';
  if (state.frame === frame.length) state.step = 'over';
  const owner = 'groups' in found ? found.groups?.owner : undefined;
  if (owner === undefined) return;
  const foreign = [...state.rules.values()].find((remark) => !remark.startsWith(owner));
  if (foreign !== undefined) throw new Error(`does not begin the comment "${foreign}"`);
}

const link = '[A-Za-z0-9][A-Za-z0-9_.-]{0,14}';
const address = 'any|[0-9a-f.:]+(?:/[0-9]+)?';
const port = '[1-9][0-9]*(?::[1-9][0-9]*)?';

// A comment of one word could be one of ufw's own; an apostrophe ufw refuses, and the rest a shell might expand in other quotes.
const remark = "(?=[^']*: )[^'`$\\\\]{1,200}";

// In the order in which ufw lists a rule.
const command = new RegExp(
  `^ufw route allow (?<match>in on (?<from>${link}) out on (?<to>${link})(?: from (?<source>${address})(?: port (?<sport>${port}))?)? to (?<destination>${address}) port (?<port>${port}) proto (?<transport>tcp|udp)) comment '(?<remark>${remark})'$`,
);

function readRule(line: string, { rules, permits }: State): void {
  const found = command.exec(line)?.groups as (Record<string, string> & { readonly sport?: string }) | undefined;
  if (!found) throw new Error('is no command that adds a rule');
  if (rules.has(found.match as string)) throw new Error('adds a rule that is there already');
  rules.set(found.match as string, found.remark as string);
  const source = found.source ?? 'any';
  if (found.source === 'any' && found.sport === undefined) throw new Error('has a word that ufw does not list');
  const families = new Set([source, found.destination].filter((each) => each !== 'any').map((each) => familyOf(each as string)));
  const [family, ...others] = families;
  if (family === undefined || others.length > 0) throw new Error('is of no IP version, or of two');
  permits.push({
    family,
    from: found.from as string,
    to: found.to as string,
    source: membersOf(source, family),
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
