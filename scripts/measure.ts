/**
 * Measures this site beside a plain Starlight site of as many pages with the same text, both built and opened here and now, and its build
 * also beside one that hands out the files of this site, and how it grows with the dataset:
 * `npm run measure`, with fewer or more runs of each with `-- --runs 1`. Prints each figure beside what it is to be, says which are
 * not met, and leaves nothing behind.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { type BuildTime, buildSite } from './measure/build-site.ts';
import { type BuilderTimes, builderTimes } from './measure/builder-times.ts';
import { type BuiltPage, builtPages } from './measure/built-pages.ts';
import {
  count,
  type Figure,
  formatComparison,
  judged,
  kilobytes,
  median,
  milliseconds,
  type Section,
  seconds,
} from './measure/comparison.ts';
import { type AnswerTimes, firstAnswer } from './measure/first-answer.ts';
import { firstView } from './measure/first-view.ts';
import { type Growth, measureGrowth } from './measure/growth.ts';
import { isEqual, type PageScores, pageScores } from './measure/lighthouse.ts';
import { byType, meanSize } from './measure/page-sizes.ts';
import { addFiles, writePlainSite } from './measure/plain-site.ts';
import { type RuleTimes, ruleTimes } from './measure/rule-times.ts';
import { serveFolder } from './measure/serve-folder.ts';

/** A value of both sites. */
interface Both<Value> {
  ours: Value;
  plain: Value;
}

const project = fileURLToPath(new URL('..', import.meta.url));
const query = '443';
/** The first answer, once it can be read: Pagefind shows grey bars in its place until then. */
const answers: Both<string> = {
  ours: `finder-box .answers > li:first-child a[href$="/ports/${query}/"]`,
  plain: 'dialog[open] .pagefind-ui__result-link',
};

/** How much more than its share the larger build may take: what grows with the square of the flows takes four times its share. */
const growthLimit = 1.25;

const runs = readRuns();
const executablePath = findChromium();
if (!executablePath) stop('Chromium is not installed, and the pages are opened in it. Install it, or name it in the variable CHROMIUM.');

