/** The folder that a web server serves: the site, compressed beforehand, and what is sent with each file. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { readHeaders } from '#publish/header-rules.ts';
import { renderCaddy, renderNginx } from './server-headers.ts';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Bytes; what is smaller fits into one packet as it is. */
const smallest = 1024;
/** Compressed by themselves. */
const dense = /\.(woff2|png|xlsx|zip|pagefind|pf_\w+)$/;
/** Compressions at once: as many as Node has threads for them. */
const atOnce = 4;

/**
 * Writes `www/`, the site at the path it was built for and each text of it in Brotli and gzip too, and `headers.caddy` and `headers.nginx`,
 * which say what `_headers` says. A file that is as it was keeps its time, and with it its ETag; what the site no longer has is removed.
 * Says at which path the site is, how many files it has, and how many of them were new or changed. A folder without a built site throws.
 */
export async function writeBundle(site: string, folder: string): Promise<{ base: string; files: number; changed: number }> {
  const rules = readHeaders(await readFile(join(site, '_headers'), 'utf8'));
  const www = join(folder, 'www');
  const base = rules[0]?.pattern.replace('*', '') ?? '/';
  const files = (await filesIn(site)).map((path) => path.slice(site.length)).filter((path) => !/^\/_(headers|redirects)$/.test(path));
  const targets = new Map(files.map((path) => [join(www, base, path), join(site, path)]));
  // Servers find it at their root, wherever the site is.
  targets.set(join(www, '404.html'), join(site, '404.html'));

  const kept = new Set<string>();
  let changed = 0;
  const queue = targets.entries();
  const work = async () => {
    for (const [target, source] of queue) {
      const content = await readFile(source);
      const isCompressed = content.length >= smallest && !dense.test(source);
      for (const end of isCompressed ? ['', '.br', '.gz'] : ['']) kept.add(`${target}${end}`);
      if ((await readOrNothing(target))?.equals(content)) continue;
      changed += 1;
      await mkdir(dirname(target), { recursive: true });
      if (isCompressed) {
        // The best, 11, takes twelve times as long for a tenth less.
        await writeFile(`${target}.br`, await toBrotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }));
        await writeFile(`${target}.gz`, await toGzip(content, { level: 9 }));
      }
      // The last of the three, so that a run that broke off is made up for by the next.
      await writeFile(target, content);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));

  for (const path of await filesIn(www)) if (!kept.has(path)) await rm(path);
  await writeFile(join(folder, 'headers.caddy'), renderCaddy(rules));
  await writeFile(join(folder, 'headers.nginx'), renderNginx(rules));
  return { base, files: files.length, changed };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

const readOrNothing = (path: string): Promise<Buffer | undefined> => readFile(path).catch(() => undefined);
