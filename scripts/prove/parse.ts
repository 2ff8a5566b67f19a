/** Every published text, and every hostile one, given to every checker of its platform. */
import type { Dataset } from '#dataset/dataset.ts';
import type { Platform } from '#rules/platform.ts';
import type { Checker } from './checker.ts';
import type { Pass } from './tally.ts';
import { hostileCases, hostTexts, publishedTexts } from './texts.ts';

/** What a checker said. */
export interface Verdict {
  readonly checker: Checker;
  readonly version: string;
  /** Published and hostile texts that it was given. */
  readonly texts: number;
  readonly seconds: number;
  readonly passes: readonly Pass[];
  /** Published texts that it refuses. */
  readonly refused: readonly string[];
  /** Each with the name of the text that it is about. */
  readonly problems: readonly string[];
}

/** Gives a platform's texts to one of its checkers. */
export async function parse(dataset: Dataset, platform: Platform, checker: Checker): Promise<Verdict> {
  const start = performance.now();
  const published = publishedTexts(dataset, platform);
  const texts = [...published, ...hostTexts(dataset, platform), ...hostileCases(dataset, platform)];
  const [version, answers] = [await checker.version(), await checker.check(texts)];
  if (answers.length !== texts.length) throw new Error(`${checker.tool} answered for ${answers.length} of ${texts.length} texts`);
  const { tool, kind, misses } = checker;
  return {
    checker,
    version,
    texts: texts.length,
    seconds: (performance.now() - start) / 1000,
    problems: texts.flatMap(({ name }, at) => (answers[at] ?? []).map((problem) => `${name}: ${problem}`)),
    passes: published
      .filter((_, at) => answers[at]?.length === 0)
      .map(({ text }) => ({ check: { platform: platform.id, tool, kind, version, kernel: null, misses }, text })),
    refused: published.filter((_, at) => answers[at]?.length !== 0).map(({ text }) => text),
  };
}