// Inside node_modules, where the plain site finds the same packages, and no build or check of ours finds the plain site.
const folder = await mkdtemp(join(project, 'node_modules', '.measure-'));
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
try {
  await measure(executablePath);
} catch (error) {
  console.error(stopped.signal.aborted ? '\nStopped.' : `\nNothing could be measured: ${messageOf(error)}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(browserPath: string): Promise<void> {
  const { times, filled, pages } = await buildBoth();
  stopped.signal.throwIfAborted();
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-background-networking', `--remote-debugging-port=${port}`],
    // Playwright would end this process at once, and leave the folder behind.
    handleSIGINT: false,
    handleSIGTERM: false,
  });
  stopped.signal.addEventListener('abort', () => browser.close());
  const servers = { ours: await serveFolder(outDir('ours')), plain: await serveFolder(outDir('plain')) };
  try {
    const origins = { ours: servers.ours.origin, plain: servers.plain.origin };
    const sections = [
      await buildSection('Build, nothing cached', times, pages.ours.length, 'plain', 1.5),
      await buildSection(
        'Build, beside a plain site with the same files',
        { ours: times.ours, plain: filled },
        pages.ours.length,
        'filled',
      ),
      ...(await pageSections(pages)),
      ...(await viewSections(browser, origins, pages.ours)),
      await searchSection(browser, origins),
    ];
    const scores: PageScores[] = [];
    for (const path of judgedPaths(pages.ours)) {
      console.error(`Lighthouse on ${path} of both sites`);
      scores.push(await pageScores(origins, path, port, runs));
    }
    console.error('Writing the rules in the browser');
    const rules = await ruleTimes(browser);
    console.error('Typing into the builder');
    const typing = await builderTimes(browser, `${origins.ours}/builder/`);
    const growth = await growths();
    console.log(`\nThis site beside a plain Starlight site: ${pages.ours.length} pages each, the same text.\n`);
    console.log(formatComparison(sections));
    console.log(`\n${scoreLines(scores)}`);
    console.log(`\n${verdict(sections, scores, growth)}`);
    console.log(`\n${ruleLines(rules)}\n\n${builderLine(typing)}`);
    console.log(`\n${growthLines(growth)}`);
  } finally {
    servers.ours.close();
    servers.plain.close();
    await browser.close();
  }
}

/**
 * One after the other, in turns: what else the machine does then slows all alike. `filled` are the times of the plain site with the files
 * that this one publishes beside its pages.
 */
async function buildBoth(): Promise<{ times: Both<BuildTime[]>; filled: BuildTime[]; pages: Both<BuiltPage[]> }> {
  const times: Both<BuildTime[]> = { ours: [], plain: [] };
  const filled: BuildTime[] = [];
  const [plainRoot, filledRoot] = [join(folder, 'plain'), join(folder, 'filled')];
  for (let run = 1; run <= runs; run += 1) {
    console.error(`Building the sites, ${run} of ${runs}`);
    times.ours.push(await build('ours', project, run));
    if (run === 1) {
      const ourPages = await builtPages(outDir('ours'));
      await writePlainSite(plainRoot, ourPages);
      await writePlainSite(filledRoot, ourPages);
      await addFiles(filledRoot, outDir('ours'), await publishedFiles());
    }
    times.plain.push(await build('plain', plainRoot, run));
    filled.push(await build('filled', filledRoot, run));
  }
  const pages = { ours: await builtPages(outDir('ours')), plain: await builtPages(outDir('plain')) };
  if (pages.ours.length !== pages.plain.length || pages.ours.some(({ path }, index) => path !== pages.plain[index]?.path)) {
    throw new Error(`this site has ${pages.ours.length} pages and the plain one ${pages.plain.length}, or at other addresses.`);
  }
  return { times, filled, pages };
}

/** What this site publishes beside its pages: what its own index lists. */
async function publishedFiles(): Promise<string[]> {
  const { files } = JSON.parse(await readFile(join(outDir('ours'), 'api/v1/index.json'), 'utf8'));
  return files.map(({ path }: { path: string }) => path.slice(1));
}

type Site = keyof Both<unknown> | 'filled';

function build(site: Site, root: string, run: number): Promise<BuildTime> {
  return buildSite({ root, outDir: outDir(site), cacheDir: join(folder, `${site}-cache-${run}`) }, stopped.signal);
}

async function filesIn(site: Site): Promise<number> {
  const entries = await readdir(outDir(site), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

/** A port of this machine that nothing listens on: Chromium is told it, and Lighthouse where to find Chromium. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

function outDir(site: Site): string {
  return join(folder, `${site}-dist`);
}

async function buildSection(title: string, times: Both<BuildTime[]>, pages: number, other: Site, most?: number): Promise<Section> {
  const figure = (label: string, part: keyof BuildTime, share: number, target?: number): Figure => ({
    label,
    ours: median(times.ours.map((time) => time[part])) / share,
    plain: median(times.plain.map((time) => time[part])) / share,
    format: seconds,
    ...(target === undefined ? {} : { target }),
  });
  return {
    title: `${title} (median of ${runs})`,
    figures: [
      figure('all', 'clock', 1),
      figure('a page', 'clock', pages, most),
      figure('a page, processor time', 'processor', pages, most),
      figure('the same until the templates are written', 'written', pages),
      { label: 'files that it writes', ours: await filesIn('ours'), plain: await filesIn(other), format: count },
    ],
  };
}

async function pageSections(pages: Both<BuiltPage[]>): Promise<Section[]> {
  const types: [string, BuiltPage[]][] = [...byType(pages.ours), ['all pages', pages.ours]];
  const plainTypes = new Map<string, BuiltPage[]>([...byType(pages.plain), ['all pages', pages.plain]]);
  const raw: Figure[] = [];
  const gzip: Figure[] = [];
  for (const [type, group] of types) {
    const label = group.length > 1 ? `${type} (mean of ${group.length})` : type;
    const [ours, plain] = await Promise.all([meanSize(group), meanSize(plainTypes.get(type) ?? [])]);
    raw.push({ label, ours: ours.raw, plain: plain.raw, format: kilobytes });
    gzip.push({ label, ours: ours.gzip, plain: plain.gzip, format: kilobytes });
  }
  return [
    { title: 'HTML of a page', figures: raw },
    { title: 'HTML of a page, gzip', figures: gzip },
  ];
}

async function viewSections(browser: Browser, origins: Both<string>, pages: readonly BuiltPage[]): Promise<Section[]> {
  const guide = pages.find(({ path }) => /^\/guides\/./.test(path));
  const paths = ['/', '/ports/', ...(guide ? [guide.path] : [])];
  const sections: Section[] = [];
  for (const path of paths) {
    console.error(`Opening ${path} of both sites`);
    const ours = await firstView(browser, origins.ours + path);
    const plain = await firstView(browser, origins.plain + path);
    const kinds = ['html', 'css', 'js', 'fonts', 'rest'] as const;
    sections.push({
      title: `First view of ${path}, as sent (gzip)`,
      figures: [
        ...kinds.map((kind) => ({ label: kind, ours: ours.bytes[kind], plain: plain.bytes[kind], format: kilobytes })),
        { label: 'all', ours: ours.bytes.all, plain: plain.bytes.all, format: kilobytes, target: 1.15 },
        { label: 'requests', ours: ours.requests, plain: plain.requests, format: count, target: 1.15 },
      ],
    });
  }
  return sections;
}

async function searchSection(browser: Browser, origins: Both<string>): Promise<Section> {
  // The first search of a browser that has just started is slower than any other: it is nobody's figure.
  const searches = 3 * runs;
  const times: Both<AnswerTimes[]> = { ours: [], plain: [] };
  for (let search = 0; search <= searches; search += 1) {
    console.error(search === 0 ? 'Searching once to warm up' : `Searching both sites, ${search} of ${searches}`);
    for (const site of ['ours', 'plain'] as const) {
      const time = await firstAnswer(browser, `${origins[site]}/`, query, answers[site]);
      if (search > 0) times[site].push(time);
    }
  }
  const figure = (label: string, part: keyof AnswerTimes, target?: number): Figure => ({
    label,
    ours: median(times.ours.map((time) => time[part])),
    plain: median(times.plain.map((time) => time[part])),
    format: milliseconds,
    ...(target === undefined ? {} : { target }),
  });
  return {
    title: `Search for ${query} (median of ${searches})`,
    figures: [
      figure('Ctrl+K to box', 'open'),
      figure('last key to first answer, cold', 'cold', 1),
      figure('last key to first answer, warm', 'warm', 1),
    ],
  };
}

/** A page of each kind. */
function judgedPaths(pages: readonly BuiltPage[]): string[] {
  const kinds = [/^\/$/, /^\/ports\/$/, /^\/features\/./, /^\/guides\/./, /^\/rules\/./, /^\/builder\/$/, /^\/releases\/[^/]+\/./];
  return kinds.flatMap((kind) => pages.find(({ path }) => kind.test(path))?.path ?? []);
}

function scoreLines(scores: readonly PageScores[]): string {
  const range = (values: readonly number[]) => `${median(values)} (${Math.min(...values)} to ${Math.max(...values)})`;
  const lines = scores.flatMap((page) => [
    `  ${page.path}: accessibility ${page.ours.accessibility}, best practices ${page.ours['best-practices']}, SEO ${page.ours.seo} (to be 100 each); performance ${range(page.performance.ours)}, plain ${range(page.performance.plain)} (to be equal within the noise: ${isEqual(page) ? 'met' : 'NOT MET'})`,
    ...page.failed.map((title) => `    ${title}`),
  ]);
  return [`Lighthouse, the performance as median of ${runs}:`, ...lines].join('\n');
}

/** Which of the targets are met, and which are not, by name. */
function verdict(sections: readonly Section[], scores: readonly PageScores[], growth: readonly Growth[]): string {
  const { met, missed } = judged(sections);
  for (const page of scores) {
    for (const category of ['accessibility', 'best-practices', 'seo'] as const) {
      (page.ours[category] === 100 ? met : missed).push(`Lighthouse, ${category} of ${page.path}`);
    }
    (isEqual(page) ? met : missed).push(`Lighthouse, performance of ${page.path}`);
  }
  (isLinear(growth) ? met : missed).push('Growth of the build');
  const all = met.length + missed.length;
  return [`${met.length} of ${all} targets are met.${missed.length > 0 ? ' Not met:' : ''}`, ...missed.map((label) => `  ${label}`)].join(
    '\n',
  );
}

function ruleLines({ first, later, each }: RuleTimes): string {
  const platforms = Object.entries(each).map(([name, time]) => `${name} ${time.toFixed(1)}`);
  return [
    `The whole gateway's rules for ${platforms.length} platforms, planned and written in Chromium: ${later.toFixed(1)} ms (to be under 16), the first time ${first.toFixed(0)} ms.`,
    `  ${platforms.join(', ')}`,
  ].join('\n');
}

