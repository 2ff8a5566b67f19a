/** What there is to prove, and to prove it with: found in the folders, listed nowhere. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '#rules/platform.ts';
import type { Checker } from './checker.ts';
import type { Loader } from './loader.ts';
import type { Reader } from './permit.ts';

const here = import.meta.dirname;

/** The platforms of `src/rules/platforms/`, by name of their file. */
export const readPlatforms = (): Promise<Platform[]> => exportsOf(join(here, '../../src/rules/platforms'), 'platform');

/** The programs, schemas and grammars that say whether a platform would take a text. */
export const readCheckers = async (): Promise<Checker[]> => (await exportsOf<Checker[]>(join(here, 'checkers'), 'checkers')).flat();

/** What brings a text into force in the lab. */
export const readLoaders = async (): Promise<Loader[]> => (await exportsOf<Loader[]>(join(here, 'loaders'), 'loaders')).flat();

/** The readers of the platforms' texts, by id of the platform. */
export async function readReaders(): Promise<Map<string, Reader>> {
  const files = modulesOf(join(here, 'readers'));
  const readers = await exportsOf<Reader>(join(here, 'readers'), 'reader');
  return new Map(files.map((file, at) => [file.replace(/\.ts$/, ''), readers[at] as Reader]));
}

async function exportsOf<T>(folder: string, name: string): Promise<T[]> {
  return Promise.all(
    modulesOf(folder).map(async (file) => {
      const module = (await import(join(folder, file))) as Record<string, T>;
      const found = module[name];
      if (found === undefined) throw new Error(`${join(folder, file)} exports no "${name}"`);
      return found;
    }),
  );
}

const modulesOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort();
