/** Network namespaces: hosts of a test network on one machine (network_namespaces(7)). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** What a program answered. */
export interface Answer {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface Options {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A host of the lab. Its processes see its own interfaces, routes and rules only. */
export interface Namespace {
  readonly name: string;
  /** Runs a program to its end. */
  run(program: string, args: readonly string[], options?: Options): Promise<Answer>;
  /** Runs a program to its end; one that fails throws with what it printed. */
  must(program: string, args: readonly string[], options?: Options): Promise<string>;
  /** Starts a program that goes on until it is killed, by its process id. */
  start(program: string, args: readonly string[], options?: Options): ChildProcess;
}

/** The namespace of this name, which exists. */
export function toNamespace(name: string): Namespace {
  const start: Namespace['start'] = (program, args, { env } = {}) =>
    spawn('ip', ['netns', 'exec', name, program, ...args], { env: { ...process.env, ...env } });
  const run: Namespace['run'] = (program, args, options = {}) => answerOf(start(program, args, options), options.input);
  return {
    name,
    start,
    run,
    async must(program, args, options) {
      const { status, output, errors } = await run(program, args, options);
      if (status !== 0) throw new Error(`in ${name}: ${program} ${args.join(' ')} ended with ${status}\n${output}${errors}`);
      return output;
    },
  };
}

async function answerOf(child: ChildProcess, input = ''): Promise<Answer> {
  if (!child.stdin || !child.stdout || !child.stderr) throw new Error('a process without its streams');
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, output, errors };
}
