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
import { readCheckers, readPlatforms } from './prove/catalogue.ts';
import { parse } from './prove/parse.ts';
import { type Pass, recordText, stillHolding, toRecord } from './prove/tally.ts';
import { publishedTexts } from './prove/texts.ts';
import { installWords, missingPrograms } from './prove/tools.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}src/proof/record.json`;
const earlier = proofRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
const read = await readDataset(root);
if ('problems' in read) {
  console.error(formatReport(read.problems));
  process.exit(1);
}
const { dataset } = read;
const platforms = await readPlatforms();
const checkers = await readCheckers();

const missing = missingPrograms(checkers);
const problems: string[] = [];
const passes: Pass[] = [];

const lacking = checkers.filter(({ programs }) => programs.some((program) => missing.has(program)));
if (lacking.length > 0) {
  const lines = lacking.map(
    ({ platform, tool, programs }) =>
      `NOT CHECKED: ${platform} by ${tool}: ${programs.filter((program) => missing.has(program)).join(', ')} is missing`,
  );
  console.warn([...lines, installWords(lacking)].join('\n'));
  if (process.env.CI) problems.push(...lines);
}
for (const platform of platforms) {
  const own = checkers.filter((checker) => checker.platform === platform.id);
  if (own.length === 0) problems.push(`${platform.id}: nothing checks it: add scripts/prove/checkers/${platform.id}.ts`);
  for (const checker of own.filter((each) => !lacking.includes(each))) {
    const verdict = await parse(dataset, platform, checker);
    passes.push(...verdict.passes);
    problems.push(...verdict.problems);
    const outcome = verdict.problems.length === 0 ? 'taken' : `${verdict.problems.length} PROBLEMS`;
    console.log(
      `${platform.id}: ${verdict.texts} texts, ${checker.tool} ${verdict.version} (${checker.kind}), ${outcome}, ${verdict.seconds.toFixed(1)} s`,
    );
  }
}

const texts = platforms.flatMap((platform) => publishedTexts(dataset, platform).map(({ text }) => text));
const unchecked = new Set(lacking.map(({ platform, tool, kind }) => [platform, kind, tool].join()));
passes.push(...(await stillHolding(earlier, texts, ({ platform, kind, tool }) => unchecked.has([platform, kind, tool].join()))));
writeFileSync(file, recordText(await toRecord(kernelWords(), passes)));

if (problems.length > 0) {
  console.error([...problems.slice(0, 60), `${problems.length} problems: the texts that have none are in the record.`].join('\n'));
  process.exitCode = 1;
}

/** "Linux 6.18": the part of the version that says what the kernel can do. */
function kernelWords(): string {
  return `${kernelType()} ${/^\d+\.\d+/.exec(kernelRelease())?.[0]}`;
}
