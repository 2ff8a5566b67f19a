/**
 * What a build does once all pages stand: the Markdown of each page, the foot of printed sheets, long pages in parts, the content security policy, what a host is to send,
 * the index of all files, and their checksums.
 */
import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Dataset } from '#dataset/dataset.ts';
import { formatReport } from '#dataset/problem.ts';
import { readDataset } from '#dataset/read.ts';
import { renderFileIndex, toFileIndex } from '#exports/index-json.ts';
import { offlinePath } from '#site/files.ts';
import { mediaTypeOf } from '#site/media-type.ts';
import { contentPolicy, withPolicy } from './content-policy.ts';
import { filesIn } from './files-in.ts';
import { headerRules, renderHeaders } from './header-rules.ts';
import { withPublished } from './licences.ts';
import { offlineCopy } from './offline-copy.ts';
import { pageMarkdown } from './page-markdown.ts';
import { withPaperFoot } from './paper-foot.ts';
import { isPartOfPages } from './part-of-pages.ts';
import { renderRedirects } from './redirects.ts';
import { sbomOf } from './sbom.ts';
import { pageLimit, splitPage } from './split-page.ts';

const indexPath = 'api/v1/index.json';
const sumsPath = 'SHA256SUMS';
/** The bundler writes it, of what stands in scripts. */
export const licencesPath = 'licences.txt';
const sbomPath = 'sbom.cdx.json';

/** The integration that Astro runs. */
export function afterBuild(): AstroIntegration {
  let root = '';
  let base = '/';
  let sbom: Promise<string> | undefined;
  return {
    name: 'portcullis-after-build',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
        base = config.base;
      },
      'astro:build:start': () => {
        // Another program writes it, which needs nothing that is built.
        sbom = sbomOf(root, 'portcullis');
        // A failure is thrown where it is awaited; without this, Node would end the build at once.
        sbom.catch(() => undefined);
      },
      'astro:build:done': async ({ dir, logger }) => {
        const result = await readDataset(root);
        if ('problems' in result) throw new Error(formatReport(result.problems));
        const folder = fileURLToPath(dir);
        writeFileSync(join(folder, licencesPath), await withPublished(readFileSync(join(folder, licencesPath), 'utf8'), root));
        writeFileSync(join(folder, sbomPath), await (sbom ?? sbomOf(root, 'portcullis')));
        const count = await complete(folder, result.dataset, base);
        logger.info(`${count} files in ${indexPath} and ${sumsPath}`);
      },
    },
  };
}

/**
 * Adds to a folder of pages, built for the path `base`, what is made from all of them; the number of files that the index has. Files are
 * read and written one after the other and without waiting: there are thousands of small ones, and what waits for each takes most of the time.
 */
