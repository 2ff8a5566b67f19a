/** The management API has no parser outside the product: its makers' Ansible collection names every argument, ShellCheck reads the shell, and a grammar the lines. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { argumentProblems, type Collection, type ModuleCall, versionOf } from '../ansible.ts';
import type { Checker, Text } from '../checker.ts';
import { type Call, listOf, reader, toCalls } from '../readers/check-point.ts';

const module = (command: string): string => `check_point.mgmt.cp_mgmt_${command.slice('add-'.length).replaceAll('-', '_')}`;

const commands = ['host', 'network', 'dns-domain', 'group', 'service-tcp', 'service-udp', 'access-section', 'access-rule'];

const collection: Collection = {
  modules: commands.map((command) => module(`add-${command}`)),
  toCalls: (script) => toCalls(script).map(toModule),
};

/** Arguments of the API that the collection sets by itself. */
const itsOwn = ['set-if-exists'];

function toModule(call: Call): ModuleCall {
  const parameters: Record<string, unknown> = { state: 'present' };
  for (const [key, value] of call.values) {
    const [name = '', inner] = key.split('.');
    const option = name.replaceAll('-', '_');
    if (itsOwn.includes(key)) continue;
    if (inner === undefined) parameters[option] = value;
    else parameters[option] = /^\d+$/.test(inner) ? listOf(call, name) : { [inner]: value };
  }
  const places: Record<string, object> = {
    'add-access-rule': { layer: 'Network', relative_position: { bottom: 'section' } },
    'add-access-section': { layer: 'Network', position: 'top' },
  };
  return [module(call.command), { ...parameters, ...places[call.command] }];
}

export const checkers: readonly Checker[] = [
  {
    platform: 'check-point',
    tool: 'Ansible check_point.mgmt',
    kind: 'schema',
    packages: ['ansible'],
    programs: ['ansible-doc'],
    misses:
      'It knows the names and types of arguments, not what a management server makes of them: values and references it does not check.',
    version: () => versionOf(collection),
    check: (texts) => argumentProblems(collection, texts),
  },
  {
    platform: 'check-point',
    tool: 'ShellCheck',
    kind: 'parser',
    packages: ['shellcheck'],
    programs: ['shellcheck'],
    misses: 'It reads the shell, and knows nothing of the management API.',
    async version() {
      return /^version: (\S+)$/m.exec((await run(['--version'])).output)?.[1] ?? 'unknown';
    },
    async check(texts) {
      const problems: string[][] = [];
      const atOnce = availableParallelism();
      for (let at = 0; at < texts.length; at += atOnce) {
        problems.push(...(await Promise.all(texts.slice(at, at + atOnce).map(shellProblems))));
      }
      return problems;
    },
  },
  {
    platform: 'check-point',
    tool: 'a line grammar of ours',
    kind: 'grammar',
    packages: [],
    programs: [],
    misses: 'It is as strict as we know the management API to be, and no management server has seen the script.',
    version: async () => '1',
    check: async (texts) => texts.map(({ text: script }) => problemsOf(script)),
  },
];

async function shellProblems({ text: script }: Text): Promise<string[]> {
  const { output } = await run(['--shell=sh', '--format=gcc', '--norc', '-'], script);
  return output.split('\n').filter((line) => line !== '');
}

function problemsOf(script: string): string[] {
  try {
    reader(script);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

async function run(args: readonly string[], input = ''): Promise<{ output: string }> {
  const child = spawn('shellcheck', args);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { output: output + errors };
}
