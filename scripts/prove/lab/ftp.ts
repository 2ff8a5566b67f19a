/** Real transfers by FTP between the gateway and servers of the lab. */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PortRange } from '#dataset/schema.ts';
import type { Place } from './exchange.ts';
import { type Lab, legs } from './lab.ts';

/** What it takes: Debian's own Python, since another one may come first on PATH, and the server, which is a module of that. */
export const ftpNeeds = {
  packages: ['python3-pyftpdlib'],
  programs: ['/usr/bin/python3', '/usr/lib/python3/dist-packages/pyftpdlib/servers.py'],
} as const;

/** A file that the gateway sends to a server and fetches again. */
export interface Transfer {
  readonly server: Place;
  readonly mode: 'passive' | 'active';
  /** Whether it is expected to work: it is given longer then. */
  readonly awaited: boolean;
}

const program = fileURLToPath(new URL('./ftp.py', import.meta.url));

/** What goes wrong with each transfer, one after the other; "" for nothing. Without `passive`, the servers' passive ports are whichever are free. */
export async function transfer(lab: Lab, list: readonly Transfer[], passive: PortRange | null): Promise<string[]> {
  const serving = legs
    .map((leg) => ({ leg, own: new Set(list.filter(({ server }) => server.leg === leg).map(({ server }) => server.address)) }))
    .filter(({ own }) => own.size > 0)
    .map(({ leg, own }) =>
      lab
        .host(leg)
        .start('/usr/bin/python3', ['-W', 'ignore', program, 'serve', passive ? `${passive.from}-${passive.to}` : 'free', ...own]),
    );
  try {
    await Promise.all(
      serving.map(async (server) => {
        const [ready] = await Promise.race([once(server.stdout ?? server, 'data'), once(server, 'close')]);
        if (String(ready).trim() !== 'ready') throw new Error('the FTP server has ended: is python3-pyftpdlib installed?');
      }),
    );
    const words = list.flatMap(({ server, mode, awaited }) => [mode, awaited ? '4' : '0.7', server.address]);
    return JSON.parse(await lab.host('gateway').must('/usr/bin/python3', [program, 'transfer', ...words])) as string[];
  } finally {
    await Promise.all(
      serving.map(async (server) => {
        if (server.exitCode !== null || server.signalCode !== null) return;
        const closed = once(server, 'close');
        server.stdout?.resume();
        server.stderr?.resume();
        server.kill();
        await closed;
      }),
    );
  }
}
