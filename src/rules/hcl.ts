/**
 * HCL, the language of Terraform, laid out as "terraform fmt" does it, so that nothing changes when an administrator runs that over a file.
 * Grammar: https://developer.hashicorp.com/terraform/language/syntax/configuration
 */
import { type Namer, namer } from './name.ts';
import { ascii, wrapped } from './text.ts';

/** A text, a number, a list of texts, or an expression, which is written as it stands. */
export type HclValue = string | number | readonly string[] | { readonly expression: string };

/** A block, with what says of it what it is for. */
export interface HclBlock {
  /** Its type and its labels: "resource", "aws_security_group", "seg_all". */
  readonly head: readonly [string, ...string[]];
  /** Lines above it, without the sign of a comment. */
  readonly comment?: readonly string[];
  readonly attributes: readonly (readonly [name: string, value: HclValue])[];
  readonly blocks?: readonly HclBlock[];
}

/** A file: what stands in its head, and its blocks. */
export const hclFile = (header: readonly string[], blocks: readonly HclBlock[]): string =>
  `${[comment(header), ...blocks.map((block) => lines(block))].map((part) => part.join('\n')).join('\n\n')}\n`;

/** Names of blocks and variables, which one module has all in common. */
export const hclNames = (): Namer => namer({ limit: 120, refused: /[^A-Za-z0-9_]/, joiner: '_', start: 'p' });

/** A variable that a person has to give, with what it has to be like. */
export const hclVariable = (
  name: string,
  type: 'string' | 'number',
  description: string,
  valid: { readonly condition: string; readonly message: string },
): HclBlock => ({
  head: ['variable', name],
  attributes: [
    ['description', description],
    ['type', { expression: type }],
  ],
  blocks: [
    {
      head: ['validation'],
      attributes: [
        ['condition', { expression: valid.condition }],
        ['error_message', valid.message],
      ],
    },
  ],
});

/** A text in quotes: "${" and "%{" begin an expression in HCL, a backslash an escape. */
export const hclText = (text: string): string =>
  plain.test(text)
    ? `"${text}"`
    : `"${ascii(text)
        .replace(/["\\]/g, '\\$&')
        .replace(/[$%](?=\{)/g, '$&$&')}"`;

/** Texts that stand in quotes as they are, which nearly all do. */
const plain = /^[\w.:/-]+(?: [\w.:/,;()-]+)*$/;

function lines({ head, comment: words = [], attributes, blocks = [] }: HclBlock, depth = 0): string[] {
  const [type, ...labels] = head;
  const indent = '  '.repeat(depth);
  const inner = [aligned(attributes, `${indent}  `), ...blocks.map((block) => lines(block, depth + 1))].filter((part) => part.length > 0);
  return [
    ...comment(words).map((line) => indent + line),
    `${indent}${[type, ...labels.map(hclText)].join(' ')} {`,
    ...inner.flatMap((part, at) => (at > 0 ? ['', ...part] : part)),
    `${indent}}`,
  ];
}

/** Attributes on neighbouring lines have their signs of equality below each other; one that needs several lines stands for itself. */
function aligned(attributes: HclBlock['attributes'], indent: string): string[] {
  const written = attributes.map(([name, value]) => ({ name, value: valueLines(name, value) }));
  const runs: (typeof written)[] = [];
  for (const attribute of written) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last?.value.length === 1 && attribute.value.length === 1) run.push(attribute);
    else runs.push([attribute]);
  }
  return runs.flatMap((run) => {
    const width = Math.max(...run.map(({ name }) => name.length));
    return run.flatMap(({ name, value: [first = '', ...rest] }) => [
      `${indent}${name.padEnd(width)} = ${first}`,
      ...rest.map((line) => indent + line),
    ]);
  });
}

function valueLines(name: string, value: HclValue): string[] {
  if (typeof value === 'string') return [hclText(value)];
  if (typeof value === 'number') return [`${value}`];
  if ('expression' in value) return [value.expression];
  const items = value.map(hclText);
  const line = `[${items.join(', ')}]`;
  return name.length + line.length <= 100 ? [line] : ['[', ...items.map((item) => `  ${item},`), ']'];
}

/** Lines of a comment, wrapped; one that begins with two spaces stays whole. */
const comment = (words: readonly string[]): string[] =>
  words.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(ascii(line), 100)).map((part) => `# ${part}`.trimEnd()));
