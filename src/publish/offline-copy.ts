/** The whole site as a zip file, to be unpacked and read from a disk: on networks without a server, and without any at all. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';
import { Zip, type ZipInputFile } from 'fflate';
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
  const zip = new ZipWriter(name);
  const scripts = new Map<string, readonly string[]>();
  const fetched = new Set(['finder.json']);
  for (const path of paths.filter(isCopied)) {
    const content = readFileSync(join(folder, path));
    if (path.endsWith('.html')) {
      const page = offlinePage(path, content.toString('utf8'), base);
      if (page.modules.length > 0) scripts.set(page.script, page.modules);
      for (const file of page.fetched) for (const release of releases) fetched.add(file.replace('{release}', release));
      zip.add(path, page.html);
    } else if (path.endsWith('.css')) zip.add(path, content.toString('utf8').replaceAll(`url(${base}_astro/`, 'url('));
    else zip.add(path, content);
  }
  zip.add(`${offlineFolder}/from-disk.js`, await plainScript(sources, ['from-disk.ts']));
  for (const [path, modules] of scripts) zip.add(path, await plainScript(folder, modules));
  const texts = paths.filter((path) => fetched.has(path));
  for (const [path, script] of textScripts(folder, texts)) zip.add(path, script);
  return zip.bytes();
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
function textScripts(folder: string, paths: readonly string[]): [string, string][] {
  return [...Map.groupBy(paths, (path) => posix.dirname(path))].map(([below, own]) => {
    const texts = Object.fromEntries(own.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
    return [posix.join(offlineFolder, below, 'texts.js'), `Object.assign(portcullisTexts,${JSON.stringify(texts)});\n`];
  });
}

/** A zip file that takes one file after the other, each compressed at once, so that no more than one lies open in the memory. */
class ZipWriter {
  readonly #files = new Map<string, { readonly file: ZipInputFile; readonly compressed: Buffer<ArrayBuffer> }>();
  readonly #folder: string;

  /** `folder` is the one that all files unpack into. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  add(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const file: ZipInputFile = {
      filename: `${this.#folder}/${path}`,
      size: bytes.length,
      crc: crc32(bytes),
      compression: deflated,
      // The first day that the format knows, in local time as it knows no other: the clock of a build tells a reader nothing.
      mtime: new Date(1980, 0, 1),
    };
    // A copy, since what zlib gives keeps its whole buffer, most of which is empty.
    this.#files.set(path, { file, compressed: Buffer.from(deflateRawSync(bytes)) });
  }

  /** The files in the order of their names. More than a reader of the plain format can count throws (APPNOTE.TXT 4.4.1.4). */
  bytes(): Uint8Array {
    const chunks: Uint8Array[] = [];
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      chunks.push(chunk);
    });
    for (const [, { file, compressed }] of [...this.#files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      zip.add(file);
      file.ondata?.(null, compressed, true);
    }
    zip.end();
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (this.#files.size > 0xffff || length > 0xffff_ffff) {
      throw new Error(
        `the offline copy has ${this.#files.size} files and ${length} bytes: a zip file holds 65535 files and 4 GB, so leave some out`,
      );
    }
    return Buffer.concat(chunks);
  }
}

/** The method of compression, as section 4.4.5 of APPNOTE.TXT numbers them. */
const deflated = 8;