/** Ten releases each, as many again as there are today, of few and of many flows. */
async function growths(): Promise<Growth[]> {
  const sizes = [250, 1000].map((flows) => ({ flows, releases: 10 }));
  const measured: Growth[] = [];
  for (const size of sizes) {
    console.error(`Building a made-up dataset of ${size.flows} flows`);
    measured.push(await measureGrowth(project, folder, size, stopped.signal));
  }
  return measured;
}

function isLinear(measured: readonly Growth[]): boolean {
  const [small, large] = measured as [Growth, Growth];
  const most = (growthLimit * large.flows) / small.flows;
  return large.processor / small.processor <= most && large.bytes / small.bytes <= most;
}

function growthLines(measured: readonly Growth[]): string {
  const [small, large] = measured as [Growth, Growth];
  const lines = measured.map(
    ({ flows, clock, processor, files, pages, bytes, longest }) =>
      `  ${flows} flows: ${seconds(clock)}, ${seconds(processor)} of the processors; ${files} files, ${pages} pages, ${kilobytes(bytes)}; the longest page ${longest.path}, ${kilobytes(longest.bytes)}`,
  );
  const grown = (part: 'processor' | 'bytes') => (large[part] / small[part]).toFixed(1);
  return [
    'A made-up dataset over ten releases, built with nothing cached:',
    ...lines,
    `  ${large.flows / small.flows} times the flows take ${grown('processor')} times the processor time and ${grown('bytes')} times the bytes (to be at most ${(growthLimit * large.flows) / small.flows}: ${isLinear(measured) ? 'met' : 'NOT MET'}).`,
  ].join('\n');
}

function builderLine({ rules, layout }: BuilderTimes): string {
  return `A stroke of a key in the builder, the whole gateway, the slowest platform: ${rules.toFixed(1)} ms to the rules (to be under 16), ${layout.toFixed(1)} ms with the layout of what is in sight.`;
}

function readRuns(): number {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
  const number = Number(values.runs);
  if (!Number.isInteger(number) || number < 1 || number > 99) stop(`"${values.runs}" is no number of runs: write one from 1 to 99.`);
  return number;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function stop(...lines: string[]): never {
  console.error(lines.join('\n'));
  process.exit(1);
}
