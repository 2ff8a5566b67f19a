/**
 * Proves the published rules: gives them to every parser there is, sends packets through them where the kernel can run them, and
 * writes down what passed in `src/proof/record.json`, which the pages show. Ends with 1 if anything failed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { release as kernelRelease, type as kernelType } from 'node:os';
import { fileURLToPath } from 'node:url';
import { formatReport } from '#dataset/problem.ts';
import { readDataset } from '#dataset/read.ts';
import { proofRecord } from '#proof/record.ts';
import type { Platform } from '#rules/platform.ts';
import { readCheckers, readLoaders, readPlatforms } from './prove/catalogue.ts';
import { kitNeeds } from './prove/kit.ts';
import { labNeeds, proveAll } from './prove/packets.ts';
import { parse } from './prove/parse.ts';
import { type Pass, recordText, stillHolding, toRecord } from './prove/tally.ts';
import { publishedTexts } from './prove/texts.ts';
import { installWords, missingPrograms } from './prove/tools.ts';
import { trialsOf } from './prove/trials.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}src/proof/record.json`;
// A record of an older shape counts as none: everything is proved anew.
const earlier = proofRecord.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? { checks: [], texts: {} };
const read = await readDataset(root);
if ('problems' in read) {
  console.error(formatReport(read.problems));
  process.exit(1);
}
const { dataset } = read;
const platforms = await readPlatforms();
const checkers = await readCheckers();
const loaders = await readLoaders();
const problems: string[] = [];
const passes: Pass[] = [];
const failed = new Set<string>();

// The test scripts are proved by tests, which install nothing.
const missing = missingPrograms([...checkers, ...loaders, labNeeds, kitNeeds]);
const lacks = ({ programs }: { readonly programs: readonly string[] }) => programs.some((program) => missing.has(program));
const [idle, unloadable] = [
  checkers.filter(lacks),
  loaders.filter((loader) => lacks(loader) || lacks(labNeeds) || process.getuid?.() !== 0),
];
sayNotProved();
for (const { id } of platforms) {
  if (!checkers.some(({ platform }) => platform === id)) problems.push(`${id}: nothing checks it: add scripts/prove/checkers/${id}.ts`);
}

await inTurns(
  2,
  platforms.flatMap((platform) =>
    checkers
      .filter((checker) => checker.platform === platform.id && !idle.includes(checker))
      .map((checker) => async () => {
        const verdict = await parse(dataset, platform, checker);
        passes.push(...verdict.passes);
        for (const text of verdict.refused) failed.add(text);
        problems.push(...verdict.problems);
        say(
          `${platform.id}: ${verdict.texts} texts, ${checker.tool} ${verdict.version} (${checker.kind})`,
          verdict.problems,
          verdict.seconds,
        );
      }),
  ),
);

const start = performance.now();
const trials = loaders
  .filter((loader) => !unloadable.includes(loader))
  .flatMap((loader) => trialsOf(dataset, platforms.find(({ id }) => id === loader.platform) as Platform, loader));
const versions = new Map(
  await Promise.all(loaders.filter((each) => !unloadable.includes(each)).map(async (each) => [each, await each.version()] as const)),
);
await proveAll(trials, ({ name, platform, loader, rules, isPublished, isLearning }, { probes, failures, seconds }) => {
  const { engine: tool, misses } = loader;
  const check = {
    platform: platform.id,
    tool,
    kind: 'packets',
    version: versions.get(loader) as string,
    kernel: kernelWords(),
    misses,
  } as const;
  if (failures.length > 0) failed.add(rules.text);
  if (isPublished && !isLearning) passes.push({ check, text: rules.text, probes });
  problems.push(...failures.map((failure) => `${name}: ${failure}`));
  say(`${name}: ${probes} packets`, failures, seconds.control + seconds.load + seconds.probes);
});
if (trials.length > 0)
  console.log(
    `${trials.length} trials by packets in ${((performance.now() - start) / 1000).toFixed(0)} s; on two idle cores it is to be under 60 s`,
  );

const texts = platforms.flatMap((platform) => publishedTexts(dataset, platform).map(({ text }) => text));
const untried = new Set([
  ...idle.map(({ platform, kind, tool }) => [platform, kind, tool].join()),
  ...unloadable.map(({ platform, engine }) => [platform, 'packets', engine].join()),
]);
passes.push(...(await stillHolding(earlier, texts, ({ platform, kind, tool }) => untried.has([platform, kind, tool].join()))));
writeFileSync(file, recordText(await toRecord(passes, failed)));

if (problems.length > 0) {
  console.error([...problems.slice(0, 60), `${problems.length} problems: the texts that have none are in the record.`].join('\n'));
  process.exitCode = 1;
}

function say(what: string, found: readonly string[], seconds: number) {
  console.log(`${what}, ${found.length === 0 ? 'all right' : `${found.length} PROBLEMS`}, ${seconds.toFixed(1)} s`);
}

/** What cannot be proved here is said aloud; where nobody reads that, it is a failure. */
function sayNotProved() {
  const why = (needs: readonly string[]) => needs.filter((program) => missing.has(program)).map((program) => `${program} is missing`);
  const lines = [
    ...idle.map(({ platform, tool, programs }) => `NOT CHECKED: ${platform} by ${tool}: ${why(programs).join(', ')}`),
    ...unloadable.map(({ engine, programs }) => {
      const reasons = why([...programs, ...labNeeds.programs]);
      return `NOT PROVED BY PACKETS: ${engine}: ${reasons.length > 0 ? reasons.join(', ') : 'network namespaces need root'}`;
    }),
  ];
  if (lines.length === 0) return;
  console.warn([...lines, installWords([...idle, ...unloadable, labNeeds])].join('\n'));
  if (process.env.CI) problems.push(...lines);
}

/** Does the jobs, so many at a time. */
async function inTurns(workers: number, jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const left = [...jobs];
  const work = async () => {
    for (let job = left.shift(); job; job = left.shift()) await job();
  };
  await Promise.all(Array.from({ length: workers }, work));
}

/** "Linux 6.18": the part of the version that says what the kernel can do. */
function kernelWords(): string {
  return `${kernelType()} ${/^\d+\.\d+/.exec(kernelRelease())?.[0]}`;
}
