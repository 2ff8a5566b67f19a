import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Authored, toReading } from './authored.ts';
import type { Check } from './check.ts';
import { compareReleases, type Dataset } from './dataset.ts';
import { type Problem, sortProblems } from './problem.ts';
import { defaultRelease } from './release-flow.ts';
import type { Release } from './schema.ts';

/** The dataset, or everything that keeps it from being published. */
export type Result = { readonly dataset: Dataset } | { readonly problems: readonly Problem[] };

/** Reads the project that stands in the folder `root` through the gate. */
export async function readDataset(root: string): Promise<Result> {
  return toDataset(await readFiles(root));
}

/** The files that the gate judges, path from the project's root → text: all data, and the pages of the content. */
export async function readFiles(root: string): Promise<Map<string, string>> {
  return new Map([...(await readTree(root, 'src/data')), ...(await readTree(root, 'src/content'))]);
}

/** Every check of the folder `checks`, in the order of their names: adding one is adding its file. */
export const checks: readonly Check[] = await loadChecks();

/** The gate: path from the project's root → text becomes a dataset that never changes, or one report of all problems. */
export function toDataset(files: ReadonlyMap<string, string>): Result {
  const { authored, problems, incomplete, positionOf } = toReading(files);
  const findings = checks
    .filter(({ needs }) => !needs.some((part) => incomplete.has(part)))
    .flatMap(({ check }) => check(authored))
    .map((finding): Problem => ({ file: finding.file, ...positionOf(finding), message: finding.message }));
  const all = sortProblems([...problems, ...findings]);
  return all.length > 0 ? { problems: all } : { dataset: freeze(assemble(authored)) };
}

function assemble({ product, features, releases, terms, ...authored }: Authored): Dataset {
  if (!product) throw new Error('the gate let a dataset without a product through');
  const oldestFirst = releases.toSorted((a, b) => compareReleases(a.release, b.release));
  const groups = product.groups.map(({ id }) => id);
  const firstRow = firstRows(defaultRelease({ releases: oldestFirst }));
  return {
    product,
    parties: authored.parties,
    questions: authored.questions,
    presets: authored.presets,
    features: features.toSorted(
      (a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || firstRow(a) - firstRow(b) || a.title.localeCompare(b.title, 'en'),
    ),
    releases: oldestFirst,
    changes: authored.changes,
    retired: authored.retired,
    glossary: terms,
  };
}

/** For each feature, the first row of a release that stands for a flow of it; past all rows where none does. */
function firstRows({ rows }: Release): (feature: Pick<Dataset['features'][number], 'flows'>) => number {
  const first = new Map<string, number>();
  for (const { row, flows } of rows) {
    for (const id of Object.keys(flows)) first.set(id, Math.min(row, first.get(id) ?? row));
  }
  return ({ flows }) => Math.min(rows.length + 1, ...flows.map(({ id }) => first.get(id) ?? rows.length + 1));
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

async function loadChecks(): Promise<Check[]> {
  const folder = new URL('./checks/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort();
  const modules = await Promise.all(names.map((name): Promise<{ check: Check }> => import(/* @vite-ignore */ new URL(name, folder).href)));
  return modules.map(({ check }) => check);
}

/** Files below a folder of the project, with forward slashes on every platform; names that begin with a dot are no part of it. */
async function readTree(root: string, folder: string): Promise<[string, string][]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !/(^|\/)\./.test(path) && (path.startsWith('src/data/') || /\.mdx?$/.test(path)));
  return Promise.all(paths.map(async (path): Promise<[string, string]> => [path, await readFile(join(root, path), 'utf8')]));
}
