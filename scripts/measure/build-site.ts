import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { AstroInlineConfig } from 'astro';

/** Where a build reads and writes. All are absolute paths. */
export interface BuildPlaces {
  root: string;
  outDir: string;
  /** Astro's own cache; an empty one makes the build a first one. */
  cacheDir: string;
}

/** How long a build took, in seconds. */
export interface BuildTime {
  /** By the clock. */
  clock: number;
  /** Of the processors, without what Pagefind's own program took for its index: steady on a machine that has other work. */
  processor: number;
  /** Of the processors until all pages and files of templates were written: without what is made of them afterwards. */
  written: number;
}

const program = fileURLToPath(new URL('./astro-build.ts', import.meta.url));

/**
 * Builds an Astro site in a process of its own, as a command would.
 * @returns the time from start to end, the start of Node included
 * @throws when the build fails, with what it printed
 */
export async function buildSite(places: BuildPlaces, signal: AbortSignal): Promise<BuildTime> {
  const config: AstroInlineConfig = { ...places, logLevel: 'error' };
  // The base is left out: the pages are measured where they are on a site of their own.
  const { PORTCULLIS_BASE: _base, ...env } = process.env;
  const start = performance.now();
  const child = spawn(process.execPath, [program, JSON.stringify(config)], {
    cwd: places.root,
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal,
  });
  const printed: Buffer[] = [];
  let sent = { processor: 0, written: 0 };
  child.on('message', (times) => {
    sent = times as typeof sent;
  });
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk));
  // An abort is an error too, but until the process has ended it may write to the folders.
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => child.pid === undefined && reject(error)).once('close', resolve);
  });
  if (code !== 0) throw new Error(`the build of ${places.root} failed:\n${Buffer.concat(printed).toString()}`);
  return { clock: (performance.now() - start) / 1000, ...sent };
}