export async function complete(folder: string, dataset: Dataset, base = '/'): Promise<number> {
  const version = dataset.product.dataset;
  const copy = join(folder, offlinePath(version));
  rmSync(copy, { force: true });
  const pages = (await filesIn(folder)).filter((path) => /(^|\/)index\.html$/.test(path));
  const saying = pages.filter((page) => saySize(join(folder, page), ''));
  for (const page of pages) {
    writeTwin(join(folder, page), dataset);
    writePaperFoot(join(folder, page));
  }
  await splitPages(folder, pages, base);
  const policy = await writePolicy(folder);

  // The index and the sums are made twice: in the copy they are of all else that lies there, on the site of the copy too.
  const sums = new Map<string, Sum>();
  await writeIndex(folder, dataset, sums);
  const releases = dataset.releases.map(({ release }) => release);
  const bytes = await offlineCopy({ folder, base: base.replace(/\/*$/, '/'), releases, name: `portcullis-${version}` });
  writeFileSync(copy, bytes);
  for (const page of saying) {
    saySize(join(folder, page), `(${(bytes.length / 1e6).toFixed(1)} MB)`);
    sums.delete(twinOf(page));
    writeTwin(join(folder, page), dataset);
  }
  const count = await writeIndex(folder, dataset, sums);

  const all = (await filesIn(folder)).map((path) => `/${path}`).filter((path) => !isForHosts(path));
  writeFileSync(join(folder, '_headers'), renderHeaders(headerRules(all, policy, base)));
  writeFileSync(join(folder, '_redirects'), renderRedirects(all, base));
  return count;
}

/** The length of a file, and its SHA-256 in hexadecimal. */
interface Sum {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes the index of all files for programs, and their checksums; the number of files that the index has. A file that `sums` has by its
 * path has not changed since, and those that it lacks are added.
 */
async function writeIndex(folder: string, dataset: Dataset, sums: Map<string, Sum>): Promise<number> {
  const paths = (await filesIn(folder)).filter((path) => !isPartOfPages(`/${path}`) && path !== indexPath && path !== sumsPath);
  for (const path of paths) if (!sums.has(path)) sums.set(path, sumOf(join(folder, path)));
  const files = paths.map((path) => ({ path: `/${path}`, mediaType: mediaTypeOf(`/${path}`), ...(sums.get(path) as Sum) }));
  writeFileSync(join(folder, indexPath), renderFileIndex(toFileIndex(dataset, files)));

  const summed = [...files, { path: `/${indexPath}`, ...sumOf(join(folder, indexPath)) }].toSorted(byPath);
  // Two spaces, as sha256sum of GNU coreutils writes and reads it.
  writeFileSync(join(folder, sumsPath), summed.map(({ path, sha256 }) => `${sha256}  ${path.slice(1)}\n`).join(''));
  return files.length;
}

const isForHosts = (path: string) => path === '/_headers' || path === '/_redirects';

/** Writes one policy, which holds for all pages, into each of them. */
async function writePolicy(folder: string): Promise<string> {
  const files = (await filesIn(folder)).filter((path) => path.endsWith('.html')).map((path) => join(folder, path));
  const policy = contentPolicy(files.map((file) => readFileSync(file, 'utf8')));
  for (const file of files) writeFileSync(file, withPolicy(readFileSync(file, 'utf8'), policy));
  return policy;
}

/** Says how large the offline copy is on a page that leaves room for it, which the copy itself cannot know; whether there is room. */
function saySize(file: string, size: string): boolean {
  const html = readFileSync(file, 'utf8');
  const room = /(<[a-z]+ data-offline-size[^>]*>)[^<]*/;
  if (!room.test(html)) return false;
  writeFileSync(file, html.replace(room, `$1${size}`));
  return true;
}

const twinOf = (page: string) => page.replace(/index\.html$/, 'index.md');

/** The Markdown beside a page: its text, and what every page says at its foot. */
function writeTwin(file: string, { product }: Dataset): void {
  const { title, description, body } = pageMarkdown(readFileSync(file, 'utf8'));
  const lead = body.startsWith(description) ? '' : `${description}\n\n`;
  const foot = `${product.name}, dataset ${product.dataset}. ${product.notice.trim()}`;
  writeFileSync(twinOf(file), `# ${title}\n\n${lead}${body}\n---\n\n${foot}\n`);
}

function writePaperFoot(file: string): void {
  const html = readFileSync(file, 'utf8');
  const footed = withPaperFoot(html);
  if (footed !== html) writeFileSync(file, footed);
}

/** Writes the further parts of long pages below them, and leads every link to the part that its target has come to stand in. */
async function splitPages(folder: string, pages: readonly string[], base: string): Promise<void> {
  const moved = new Map<string, string>();
  const tooLong: string[] = [];
  for (const page of pages) {
    const path = `${base.replace(/\/$/, '')}/${page.replace(/index\.html$/, '')}`;
    const parts = splitPage(readFileSync(join(folder, page), 'utf8'));
    if (parts.length === 0) tooLong.push(path);
    if (parts.length <= 1) continue;
    for (const { folder: below, html, ids } of parts) {
      mkdirSync(join(folder, dirname(page), below), { recursive: true });
      writeFileSync(join(folder, dirname(page), below, 'index.html'), html);
      if (below !== '') for (const id of ids) moved.set(`${path}#${id}`, `${path}${below}#${id}`);
    }
  }
  if (tooLong.length > 0) {
    const problem = `longer than ${pageLimit} bytes and cannot be split: mark what is long in its template with data-split, or show less`;
    throw new Error(tooLong.map((path) => `${path}  is ${problem}`).join('\n'));
  }
  if (moved.size === 0) return;
  for (const page of (await filesIn(folder)).filter((path) => path.endsWith('.html'))) {
    const html = readFileSync(join(folder, page), 'utf8');
    const led = html.replaceAll(/ href="([^"]+#[^"]+)"/g, (all, href) => (moved.has(href) ? ` href="${moved.get(href)}"` : all));
    writeFileSync(join(folder, page), led);
  }
}

function sumOf(file: string): Sum {
  const content = readFileSync(file);
  return { bytes: content.length, sha256: hash('sha256', content) };
}

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
