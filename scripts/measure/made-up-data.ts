/** A made-up dataset of any size, in the shape of `src/data` and `src/content`: no flow, host or release of it exists. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

interface Party {
  id: string;
  reach: string;
}

/** How many flows, of how many features of ten, in how many releases. */
export interface Size {
  readonly flows: number;
  readonly releases: number;
}

const perFeature = 10;
const parted = (at: number, every: number) => at % every === 0;

/**
 * The files of a made-up dataset, path from the project's root → text. Parties are those of the project in `root`, since the
 * example environment of the rules has addresses for them; everything else is made up. Each release prints one flow in twenty no
 * longer, one host of a list in ten differently, and one row in ten in other words.
 */
export async function madeUpFiles(root: string, { flows, releases }: Size): Promise<Map<string, string>> {
  const parties: Party[] = parse(await readFile(join(root, 'src/data/parties.yaml'), 'utf8')).parties;
  const others = parties.filter(({ id }) => id !== 'gateway');
  const product = parse(await readFile(join(root, 'src/data/product.yaml'), 'utf8'));
  const groups: { id: string }[] = product.groups;
  const made = Array.from({ length: flows }, (_, at) => flowAt(at, others[at % others.length] as Party));
  const features = Array.from({ length: Math.ceil(flows / perFeature) }, (_, at) => made.slice(at * perFeature, (at + 1) * perFeature));
  const files = new Map<string, unknown>([
    ['src/data/parties.yaml', { parties }],
    ['src/data/product.yaml', product],
    [
      'src/data/questions.yaml',
      { questions: [question], presets: [{ id: 'start', title: 'Start', summary: 'Nothing is used.', answers: {} }] },
    ],
    ['src/data/changes.yaml', { changes: [{ dataset: product.dataset, title: 'The first dataset', reason: 'Made up.' }] }],
    ['src/data/retired.yaml', { retired: [] }],
    ['src/data/pins.yaml', { pins: [] }],
    ['src/data/glossary.yaml', { terms: [{ id: 'flow', term: 'Flow', definition: 'A connection that a feature needs.' }] }],
  ]);
  for (const [at, members] of features.entries()) {
    const id = `feature-${at + 1}`;
    files.set(`src/data/features/${id}.yaml`, {
      title: `Feature ${numeral(at)}`,
      summary: 'A feature that does not exist.',
      group: groups[at % groups.length]?.id,
      flows: members.map(({ hosts: _, ...flow }) => flow),
    });
  }
  for (let at = 0; at < releases; at += 1) {
    files.set(
      `src/data/releases/1.${at}.0.yaml`,
      releaseAt(at, at === releases - 1 ? made : made.filter((_, flow) => !parted(flow + at, 20)), product.dataset),
    );
  }
  return new Map([
    ...[...files].map(([path, value]) => [path, stringify(value)] as const),
    ...features.map(
      (_, at) => [`src/content/features/feature-${at + 1}.md`, '---\ndescription: What does not exist.\n---\n\nNothing.\n'] as const,
    ),
  ]);
}

const question = {
  id: 'use',
  ask: 'Is it used?',
  choose: 'one',
  default: ['no'],
  answers: [
    { id: 'no', label: 'No', clause: 'it is not used' },
    { id: 'yes', label: 'Yes', clause: 'it is used' },
  ],
};

function flowAt(at: number, other: Party) {
  const inbound = other.reach === 'typed' && parted(at, 3);
  return {
    id: `flow-${at + 1}`,
    title: `Flow ${numeral(at)}`,
    purpose: 'A connection that nobody needs.',
    from: inbound ? other.id : 'gateway',
    to: inbound ? 'gateway' : other.id,
    transport: parted(at, 4) ? ['udp', 'tcp'] : ['tcp'],
    port: 10_000 + at,
    application: null,
    ...(parted(at, 2) ? { when: { use: ['yes'] } } : {}),
    hosts: other.reach === 'hosts' ? Array.from({ length: 5 }, (_, host) => `host-${host + 1}.flow-${at + 1}.example.net`) : [],
  };
}

function releaseAt(at: number, flows: readonly ReturnType<typeof flowAt>[], dataset: string) {
  const last = flows.at(-1)?.port;
  return {
    release: `1.${at}.0`,
    since: dataset,
    source: { title: `Ports of 1.${at}.0`, url: `https://docs.example.net/1.${at}.0/` },
    readTo: { port: last, whole: true, end: true },
    rows: flows.map(({ id, port, transport, to, hosts }, row) => ({
      row: row + 1,
      port: String(port),
      protocol: transport.map((name) => name.toUpperCase()).join('/'),
      direction: to === 'gateway' ? 'In' : 'Out',
      says: parted(row + at, 10) ? `made up again in 1.${at}.0` : 'made up',
      flows:
        hosts.length === 0 ? [id] : { [id]: { hosts: hosts.filter((_, host) => !parted(row + at, 10) || host > 0), hostList: 'complete' } },
    })),
  };
}

/** 0 → "A", 26 → "BA": a number in letters, since the gate reads digits in a title as a port. */
const numeral = (at: number): string => (at >= 26 ? numeral(Math.floor(at / 26)) : '') + String.fromCharCode('A'.charCodeAt(0) + (at % 26));
