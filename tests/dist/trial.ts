/** Builds of the project in folders of their own, while dist/ stays as it is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from './built.ts';

/** A copy of the project, below its root so that its packages are found, where neither git nor a linter looks. */
export interface Trial {
  readonly folder: string;
  /** Builds it in an environment without what the test runner sets there; what the build printed, and its exit status. */
  build(environment: Readonly<Record<string, string>>): Promise<{ status: number | null; output: string }>;
  remove(): void;
}

const generated = ['.astro', '.git', 'build', 'dist', 'node_modules'];

export function copyProject(): Trial {
  mkdirSync(join(root, '.astro'), { recursive: true });
  const folder = mkdtempSync(join(root, '.astro/trial-'));
  for (const name of readdirSync(root)) {
    if (!generated.includes(name)) cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  return { folder, build, remove: () => rmSync(folder, { recursive: true, force: true }) };

  async function build(environment: Readonly<Record<string, string>>) {
    const program = join(root, 'node_modules/astro/bin/astro.mjs');
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ASTRO_TELEMETRY_DISABLED: '1', ...environment };
    const child = spawn(process.execPath, [program, 'build'], { cwd: folder, env });
    const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { status, output: output + errors };
  }
}
