/** What stands in front of a script: what it is, where to run it, what it does there, and what it answers. */
import type { About } from '#rules/platform.ts';
import { ascii } from '#rules/text.ts';
import type { Side } from './probe.ts';

/** What a script is about. */
export type KitAbout = Pick<About, 'product' | 'release' | 'dataset' | 'example'>;

/** How a language of scripts is run, in words of its own. */
export interface Usage {
  /** How it is run, and what it says to whom: "bash x.sh", "prints a table". */
  readonly commands: readonly (readonly [command: string, does: string])[];
  /** What to know before running it. */
  readonly notes: readonly string[];
  /** Most steps of one connection, each of which may take its time: a look-up, and in either IP version what the script waits for. */
  readonly steps: number;
}

/** Seconds that each step of a connection is given, where nobody says otherwise. */
export const defaultSeconds = 5;

/** Connections that are tried at the same time. */
export const atOnce = 32;

/** The lines, in ASCII and without a sign of a comment: an empty one parts paragraphs, one that begins with two spaces is a command. */
export function headerLines(side: Side, about: KitAbout, { commands, notes, steps }: Usage): string[] {
  const count = side.probes.length;
  const most = Math.ceil(count / atOnce) * steps * defaultSeconds;
  const width = Math.max(...commands.map(([command]) => command.length));
  return [
    ...[
      `${about.product} ${about.release}: tries the connections that ${side.name} must be able to open`,
      `Portcullis, dataset ${about.dataset}. Not the vendor's own document.`,
      ...(about.example ? ['EXAMPLE: all addresses are made up. Make the script with yours.'] : []),
      '',
      `Run it on ${placeWords(side)}. The rules let nobody else through: run anywhere else, it says nothing about them.`,
      `It opens ${countWords(count)} and gives each step of one ${defaultSeconds} seconds: at most about ${most} seconds in all, mostly a few.`,
      'It asks a web server for its first page, a DNS server for the servers of the root, a time server for the time. Any other UDP port gets one byte, and everywhere else nothing is said. It logs on nowhere, sends neither mail nor ping, changes nothing on this machine, and needs no special rights.',
      ...notes,
      '',
    ].map(ascii),
    ...commands.map(([command, does]) => `  ${ascii(command).padEnd(width)}  ${ascii(does)}`),
    '',
    'It ends with 0 if nothing failed, with 1 if something did, and with 2 if it could not be run. What it cannot try is listed, and is no failure.',
  ];
}

function countWords(count: number): string {
  if (count === 1) return 'one connection';
  return count > atOnce ? `${count} connections, ${atOnce} at a time,` : `${count} connections at once`;
}

/** Where a script runs: "the gateway itself (203.0.113.10)", "a machine of mail users (192.0.2.64/26)". */
export function placeWords({ id, name, addresses }: Pick<Side, 'id' | 'name' | 'addresses'>): string {
  const where = addresses.length > 0 ? ` (${addresses.join(', ')})` : '';
  if (id === 'gateway') return `${name} itself${where}`;
  return addresses.length > 0 ? `a machine of ${name}${where}` : 'any machine on the Internet, outside your own network';
}
