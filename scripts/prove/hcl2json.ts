/** What checks Terraform's files: HashiCorp's own parser of HCL, and a schema of ours for what it read. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parse } from '@cdktn/hcl2json';
import { z } from 'zod';
import type { Checker, Text } from './checker.ts';

/** What a provider's resources are, as its documentation has them. */
export interface ProviderSchema {
  /** Id of the platform. */
  readonly platform: string;
  /** As people name it, with its version: "hashicorp/aws", "6.25.0". */
  readonly provider: string;
  readonly version: string;
  /** Resources by type: attributes and nested blocks as hcl2json writes them. */
  readonly resources: Readonly<Record<string, z.ZodType>>;
  /** Problems between resources, such as a priority that two of them have. */
  readonly problemsBetween: (resources: readonly Resource[]) => readonly string[];
}

/** A resource that the schema of its type let through. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The parser and the schema for one platform. */
export const hclCheckers = (schema: ProviderSchema): Checker[] => [
  {
    platform: schema.platform,
    tool: "HashiCorp's HCL parser (hcl2json)",
    kind: 'parser',
    packages: [],
    programs: [],
    misses: "It is HashiCorp's parser of the language: it does not know what the provider calls its attributes.",
    version: parserVersion,
    check: (texts) => eachOf(texts, async (text) => problemsOf(await parsed(text))),
  },
  {
    platform: schema.platform,
    tool: `ours, after the documentation of ${schema.provider}`,
    kind: 'schema',
    packages: [],
    programs: [],
    misses: "It is ours, written from the provider's documentation: Terraform itself did not plan the rules.",
    version: async () => schema.version,
    check: (texts) => eachOf(texts, (text) => schemaProblems(text, schema)),
  },
];

const problemsOf = (read: unknown): string[] => (read instanceof Error ? [read.message] : []);

async function eachOf(texts: readonly Text[], check: (text: Text) => Promise<readonly string[]>): Promise<(readonly string[])[]> {
  const problems: (readonly string[])[] = [];
  for (const text of texts) problems.push(await check(text));
  return problems;
}

async function parserVersion(): Promise<string> {
  const file = createRequire(import.meta.url).resolve('@cdktn/hcl2json/package.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}

async function parsed({ text }: Text): Promise<unknown> {
  try {
    return await parse('rules.tf', text);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** An expression, which hcl2json writes as a template. */
export const expression = (pattern: RegExp) => z.string().regex(new RegExp(`^\\$\\{(?:${pattern.source})\\}$`));

/** A text with no expression in it, which hcl2json leaves escaped as it stands in the file: what is held to the pattern is what it says. */
export const literal = (pattern: RegExp) =>
  z.string().refine((text) => {
    const said = text.replace(/([$%])\1\{/g, '');
    return !/[$%]\{/.test(said) && pattern.test(text.replace(/([$%])\1\{/g, '$1{'));
  }, `is no text of ${pattern}`);

/** A variable of the file. */
export const variable = expression(/var\.[a-z_][a-z0-9_]*/i);

const variableBlock = z.strictObject({
  description: z.string().min(1),
  type: expression(/string|number/),
  validation: z.tuple([
    z.strictObject({
      condition: expression(/.*var\..*/),
      // Terraform before 1.2 wants a sentence with a capital letter and a full stop.
      error_message: z.string().regex(/^[A-Z].*[.?]$/),
    }),
  ]),
});

async function schemaProblems(text: Text, { resources, problemsBetween }: ProviderSchema): Promise<string[]> {
  const read = await parsed(text);
  if (read instanceof Error) return [read.message];
  const file = z
    .strictObject({
      // Two blocks with one name become a list of two: each is there once.
      variable: z.record(z.string(), z.tuple([variableBlock])).default({}),
      resource: z
        .strictObject(
          Object.fromEntries(Object.entries(resources).map(([type, body]) => [type, z.record(z.string(), z.tuple([body])).optional()])),
        )
        .default({}),
    })
    .safeParse(read);
  if (!file.success) return file.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const all = Object.entries(file.data.resource).flatMap(([type, named]) =>
    Object.entries((named ?? {}) as Record<string, [Resource['body']]>).map(([name, [body]]) => ({ type, name, body })),
  );
  return [...referenceProblems(Object.keys(file.data.variable), all), ...problemsBetween(all)];
}

function referenceProblems(variables: readonly string[], resources: readonly Resource[]): string[] {
  const there = new Set([...variables.map((name) => `var.${name}`), ...resources.map(({ type, name }) => `${type}.${name}`)]);
  const used = new Set(resources.flatMap(({ body }) => textsIn(body)).flatMap((text) => referencesIn(text)));
  return [
    ...[...used].filter((name) => !there.has(name)).map((name) => `${name} is used and is not there`),
    ...variables.filter((name) => !used.has(`var.${name}`)).map((name) => `var.${name} is not used`),
  ];
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];

/** What the expressions of a text refer to; "$${" is no expression. */
const referencesIn = (text: string): string[] =>
  [...text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].flatMap(([, inner = '']) => [...inner.matchAll(/[a-z_]\w*\.\w+/gi)].map(([name]) => name));

/** The values of `key` that more than one resource has, as problems. */
export function repeated(resources: readonly Resource[], what: string, key: (resource: Resource) => string): string[] {
  const seen = new Map<string, string>();
  return resources.flatMap((resource) => {
    const value = key(resource);
    const owner = seen.get(value);
    seen.set(value, resource.name);
    return owner === undefined ? [] : [`${resource.name} has the ${what} of ${owner}: ${value}`];
  });
}

const network = { ipv4: z.cidrv4(), ipv6: z.cidrv6() } as const;

/** A network in CIDR form. */
export const ipv4Network = network.ipv4;
export const ipv6Network = network.ipv6;

/** Networks of one IP version. */
export const networks = (max: number) => z.union([z.array(ipv4Network).min(1).max(max), z.array(ipv6Network).min(1).max(max)]);

/** A port, or two with a hyphen: never a list in a text. */
export const portText = z.string().refine((text) => {
  const [from = Number.NaN, to = from, ...more] = text.split('-').map((part) => (/^[1-9]\d{0,4}$/.test(part) ? Number(part) : Number.NaN));
  return more.length === 0 && from >= 1 && to <= 65_535 && from <= to;
}, 'is no port and no range of ports');
