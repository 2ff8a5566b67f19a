/** The licences of what a reader's browser gets that others have made. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Packages whose files are published as they are, so that the bundler, which lists what it has put into scripts, does not see them. */
const published = [
  '@expressive-code/core',
  '@fontsource-variable/atkinson-hyperlegible-mono',
  '@fontsource-variable/atkinson-hyperlegible-next',
  'pagefind',
];

/** The licences that the bundler has written, and those of the packages published as they are, each under its name. */
export async function withPublished(bundled: string, root: string): Promise<string> {
  const sections = await Promise.all(published.map((name) => licenceOf(name, root)));
  return `${bundled.trimEnd()}\n\n${sections.join('\n')}`;
}

async function licenceOf(name: string, root: string): Promise<string> {
  const folder = packageFolder(name, root);
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const named = (await readdir(folder, { withFileTypes: true })).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry.name));
  if (!named) throw new Error(`the package ${name} brings no text of its licence`);
  // A few packages have a folder of that name, with a file for each licence.
  const place = join(folder, named.name);
  const files = named.isDirectory() ? (await readdir(place)).toSorted().map((file) => join(place, file)) : [place];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return `## ${name} - ${version} (${license})\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
}

/** Where Node finds a package of a project; its package.json may be hidden from `resolve` itself. */
function packageFolder(name: string, root: string): string {
  const folders = createRequire(join(root, 'package.json')).resolve.paths(name) ?? [];
  const folder = folders.map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) throw new Error(`the package ${name} is not installed: run npm ci`);
  return folder;
}
