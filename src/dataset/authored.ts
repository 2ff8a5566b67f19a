import type { z } from 'zod';
import type { Place } from './check.ts';
import { isPage, type Page, toPage } from './page.ts';
import { nearName, type Problem } from './problem.ts';
import {
  type Change,
  changesFile,
  type Feature,
  type Flow,
  featureFile,
  glossaryFile,
  type Party,
  type Pin,
  type Preset,
  type Product,
  partiesFile,
  pinsFile,
  productFile,
  type Question,
  questionsFile,
  type Release,
  type Retired,
  releaseFile,
  retiredFile,
  type Term,
} from './schema.ts';
import { readAs } from './schema-problem.ts';
import { type Path, type Position, parseSource, positionAt, type Source } from './source.ts';

/** A kind of file, or the one file of its kind. */
export type Part = 'product' | 'parties' | 'questions' | 'features' | 'releases' | 'changes' | 'retired' | 'pins' | 'glossary' | 'pages';

/** A feature with its flows, each of which names it. */
export type AuthoredFeature = Omit<Feature, 'flows'> & { readonly flows: readonly Flow[] };

/** Everything that could be read; a part whose files do not all parse is incomplete. */
export interface Authored {
  /** Undefined where its file does not parse. */
  readonly product: Product | undefined;
  readonly parties: readonly Party[];
  readonly questions: readonly Question[];
  readonly presets: readonly Preset[];
  /** In the order of their file names. */
  readonly features: readonly AuthoredFeature[];
  /** Ids of all feature files, those that do not parse included. */
  readonly featureIds: readonly string[];
  /** Each id once, by its first flow. */
  readonly flows: readonly Flow[];
  readonly flowsById: ReadonlyMap<string, Flow>;
  readonly releases: readonly Release[];
  readonly changes: readonly Change[];
  readonly retired: readonly Retired[];
  readonly pins: readonly Pin[];
  readonly terms: readonly Term[];
  readonly pages: readonly Page[];
  /** Paths of all pages, those whose front matter does not parse included. */
  readonly pageFiles: readonly string[];
  /** Where a record above stands in its file, or the value that `path` leads to from it. */
  at(record: object, ...path: Path): Place;
  /** Like `at`, for the key of that value. */
  keyAt(record: object, ...path: Path): Place;
}

/** What the files say, and what keeps them from saying more. */
export interface Reading {
  readonly authored: Authored;
  readonly problems: readonly Problem[];
  readonly incomplete: ReadonlySet<Part>;
  positionOf(place: Place): Position;
}

const singleFiles = {
  product: 'src/data/product.yaml',
  parties: 'src/data/parties.yaml',
  questions: 'src/data/questions.yaml',
  changes: 'src/data/changes.yaml',
  retired: 'src/data/retired.yaml',
  pins: 'src/data/pins.yaml',
  glossary: 'src/data/glossary.yaml',
} as const satisfies Partial<Record<Part, string>>;

