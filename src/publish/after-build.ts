/**
 * What a build does once all pages stand: the Markdown of each page, the foot of printed sheets, long pages in parts, the content security policy, what a host is to send,
 * the index of all files, and their checksums.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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
  return {
    name: 'portcullis-after-build',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
        base = config.base;
      },
      'astro:build:done': async ({ dir, logger }) => {
        const result = await readDataset(root);
        if ('problems' in result) throw new Error(formatReport(result.problems));
        const folder = fileURLToPath(dir);
        await writeFile(join(folder, licencesPath), await withPublished(await readFile(join(folder, licencesPath), 'utf8'), root));
        await writeFile(join(folder, sbomPath), await sbomOf(root, 'portcullis'));
        const count = await complete(folder, result.dataset, base);
        logger.info(`${count} files in ${indexPath} and ${sumsPath}`);
      },
    },
  };
}

/** Adds to a folder of pages, built for the path `base`, what is made from all of them; the number of files that the index has. */
export async function complete(folder: string, dataset: Dataset, base = '/'): Promise<number> {
  const version = dataset.product.dataset;
  const copy = join(folder, offlinePath(version));
  await rm(copy, { force: true });
  const pages = (await filesIn(folder)).filter((path) => /(^|\/)index\.html$/.test(path));
  await saySize(folder, pages, dataset, '');
  for (const page of pages) {
    await writeTwin(join(folder, page), dataset);
    await writePaperFoot(join(folder, page));
  }
  await splitPages(folder, pages, base);
  const policy = await writePolicy(folder);

  // The index and the sums are made twice: in the copy they are of all else that lies there, on the site of the copy too.
  await writeIndex(folder, dataset);
  const releases = dataset.releases.map(({ release }) => release);
  const bytes = await offlineCopy({ folder, base: base.replace(/\/*$/, '/'), releases, name: `portcullis-${version}` });
  await writeFile(copy, bytes);
  await saySize(folder, pages, dataset, `(${(bytes.length / 1e6).toFixed(1)} MB)`);
  const count = await writeIndex(folder, dataset);

  const all = (await filesIn(folder)).map((path) => `/${path}`).filter((path) => !isForHosts(path));
  await writeFile(join(folder, '_headers'), renderHeaders(headerRules(all, policy, base)));
  await writeFile(join(folder, '_redirects'), renderRedirects(all, base));
  return count;
}

/** Writes the index of all files for programs, and their checksums; the number of files that the index has. */
async function writeIndex(folder: string, dataset: Dataset): Promise<number> {
  const paths = (await filesIn(folder)).filter((path) => !isPartOfPages(`/${path}`) && path !== indexPath && path !== sumsPath);
  // One by one: a system opens only so many files at once.
  const files: { path: string; mediaType: string; bytes: number; sha256: string }[] = [];
  for (const path of paths) files.push({ path: `/${path}`, mediaType: mediaTypeOf(`/${path}`), ...(await measure(join(folder, path))) });
  await writeFile(join(folder, indexPath), renderFileIndex(toFileIndex(dataset, files)));

  const summed = [...files, { path: `/${indexPath}`, ...(await measure(join(folder, indexPath))) }].toSorted(byPath);
  // Two spaces, as sha256sum of GNU coreutils writes and reads it.
  await writeFile(join(folder, sumsPath), summed.map(({ path, sha256 }) => `${sha256}  ${path.slice(1)}\n`).join(''));
  return files.length;
}

const isForHosts = (path: string) => path === '/_headers' || path === '/_redirects';

/** Writes one policy, which holds for all pages, into each of them. */
async function writePolicy(folder: string): Promise<string> {
  const paths = (await filesIn(folder)).filter((path) => path.endsWith('.html'));
  const pages = await Promise.all(
    paths.map(async (path) => ({ file: join(folder, path), html: await readFile(join(folder, path), 'utf8') })),
  );
  const policy = contentPolicy(pages.map(({ html }) => html));
  for (const { file, html } of pages) await writeFile(file, withPolicy(html, policy));
  return policy;
}

/** Says how large the offline copy is on the pages that leave room for it, which the copy itself cannot know. */
async function saySize(folder: string, pages: readonly string[], dataset: Dataset, size: string): Promise<void> {
  for (const page of pages) {
    const html = await readFile(join(folder, page), 'utf8');
    const said = html.replace(/(<[a-z]+ data-offline-size[^>]*>)[^<]*/, `$1${size}`);
    if (said === html) continue;
    await writeFile(join(folder, page), said);
    await writeTwin(join(folder, page), dataset);
  }
}

/** The Markdown beside a page: its text, and what every page says at its foot. */
async function writeTwin(page: string, { product }: Dataset): Promise<void> {
  const { title, description, body } = pageMarkdown(await readFile(page, 'utf8'));
  const lead = body.startsWith(description) ? '' : `${description}\n\n`;
  const foot = `${product.name}, dataset ${product.dataset}. ${product.notice.trim()}`;
  await writeFile(join(dirname(page), 'index.md'), `# ${title}\n\n${lead}${body}\n---\n\n${foot}\n`);
}

async function writePaperFoot(page: string): Promise<void> {
  const html = await readFile(page, 'utf8');
  const footed = withPaperFoot(html);
  if (footed !== html) await writeFile(page, footed);
}

/** Writes the further parts of long pages below them, and leads every link to the part that its target has come to stand in. */
async function splitPages(folder: string, pages: readonly string[], base: string): Promise<void> {
  const moved = new Map<string, string>();
  const tooLong: string[] = [];
  for (const page of pages) {
    const path = `${base.replace(/\/$/, '')}/${page.replace(/index\.html$/, '')}`;
    const parts = splitPage(await readFile(join(folder, page), 'utf8'));
    if (parts.length === 0) tooLong.push(path);
    if (parts.length <= 1) continue;
    for (const { folder: below, html, ids } of parts) {
      await mkdir(join(folder, dirname(page), below), { recursive: true });
      await writeFile(join(folder, dirname(page), below, 'index.html'), html);
      if (below !== '') for (const id of ids) moved.set(`${path}#${id}`, `${path}${below}#${id}`);
    }
  }
  if (tooLong.length > 0) {
    const problem = `longer than ${pageLimit} bytes and cannot be split: mark what is long in its template with data-split, or show less`;
    throw new Error(tooLong.map((path) => `${path}  is ${problem}`).join('\n'));
  }
  if (moved.size === 0) return;
  for (const page of (await filesIn(folder)).filter((path) => path.endsWith('.html'))) {
    const html = await readFile(join(folder, page), 'utf8');
    await writeFile(
      join(folder, page),
      html.replaceAll(/ href="([^"]+#[^"]+)"/g, (all, href) => (moved.has(href) ? ` href="${moved.get(href)}"` : all)),
    );
  }
}

async function measure(file: string): Promise<{ bytes: number; sha256: string }> {
  const content = await readFile(file);
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
