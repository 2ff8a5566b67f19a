/** Argument specifications of Ansible modules: the nearest thing to a schema that the makers of some firewalls publish. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Text } from './checker.ts';

/** A module and its arguments. */
export type ModuleCall = readonly [module: string, parameters: Readonly<Record<string, unknown>>];

/** The modules of one collection, as a checker of texts. */
export interface Collection {
  readonly modules: readonly string[];
  /** What a text amounts to; throws where it cannot be read. */
  readonly toCalls: (text: string) => readonly ModuleCall[];
}

/** Opaque to this side: what the program found the first time, so that it need not ask again. */
interface Specs {
  readonly version: string;
}

const known = new Map<string, Specs>();

/** Version of a collection. */
export async function versionOf({ modules }: Pick<Collection, 'modules'>): Promise<string> {
  const { specs } = await ask(modules, []);
  return specs.version;
}

/** Problems of each text: that it cannot be read, or what the specifications refuse. */
export async function argumentProblems({ modules, toCalls }: Collection, texts: readonly Text[]): Promise<string[][]> {
  const read = texts.map(({ text: rules }): { calls: readonly ModuleCall[]; problems: string[] } => {
    try {
      return { calls: toCalls(rules), problems: [] };
    } catch (error) {
      return { calls: [], problems: [(error as Error).message] };
    }
  });
  const { problems } = await ask(
    modules,
    read.map(({ calls }) => calls),
  );
  return read.map((each, at) => [...each.problems, ...(problems[at] ?? [])]);
}

async function ask(
  modules: readonly string[],
  texts: readonly (readonly ModuleCall[])[],
): Promise<{ specs: Specs; problems: readonly (readonly string[])[] }> {
  const key = modules.join();
  // A Python of one's own comes first on many a PATH, and does not know Debian's modules.
  const child = spawn('/usr/bin/python3', [fileURLToPath(new URL('./checkers/ansible-arguments.py', import.meta.url))]);
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify({ modules, specs: known.get(key) ?? null, texts }));
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (status !== 0) throw new Error(`ansible-arguments.py ended with ${status}\n${errors}`);
  const answer = JSON.parse(output) as { specs: Specs; problems: string[][] };
  known.set(key, answer.specs);
  return answer;
}
