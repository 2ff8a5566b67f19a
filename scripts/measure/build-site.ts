import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import type { AstroInlineConfig } from 'astro';

/** Where a build reads and writes. All are absolute paths. */
export interface BuildPlaces {
  root: string;
  outDir: string;
  /** Astro's own cache; an empty one makes the build a first one. */
  cacheDir: string;
}

const program = `import { build } from 'astro'; await build(JSON.parse(process.argv[1]));`;

/**
 * Builds an Astro site in a process of its own, as a command would.
 * @returns seconds from start to end
 * @throws when the build fails, with what it printed
 */
export async function buildSite(places: BuildPlaces, signal: AbortSignal): Promise<number> {
  const config: AstroInlineConfig = { ...places, logLevel: 'error' };
  // The base is left out: the pages are measured where they are on a site of their own.
  const { PORTCULLIS_BASE: _base, ...env } = process.env;
  const start = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, JSON.stringify(config)], {
    cwd: places.root,
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`the build of ${places.root} failed:\n${Buffer.concat(printed).toString()}`);
  return (performance.now() - start) / 1000;
}
