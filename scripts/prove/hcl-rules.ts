/** What the readers of Terraform's files have in common: variables, references and values of one kind, each of which must be there. */
import { isIP } from 'node:net';
import type { PortRange } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import { type HclBlock, type HclValue, readBlocks } from './hcl-blocks.ts';

/** The resources of a file, by type and name, each of which is there once; variables are checked, and used. */
export function readResources(text: string): Map<string, HclBlock> {
  const blocks = readBlocks(text);
  const variables = blocks.filter(({ head }) => head[0] === 'variable');
  const resources = blocks.filter(({ head }) => head[0] === 'resource');
  const other = blocks.find((block) => !variables.includes(block) && !resources.includes(block));
  if (other) throw new Error(`line ${other.line}: ${other.head.join(' ')} is no block of a file of rules`);
  for (const variable of variables) located(variable, () => checkVariable(variable));
  const named = new Map<string, HclBlock>();
  for (const block of blocks) {
    const name = block.head[0] === 'variable' ? `var.${block.head[1]}` : block.head.slice(1).join('.');
    if (named.has(name)) throw new Error(`line ${block.line}: ${name} is there twice`);
    named.set(name, block);
  }
  const used = new Set<string>();
  for (const resource of resources) {
    located(resource, () => {
      for (const [whole] of expressionsOf(resource)
        .join(' ')
        .matchAll(/[A-Za-z]\w*\.\w+/g)) {
        if (!named.has(whole)) throw new Error(`uses ${whole}, which is not there`);
        used.add(whole);
      }
    });
  }
  for (const variable of variables) if (!used.has(`var.${variable.head[1]}`)) throw new Error(`line ${variable.line}: no resource uses it`);
  return new Map([...named].filter(([, { head }]) => head[0] === 'resource'));
}

/** Whatever goes wrong in a block is told with its line. */
export function located<T>(block: HclBlock, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`line ${block.line}: ${(error as Error).message}`, { cause: error });
  }
}

/** The attributes of a block, all of which are in the list: a name that ends in "?" may be missing. */
export function attributesOf(block: HclBlock, names: readonly string[], blocks: readonly string[] = []): (name: string) => HclValue {
  const known = new Set(names.map((name) => name.replace(/\?$/, '')));
  for (const name of block.attributes.keys()) if (!known.has(name)) throw new Error(`has an attribute "${name}" that no rule needs`);
  for (const name of names) if (!name.endsWith('?') && !block.attributes.has(name)) throw new Error(`has no "${name}"`);
  if (block.blocks.map(({ head }) => head.join(' ')).join() !== blocks.join())
    throw new Error(`has other blocks than ${blocks.join() || 'none'}`);
  return (name) => {
    const value = block.attributes.get(name);
    if (value === undefined) throw new Error(`has no "${name}"`);
    return value;
  };
}

/** A text that one of the patterns matches. */
export function word(value: HclValue, pattern: RegExp): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new Error(`has ${JSON.stringify(value)} where ${pattern} is meant`);
  return value;
}

/** What an expression refers to, which the pattern matches. */
export function reference(value: HclValue, pattern: RegExp): RegExpExecArray {
  const found = typeof value === 'object' && 'expression' in value ? pattern.exec(value.expression) : null;
  if (!found) throw new Error(`has ${JSON.stringify(value)} where ${pattern} is meant`);
  return found;
}

/** A list of texts with something in it. */
export function list(value: HclValue): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) throw new Error(`has ${JSON.stringify(value)} where a list is meant`);
  return value as readonly string[];
}

/** A port, or a range of them with a hyphen, as the one member of a list. */
export function portOf(value: HclValue): PortRange {
  const ports = list(value);
  const found = /^(\d+)(?:-(\d+))?$/.exec(ports[0] as string);
  if (ports.length !== 1 || !found) throw new Error(`has ${JSON.stringify(value)} where one port or range is meant`);
  return portRange(Number(found[1]), Number(found[2] ?? found[1]));
}

/** A range of ports that exist. */
export function portRange(from: number, to: number): PortRange {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to > 65_535 || from > to)
    throw new Error('has no port from 1 to 65535');
  return { from, to };
}

/** The IP version that all of some networks in CIDR form have. */
export function familyOf(networks: readonly string[]): Family {
  const [family, ...others] = new Set(networks.map(oneFamily));
  if (family === undefined || others.length > 0) throw new Error('has networks of no IP version, or of both');
  return family;
}

function oneFamily(network: string): Family {
  const [, address = '', length = ''] = /^([^/]+)\/(0|[1-9]\d*)$/.exec(network) ?? [];
  const version = isIP(address);
  if (version === 0 || Number(length) > (version === 4 ? 32 : 128)) throw new Error(`has "${network}", which is no network`);
  return version === 4 ? 'ipv4' : 'ipv6';
}

function checkVariable(variable: HclBlock): void {
  if (variable.head.length !== 2) throw new Error('is a variable without a name');
  const value = attributesOf(variable, ['description', 'type'], ['validation']);
  word(value('description'), /./);
  reference(value('type'), /^(string|number)$/);
  const validation = attributesOf(variable.blocks[0] as HclBlock, ['condition', 'error_message']);
  if (!reference(validation('condition'), /.+/)[0].includes(`var.${variable.head[1]}`))
    throw new Error('has a condition that is not about it');
  // Terraform wants a sentence.
  word(validation('error_message'), /^[A-Z].*\.$/);
}

const expressionsOf = ({ attributes, blocks }: HclBlock): string[] => [
  ...[...attributes.values()].flatMap((value) => (typeof value === 'object' && 'expression' in value ? [value.expression] : [])),
  ...blocks.flatMap(expressionsOf),
];
