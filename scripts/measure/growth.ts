/** How a build grows with its dataset: the site built from made-up data of several sizes. */
import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildSite } from './build-site.ts';
import { madeUpFiles, type Size } from './made-up-data.ts';

/** What a build of so many flows took and gave. */
export interface Growth {
  readonly flows: number;
  /** Seconds by the clock, and of the processors. */
  readonly clock: number;
  readonly processor: number;
  /** All files, and the pages among them. */
  readonly files: number;
  readonly pages: number;
  readonly bytes: number;
  /** The longest page. */
  readonly longest: { readonly path: string; readonly bytes: number };
}

/** Builds the project in `root` with made-up data, in a folder of its own below `folder`, which is left there. */
export async function measureGrowth(root: string, folder: string, size: Size, signal: AbortSignal): Promise<Growth> {
  const copy = join(folder, `made-up-${size.flows}`);
  await copyWithoutData(root, copy);
  for (const [path, text] of await madeUpFiles(root, size)) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), text);
  }
  const outDir = join(copy, 'dist');
  const time = await buildSite({ root: copy, outDir, cacheDir: join(copy, '.cache') }, signal);
  const files = await sizesIn(outDir);
  const pages = files.filter(({ path }) => path.endsWith('.html'));
  const [longest = { path: '', bytes: 0 }] = pages.toSorted((a, b) => b.bytes - a.bytes);
  return {
    flows: size.flows,
    ...time,
    files: files.length,
    pages: pages.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    longest,
  };
}

const left = new Set(['.astro', '.git', 'build', 'dist', 'node_modules']);
/** What tells of the real data: prose names ports that made-up flows do not have. */
const prose = '---\ndescription: Made up.\n---\n\nNothing.\n';

async function copyWithoutData(root: string, copy: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!left.has(name)) await cp(join(root, name), join(copy, name), { recursive: true });
  }
  for (const folder of ['src/data', 'src/content/features', 'src/content/docs/guides']) await rm(join(copy, folder), { recursive: true });
  await writeFile(join(copy, 'src/content/about.md'), prose);
  for (const folder of ['src/content/platforms', 'src/content/lists']) {
    for (const name of await readdir(join(copy, folder))) await writeFile(join(copy, folder, name), prose);
  }
}

async function sizesIn(folder: string): Promise<{ path: string; bytes: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const file = join(parentPath, name);
        return { path: file.slice(folder.length), bytes: (await stat(file)).size };
      }),
  );
}
