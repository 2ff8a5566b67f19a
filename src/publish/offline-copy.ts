/** The whole site as a zip file, to be unpacked and read from a disk: on networks without a server, and without any at all. */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Zippable, zipSync } from 'fflate';
import { filesIn } from './files-in.ts';
import { offlineFolder, offlinePage } from './offline-page.ts';

/** What the copy is made from. */
export interface OfflineSite {
  /** The folder of the built site. */
  readonly folder: string;
  /** The path that it was built for, with a slash at both ends. */
  readonly base: string;
  readonly releases: readonly string[];
  /** The folder that the copy unpacks into. */
  readonly name: string;
}

/**
 * The bytes of the zip file, the same for the same site. Pages are changed so that they work from a disk; files for programs are those of
 * the site, byte for byte, so that the index and the checksums, which are made before, hold in the copy too.
 */
export async function offlineCopy({ folder, base, releases, name }: OfflineSite): Promise<Uint8Array> {
  const paths = await filesIn(folder);
  const copied = new Map<string, string | Uint8Array>();
  const scripts = new Map<string, readonly string[]>();
  const fetched = new Set(['finder.json']);
  for (const path of paths.filter(isCopied)) {
    const content = await readFile(join(folder, path));
    if (path.endsWith('.html')) {
      const page = offlinePage(path, content.toString('utf8'), base);
      if (page.modules.length > 0) scripts.set(page.script, page.modules);
      for (const file of page.fetched) for (const release of releases) fetched.add(file.replace('{release}', release));
      copied.set(path, page.html);
    } else if (path.endsWith('.css')) copied.set(path, content.toString('utf8').replaceAll(`url(${base}_astro/`, 'url('));
    else copied.set(path, content);
  }
  copied.set(`${offlineFolder}/from-disk.js`, await plainScript(sources, ['from-disk.ts']));
  for (const [path, modules] of scripts) copied.set(path, await plainScript(folder, modules));
  const texts = paths.filter((path) => fetched.has(path));
  for (const [path, script] of await textScripts(folder, texts)) copied.set(path, script);
  return zip(name, copied);
}

/** Left out: what needs a server, and what scripts load, which the copy has in another form. */
const isCopied = (path: string) =>
  !/^(404\.html|finder\.json|builder\/dataset\.json|pagefind\/.*|sitemap-.*|_headers|_redirects|_astro\/.*\.js|[^/]*\.zip)$/.test(path);

/** What runs in the pages of the copy alone. */
const sources = fileURLToPath(new URL('./browser', import.meta.url));

/** Modules with all that they import as one script, which a browser also takes from a disk; what two of them import runs once. */
async function plainScript(folder: string, modules: readonly string[]): Promise<Uint8Array> {
  const contents = modules.map((module) => `import './${module}';\n`).join('');
  const options = { bundle: true, format: 'iife', minify: true, write: false, logLevel: 'error' } as const;
  const { outputFiles } = await build({ stdin: { contents, resolveDir: folder }, ...options });
  const [script] = outputFiles;
  if (!script) throw new Error('esbuild made no script');
  return script.contents;
}

/** The texts of each folder as one script that hands them over, since no page may read a file of a disk. */
async function textScripts(folder: string, paths: readonly string[]): Promise<[string, string][]> {
  const texts: [string, string][] = [];
  for (const path of paths) texts.push([path, await readFile(join(folder, path), 'utf8')]);
  return [...Map.groupBy(texts, ([path]) => posix.dirname(path))].map(([below, own]) => [
    posix.join(offlineFolder, below, 'texts.js'),
    `Object.assign(portcullisTexts,${JSON.stringify(Object.fromEntries(own))});\n`,
  ]);
}

function zip(name: string, files: ReadonlyMap<string, string | Uint8Array>): Uint8Array {
  const encoder = new TextEncoder();
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const entries: Zippable = Object.fromEntries(
    sorted.map(([path, content]) => [`${name}/${path}`, typeof content === 'string' ? encoder.encode(content) : content]),
  );
  // The first day that the format knows, in local time as it knows no other: the clock of a build tells a reader nothing.
  return zipSync(entries, { mtime: new Date(1980, 0, 1) });
}
