import lighthouse from 'lighthouse';
import { median } from './comparison.ts';

/** What Lighthouse says of a page, each from 0 to 100. */
interface Scores {
  performance: number;
  accessibility: number;
  'best-practices': number;
  seo: number;
}

/** A page of both sites. */
export interface PageScores {
  path: string;
  ours: Omit<Scores, 'performance'>;
  /** Of each run: it is never twice the same. */
  performance: { ours: number[]; plain: number[] };
  /** Titles of the audits that hold one of our scores, other than performance, below 100. */
  failed: string[];
}

/** Judges the page at `path` of both sites in turns, `runs` times, in the Chromium that listens on `port` for those who debug it. */
export async function pageScores(origins: { ours: string; plain: string }, path: string, port: number, runs: number): Promise<PageScores> {
  const performance: PageScores['performance'] = { ours: [], plain: [] };
  let first: Judgement | undefined;
  for (let run = 0; run < runs; run += 1) {
    const ours = await judge(origins.ours + path, port);
    first ??= ours;
    performance.ours.push(ours.scores.performance);
    performance.plain.push((await judge(origins.plain + path, port)).scores.performance);
  }
  if (!first) throw new Error('Lighthouse has to run at least once');
  return { path, ours: first.scores, performance, failed: first.failed };
}

/** Points by which the performance of one page differs from run to run on a machine that does nothing else. */
const noise = 3;

/** Whether our median is no lower than that of plain, within the noise. */
export const isEqual = ({ performance: { ours, plain } }: PageScores): boolean => median(ours) >= median(plain) - noise;

interface Judgement {
  scores: Scores;
  failed: string[];
}

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

/** As a phone on a slow network, which is what Lighthouse takes where nothing is said. */
async function judge(url: string, port: number): Promise<Judgement> {
  const result = await lighthouse(url, { port, logLevel: 'error', output: 'json', onlyCategories: [...categories] });
  if (!result) throw new Error(`Lighthouse says nothing of ${url}`);
  const { lhr } = result;
  if (lhr.runtimeError) throw new Error(`Lighthouse cannot judge ${url}: ${lhr.runtimeError.message}`);
  const scoreOf = (category: keyof Scores) => Math.round((lhr.categories[category]?.score ?? 0) * 100);
  const scores = {
    performance: scoreOf('performance'),
    accessibility: scoreOf('accessibility'),
    'best-practices': scoreOf('best-practices'),
    seo: scoreOf('seo'),
  };
  const failed = categories
    .filter((category) => category !== 'performance')
    .flatMap((category) => lhr.categories[category]?.auditRefs ?? [])
    .filter(({ weight }) => weight > 0)
    .map(({ id }) => lhr.audits[id])
    .filter((audit) => audit !== undefined && audit.score !== null && audit.score < 1)
    .map((audit) => audit?.title ?? '');
  return { scores, failed };
}
