import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Problem } from './problem.ts';

/** Keys and indexes that lead from a file's root to a value. */
export type Path = readonly (string | number)[];

/** A line and a column, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML text that remembers where each of its values stands. */
export interface Source {
  readonly file: string;
  /** The text as plain data; undefined where the YAML does not parse. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where a value stands, or its key; where the path leads nowhere, its nearest ancestor that exists. */
  locate(path: Path, what?: 'key' | 'value'): Position;
}

/** Parses YAML 1.2; `firstLine` is the line of the file where `text` begins, for front matter. */
export function parseSource(file: string, text: string, firstLine = 1): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) };
  };
  const problemAt = (offset: number, message: string): Problem => ({ file, ...positionOf(offset), message });
  const problems = [...document.errors, ...document.warnings].map((error) => problemAt(error.pos[0], wordingOf(error, text)));
  visit(document, {
    Alias(_, alias) {
      if (!alias.resolve(document)) problems.push(problemAt(startOf(alias), `no "&${alias.source}" stands above: write the value out`));
    },
  });
  return {
    file,
    value: problems.length === 0 ? document.toJS() : undefined,
    problems,
    locate: (path, what = 'value') => positionOf(offsetOf(document, path, what)),
  };
}

/** Where the character at `offset` of a text stands. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function offsetOf(document: Document.Parsed, path: Path, what: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const [depth, step] of path.entries()) {
    const { key, value } = childOf(resolve(document, node), step);
    if (value === undefined) break;
    node = value;
    offset = startOf(what === 'key' && depth === path.length - 1 ? (key ?? value) : value);
  }
  return offset;
}

/** A name in a sequence is the entry that consists of it: a list of ids may stand where a map of ids is read. */
function childOf(node: unknown, step: string | number): { key?: unknown; value?: unknown } {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step)) as Pair | undefined;
    return pair ? { key: pair.key, value: pair.value ?? pair.key } : {};
  }
  if (isSeq(node)) {
    return { value: typeof step === 'number' ? node.items[step] : node.items.find((item) => isScalar(item) && item.value === step) };
  }
  return {};
}

const resolve = (document: Document.Parsed, node: unknown) => (isAlias(node) ? node.resolve(document) : node);

const startOf = (node: unknown) => (node as Node | null)?.range?.[0] ?? 0;

function wordingOf({ code, message, pos }: YAMLError, text: string): string {
  if (code === 'DUPLICATE_KEY') return `key ${JSON.stringify(keyAt(text, pos[0]))} stands twice: keep one of them`;
  if (code === 'TAB_AS_INDENT') return 'the YAML is indented with a tab: use spaces';
  return `the YAML does not parse here: ${message.replace(/\.$/, '')}; mend this line or the one before it`;
}

const keyAt = (text: string, offset: number) => /^[^\s:]*/.exec(text.slice(offset))?.[0].replace(/^(['"])(.*)\1$/, '$2') ?? '';
