/** What is bundled for the browser that the rules are timed in. */
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { platforms } from '#rules/platforms.ts';
import { type Subject, toRules } from '#rules/to-rules.ts';

/** Plans and writes the rules of these flows for every platform `runs` times; milliseconds of each run, and of each platform in the last. */
export function timeRules(flows: readonly ReleaseFlow[], subject: Subject, runs: number): { all: number[]; each: Record<string, number> } {
  const all: number[] = [];
  let each: Record<string, number> = {};
  for (let run = 0; run < runs; run += 1) {
    each = {};
    const start = performance.now();
    for (const platform of platforms) {
      const began = performance.now();
      toRules(platform, flows, exampleEnvironment(platform, 'edge'), subject);
      each[platform.name] = performance.now() - began;
    }
    all.push(performance.now() - start);
  }
  return { all, each };
}

Object.assign(globalThis, { timeRules });