/** Reads the files, path from the project's root → text, one by one: what is wrong in one hides nothing of another. */
export function toReading(files: ReadonlyMap<string, string>): Reading {
  const problems: Problem[] = [];
  const incomplete = new Set<Part>();
  const sources = new Map<string, Source>();
  const places = new WeakMap<object, { file: string; path: Path }>();

  const refuse = (part: Part, found: readonly Problem[]): undefined => {
    problems.push(...found);
    incomplete.add(part);
  };
  const read = <S extends z.ZodType>(part: Part, file: string, schema: S): z.output<S> | undefined => {
    const text = files.get(file);
    if (text === undefined) return refuse(part, [atTop(file, 'the file is missing: add it, as src/dataset/schema.ts describes it')]);
    const source = parseSource(file, text);
    sources.set(file, source);
    const result = readAs(schema, source);
    return 'problems' in result ? refuse(part, result.problems) : result.value;
  };
  const place = <T extends object>(record: T, file: string): T => {
    walk(record, (value, path) => places.set(value, { file, path }));
    return record;
  };
  const readList = <K extends string, T extends object>(part: keyof typeof singleFiles, key: K, schema: z.ZodType<Record<K, T[]>>): T[] => {
    const value = read(part, singleFiles[part], schema);
    return value === undefined ? [] : place(value, singleFiles[part])[key];
  };

  const product = read('product', singleFiles.product, productFile);
  const asked = read('questions', singleFiles.questions, questionsFile);
  if (asked) place(asked, singleFiles.questions);
  const featureFiles = filesIn(files, 'src/data/features/');
  const features = featureFiles.flatMap(({ id, file }): AuthoredFeature[] => {
    const value = read('features', file, featureFile);
    return value === undefined ? [] : [place({ id, ...value, flows: value.flows.map((flow) => ({ ...flow, feature: id })) }, file)];
  });
  const releaseFiles = filesIn(files, 'src/data/releases/');
  const releases = releaseFiles.flatMap(({ file }) => {
    const value = read('releases', file, releaseFile);
    return value === undefined ? [] : [place(value, file)];
  });
  const pageFiles = [...files.keys()].filter(isPage).sort();
  const pages = pageFiles.flatMap((file) => {
    const result = toPage(file, files.get(file) as string);
    sources.set(file, result.source);
    if ('page' in result) return [place(result.page, file)];
    refuse('pages', result.problems);
    return [];
  });
  const allFlows = features.flatMap((feature) => feature.flows);
  const flowsById = new Map(allFlows.toReversed().map((flow) => [flow.id, flow]));

  if (featureFiles.length === 0) refuse('features', [atTop('src/data/features', 'there is no feature: add <feature>.yaml here')]);
  if (releaseFiles.length === 0) refuse('releases', [atTop('src/data/releases', 'there is no release: add <release>.yaml here')]);
  problems.push(
    ...strayFiles(
      files,
      [...featureFiles, ...releaseFiles].map(({ file }) => file),
    ),
  );

  const baseOf = (record: object) => {
    const base = places.get(record);
    if (!base) throw new Error('a check asks for the place of a record that no file holds');
    return base;
  };
  const at = (record: object, ...path: Path) => ({ file: baseOf(record).file, path: [...baseOf(record).path, ...path] });
  return {
    authored: {
      product: product && place(product, singleFiles.product),
      parties: readList('parties', 'parties', partiesFile),
      questions: asked?.questions ?? [],
      presets: asked?.presets ?? [],
      features,
      featureIds: featureFiles.map(({ id }) => id),
      flows: allFlows.filter((flow) => flowsById.get(flow.id) === flow),
      flowsById,
      releases,
      changes: readList('changes', 'changes', changesFile),
      retired: readList('retired', 'retired', retiredFile),
      pins: readList('pins', 'pins', pinsFile),
      terms: readList('glossary', 'terms', glossaryFile),
      pages,
      pageFiles,
      at,
      keyAt: (record, ...path) => ({ ...at(record, ...path), what: 'key' }),
    },
    problems,
    incomplete,
    positionOf: (found) => {
      if ('offset' in found) return positionAt(files.get(found.file) ?? '', found.offset);
      return sources.get(found.file)?.locate(found.path, found.what) ?? { line: 1, column: 1 };
    },
  };
}

/** Files of one record each, which their name gives an id. */
function filesIn(files: ReadonlyMap<string, string>, folder: string): { id: string; file: string }[] {
  return [...files.keys()]
    .filter((file) => file.startsWith(folder) && /^[^/]+\.yaml$/.test(file.slice(folder.length)))
    .sort()
    .map((file) => ({ file, id: file.slice(folder.length, -'.yaml'.length) }));
}

/** A file that nobody reads is a slip: its author believes it counts. */
function strayFiles(files: ReadonlyMap<string, string>, read: readonly string[]): Problem[] {
  const known = [...Object.values(singleFiles), ...read];
  return [...files.keys()]
    .filter((file) => file.startsWith('src/data/') && !known.includes(file))
    .map((file) => {
      const meant = file.endsWith('.yml') ? file.replace(/yml$/, 'yaml') : nearName(file, Object.values(singleFiles));
      return atTop(file, `no part of the dataset has this name: ${meant ? `did you mean "${meant}"? Otherwise ` : ''}remove the file`);
    });
}

const atTop = (file: string, message: string): Problem => ({ file, line: 1, column: 1, message });

function walk(value: unknown, visit: (record: object, path: Path) => void, path: Path = []): void {
  if (typeof value !== 'object' || value === null) return;
  visit(value, path);
  for (const [key, member] of Object.entries(value)) walk(member, visit, [...path, Array.isArray(value) ? Number(key) : key]);
}
