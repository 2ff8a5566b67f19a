/** The blocks of an HCL file, read by a strict grammar of its lines: those of "terraform fmt", and of what our rules need, nothing else. */

/** A value as it is written: a text, a number, a list of texts, or any other expression. */
export type HclValue = string | number | readonly string[] | { readonly expression: string };

export interface HclBlock {
  /** Its type and its labels: "resource", "aws_security_group", "seg_all". */
  readonly head: readonly string[];
  /** Lines of comment right above it, without their sign. */
  readonly comment: readonly string[];
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
  /** Its first line, from 1. */
  readonly line: number;
}

/** The blocks at the top of a file; a line outside of the grammar throws. */
export function readBlocks(text: string): HclBlock[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  if (/[^\x20-\x7e\n]/.test(text)) throw new Error('holds a character that is no printable ASCII');
  const lines = text.slice(0, -1).split('\n');
  const top: Open = { head: [], comment: [], attributes: new Map(), blocks: [], line: 0 };
  const open: Open[] = [top];
  let comment: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string;
    try {
      const depth = open.length - 1;
      if (line === '') {
        comment = [];
        continue;
      }
      const body = line === `${'  '.repeat(Math.max(0, depth - 1))}}` ? line.trim() : dedent(line, depth);
      if (body === '#' || body.startsWith('# ')) {
        comment.push(body.slice(2));
        continue;
      }
      if (body === '}') {
        if (depth === 0) throw new Error('closes what is not open');
        open.pop();
        continue;
      }
      const head = headOf(body);
      const block = open.at(-1) as Open;
      if (head) {
        const inner: Open = { head, comment, attributes: new Map(), blocks: [], line: at + 1 };
        block.blocks.push(inner);
        open.push(inner);
      } else {
        const { name, value, next } = readAttribute(lines, at, depth, body);
        if (block.attributes.has(name)) throw new Error(`says "${name}" twice`);
        block.attributes.set(name, value);
        at = next;
      }
      comment = [];
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}: ${line}`, { cause: error });
    }
  }
  if (open.length > 1) throw new Error('the text ends inside a block');
  if (top.attributes.size > 0) throw new Error('an attribute stands outside of all blocks');
  return top.blocks;
}

interface Open {
  readonly head: readonly string[];
  readonly comment: readonly string[];
  readonly attributes: Map<string, HclValue>;
  readonly blocks: Open[];
  readonly line: number;
}

const identifier = '[A-Za-z][A-Za-z0-9_]*';

/** What may stand between quotes: no quote, and nothing that begins an expression. */
const quoted = '"(?:[^"\\\\$%]|\\\\["\\\\]|[$%]+(?!\\{)|\\$\\$\\{|%%\\{)*"';

function dedent(line: string, depth: number): string {
  const indent = '  '.repeat(depth);
  const body = line.slice(indent.length);
  if (!line.startsWith(indent) || body.startsWith(' ') || body !== body.trimEnd()) throw new Error('is not indented as its block');
  return body;
}

function headOf(body: string): string[] | null {
  const found = new RegExp(`^(${identifier})((?: ${quoted})*) \\{$`).exec(body);
  if (!found) return null;
  return [found[1] as string, ...[...(found[2] ?? '').matchAll(new RegExp(quoted, 'g'))].map(([label]) => textOf(label))];
}

function readAttribute(lines: readonly string[], at: number, depth: number, body: string): { name: string; value: HclValue; next: number } {
  const found = new RegExp(`^(${identifier}) += (.+)$`).exec(body);
  if (!found) throw new Error('is no line of a block');
  const [, name = '', value = ''] = found;
  if (value !== '[') return { name, value: readValue(value), next: at };
  const items: string[] = [];
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] as string;
    if (line === `${'  '.repeat(depth)}]`) return { name, value: items, next };
    const item = dedent(line, depth + 1);
    if (!new RegExp(`^${quoted},$`).test(item)) throw new Error('is a list with something else than texts in it');
    items.push(textOf(item.slice(0, -1)));
  }
  throw new Error('begins a list without an end');
}

function readValue(value: string): HclValue {
  if (new RegExp(`^${quoted}$`).test(value)) return textOf(value);
  if (/^(0|[1-9]\d*)$/.test(value)) return Number(value);
  if (new RegExp(`^\\[${quoted}(?:, ${quoted})*\\]$`).test(value)) {
    return [...value.matchAll(new RegExp(quoted, 'g'))].map(([item]) => textOf(item));
  }
  const reference = `${identifier}(?:\\.${identifier})*(?: \\+ \\d+)?`;
  if (new RegExp(`^${reference}$`).test(value)) return { expression: value };
  // Conditions of variables are kept apart: no reader of rules looks into them.
  if (/^[A-Za-z0-9_.()"^$[\]+\-/, <>=&]+$/.test(value) && value.includes('var.')) return { expression: value };
  throw new Error('has a value that no rule needs');
}

const textOf = (literal: string): string =>
  literal
    .slice(1, -1)
    .replace(/\$\$\{|%%\{/g, (twice) => twice.slice(1))
    .replace(/\\(["\\])/g, '$1');
