/** What a build adds once all pages stand: the Markdown of each page, the index of all files, and their checksums. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Dataset } from '#dataset/dataset.ts';
import { formatReport } from '#dataset/problem.ts';
import { readDataset } from '#dataset/read.ts';
import { renderFileIndex, toFileIndex } from '#exports/index-json.ts';
import { mediaTypeOf } from '#site/media-type.ts';
import { pageMarkdown } from './page-markdown.ts';

const indexPath = 'api/v1/index.json';
const sumsPath = 'SHA256SUMS';

/** The integration that Astro runs. */
export function afterBuild(): AstroIntegration {
  let root = '';
  return {
    name: 'portcullis-after-build',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
      },
      'astro:build:done': async ({ dir, logger }) => {
        const result = await readDataset(root);
        if ('problems' in result) throw new Error(formatReport(result.problems));
        const count = await complete(fileURLToPath(dir), result.dataset);
        logger.info(`${count} files in ${indexPath} and ${sumsPath}`);
      },
    },
  };
}

/** Adds to a folder of built pages what is made from all of them; the number of files that the index has. */
export async function complete(folder: string, dataset: Dataset): Promise<number> {
  const pages = (await filesIn(folder)).filter((path) => /(^|\/)index\.html$/.test(path));
  for (const page of pages) await writeTwin(join(folder, page), dataset);

  const paths = (await filesIn(folder)).filter((path) => !isPartOfPages(path) && path !== indexPath && path !== sumsPath);
  const files = await Promise.all(
    paths.map(async (path) => ({ path: `/${path}`, mediaType: mediaTypeOf(`/${path}`), ...(await measure(join(folder, path))) })),
  );
  await writeFile(join(folder, indexPath), renderFileIndex(toFileIndex(dataset, files)));

  const summed = [...files, { path: `/${indexPath}`, ...(await measure(join(folder, indexPath))) }].toSorted(byPath);
  // Two spaces, as sha256sum of GNU coreutils writes and reads it.
  await writeFile(join(folder, sumsPath), summed.map(({ path, sha256 }) => `${sha256}  ${path.slice(1)}\n`).join(''));
  return files.length;
}

/** Pages and what only they load; all else is a file of its own. */
const isPartOfPages = (path: string) => /\.html$|^(_astro|pagefind)\/|^(favicon\.svg|social-card\.png|finder\.json)$/.test(path);

/** The Markdown beside a page: its text, and what every page says at its foot. */
async function writeTwin(page: string, { product }: Dataset): Promise<void> {
  const { title, description, body } = pageMarkdown(await readFile(page, 'utf8'));
  const lead = body.startsWith(description) ? '' : `${description}\n\n`;
  const foot = `${product.name}, dataset ${product.dataset}. ${product.notice.trim()}`;
  await writeFile(join(dirname(page), 'index.md'), `# ${title}\n\n${lead}${body}\n---\n\n${foot}\n`);
}

async function measure(file: string): Promise<{ bytes: number; sha256: string }> {
  const content = await readFile(file);
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** Paths of all files below a folder, with forward slashes, in an order that no machine decides. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
