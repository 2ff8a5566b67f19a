import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { readDataset } from '#dataset/read.ts';
import { defaultRelease, releaseFlows } from '#dataset/release-flow.ts';
import { median } from './comparison.ts';
import type { timeRules } from './rules-entry.ts';

/** Milliseconds that planning and writing the whole gateway's rules for every platform takes in a browser. */
export interface RuleTimes {
  /** The first time, before anything is compiled. */
  readonly first: number;
  /** The middle one of many, once the browser has compiled what runs often. */
  readonly later: number;
  readonly each: Readonly<Record<string, number>>;
}

const warming = 100;
const runs = warming + 301;

/** Times the rules of the default release in this browser. */
export async function ruleTimes(browser: Browser): Promise<RuleTimes> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const read = await readDataset(root);
  if ('problems' in read) throw new Error('the dataset has problems: run "npm run validate"');
  const { dataset } = read;
  const { release } = defaultRelease(dataset);
  const page = await browser.newPage();
  await page.addScriptTag({ content: await bundle(root), type: 'module' });
  await page.waitForFunction(() => 'timeRules' in globalThis);
  const { all, each } = await page.evaluate(
    ({ flows, subject, times }) => (globalThis as unknown as { timeRules: typeof timeRules }).timeRules(flows, subject, times),
    {
      flows: releaseFlows(dataset, release),
      subject: { product: dataset.product.name, release, dataset: dataset.product.dataset, scope: null, example: true },
      times: runs,
    },
  );
  await page.close();
  return { first: all[0] ?? 0, later: median(all.slice(warming)), each };
}

async function bundle(root: string): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry: `${root}scripts/measure/rules-entry.ts`, formats: ['es'] } },
  });
  const [output] = [result].flat();
  if (!output || !('output' in output)) throw new Error('the rules could not be bundled');
  return output.output[0].code;
}
