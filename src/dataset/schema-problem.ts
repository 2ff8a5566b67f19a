import { z } from 'zod';
import type { Problem } from './problem.ts';
import { wayOut } from './problem.ts';
import type { Path, Source } from './source.ts';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** A source read as `schema` says, or everything that keeps it from that. */
export function readAs<S extends z.ZodType>(schema: S, source: Source): { value: z.output<S> } | { problems: readonly Problem[] } {
  if (source.problems.length > 0) return { problems: source.problems };
  const knownKeys = new Map<readonly string[], string[]>();
  if (source.value === null)
    return { problems: [{ file: source.file, line: 1, column: 1, message: 'the file is empty: fill it, or remove it' }] };
  const result = schema.safeParse(source.value, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') knownKeys.set(issue.keys, shapeKeysOf(issue));
      return wordingOf(issue);
    },
  });
  if (result.success) return { value: result.data };
  return { problems: result.error.issues.flatMap((issue) => toProblems(issue, [], source, knownKeys)) };
}

function toProblems(issue: Issue, parent: Path, source: Source, knownKeys: ReadonlyMap<readonly string[], string[]>): Problem[] {
  const path = [...parent, ...(issue.path as Path)];
  const problem = (at: Path, message: string, what: 'key' | 'value' = 'value') => ({
    file: source.file,
    ...source.locate(at, what),
    message,
  });

  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys.get(issue.keys) ?? [];
    const owner = ownerOf(path, source.value);
    return issue.keys.map((key) =>
      problem([...path, key], `unknown key "${key}"${owner}: ${wayOut(key, known, `take it out; known here: ${known.join(', ')}`)}`, 'key'),
    );
  }
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((issues) => !issues.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0));
    if (branch) return branch.flatMap((inner) => toProblems(inner, path, source, knownKeys));
  }
  if (issue.code === 'invalid_key')
    return [problem(path, `"${String(path.at(-1))}"${ownerOf(path.slice(0, -1), source.value)} ${issue.issues[0]?.message}`, 'key')];
  return [problem(path, `${subjectOf(path, source.value)} ${issue.message}`)];
}

/** Names the value at `path` as a person knows it: `"port" 70000 of "smtp-inbound"`. */
function subjectOf(path: Path, root: unknown): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  const value = valueAt(root, path);
  const shown = isShort(value) ? JSON.stringify(value) : undefined;
  if (typeof last === 'string') {
    const owner = ownerOf(path.slice(0, names.includes(last) ? -2 : -1), root);
    return [`"${last}"`, ...(shown === undefined ? [] : [shown])].join(' ') + owner;
  }
  const list = path.at(-2);
  return (shown ?? `entry ${last + 1}`) + (list === undefined ? '' : ` in "${list}"`) + ownerOf(path.slice(0, -2), root);
}

/** Keys whose value is the name of their record. */
const names = ['id', 'row', 'dataset', 'release'];

/** The records that the value belongs to, as ` of "smtp-inbound"` or ` of "av-sophos" of row 12`; empty at the top of a file. */
function ownerOf(path: Path, root: unknown): string {
  const record = valueAt(root, path) as { id?: unknown; row?: unknown; flow?: unknown; dataset?: unknown } | null | undefined;
  const last = path.at(-1);
  if (last === undefined) return '';
  const outer = () => ownerOf(path.slice(0, -1), root);
  if (path.at(-2) === 'flows' && typeof last === 'string') return ` of "${last}"${outer()}`;
  const name = record?.id ?? record?.flow ?? record?.dataset;
  if (typeof name === 'string') return ` of "${name}"`;
  return typeof record?.row === 'number' && last !== 'restored' ? ` of row ${record.row}` : outer();
}

const valueAt = (root: unknown, path: Path) =>
  path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | null | undefined)?.[step], root);

const isShort = (value: unknown) =>
  (typeof value === 'string' && value.length <= 40) || typeof value === 'number' || typeof value === 'boolean';

function shapeKeysOf(issue: RawIssue): string[] {
  const definition = (issue.inst as z.core.$ZodType | undefined)?._zod.def as { shape?: object } | undefined;
  return Object.keys(definition?.shape ?? {});
}

const remedies: Readonly<Record<string, string>> = {
  string: 'is not text: put it in quotes',
  number: 'is not a number: write digits, without quotes',
  int: 'is not a whole number: write digits, without quotes',
  boolean: 'is neither true nor false: write one of them, without quotes',
  array: 'is not a list: write [one, two], or each member on a line of its own after "- "',
  object: 'is not a block of keys: write "key: value" lines below it',
  record: 'is not a block of keys: write "key: value" lines below it',
};

/** Words for what zod finds by itself; a message that the schema brings along is taken as it is. */
function wordingOf(issue: RawIssue): string | undefined {
  if (issue.input === undefined && issue.code !== 'unrecognized_keys') {
    const description = z.globalRegistry.get(issue.inst as z.core.$ZodType)?.description;
    return `is missing: add it${description ? ` (${description})` : ''}`;
  }
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === null ? 'is empty: give it a value' : remedies[issue.expected];
    case 'invalid_value':
      return `is not one of its values: write ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return issue.origin === 'array'
        ? 'is empty: give at least one'
        : `is too small: write ${Number(issue.minimum) + (issue.inclusive ? 0 : 1)} or more`;
    case 'invalid_format':
      return issue.format === 'url' ? 'is not an address: write it in full, beginning with https://' : undefined;
    default:
      return undefined;
  }
}
