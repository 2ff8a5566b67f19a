/** dnsmasq on the firewall of the lab, filling sets from what the gateway asks it, and another one outside that knows the answers. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Lab, ownAddress, routerAddress } from './lab.ts';
import type { Namespace } from './namespace.ts';

/** What it takes: the package without a service of its own. */
export const resolverNeeds = { packages: ['dnsmasq-base'], programs: ['dnsmasq'] } as const;

/** Has the gateway look a name up, and resolves to its addresses. */
export type LookUp = (name: string) => Promise<readonly string[]>;

/**
 * Runs both for as long as `use` takes. `lines` are for dnsmasq.conf on the firewall, `answers` are the addresses of each name; all
 * other names do not exist.
 */
export async function withResolver<T>(
  lab: Lab,
  {
    lines,
    answers,
    folder,
  }: { readonly lines: readonly string[]; readonly answers: ReadonlyMap<string, readonly string[]>; readonly folder: string },
  use: (lookUp: LookUp) => Promise<T>,
): Promise<T> {
  const running: ChildProcess[] = [];
  const start = async (host: Namespace, role: string, configuration: readonly string[]) => {
    const file = join(folder, `${role}.conf`);
    await writeFile(file, [...configuration, ''].join('\n'));
    // As root it may change sets, and it needs no user of its own.
    const child = host.start('dnsmasq', ['--keep-in-foreground', '--user=root', '--pid-file=', `--conf-file=${file}`]);
    child.stdout?.resume();
    child.stderr?.resume();
    running.push(child);
  };
  const [upstream, server] = [ownAddress('outside', 'ipv4'), routerAddress('gateway', 'ipv4')];
  const plain = ['no-resolv', 'no-hosts', 'bind-interfaces', 'cache-size=0'];
  try {
    await start(lab.host('outside'), 'upstream', [
      ...plain,
      `listen-address=${upstream}`,
      'local=/#/',
      ...[...answers].flatMap(([name, its]) => its.map((address) => `host-record=${name},${address}`)),
    ]);
    await start(lab.firewall, 'firewall', [...plain, `listen-address=${server}`, `server=${upstream}`, ...lines]);
    const lookUp: LookUp = async (name) => {
      const { addresses = [] } = await lab.host('gateway').tell({ do: 'look up', name, server });
      return addresses;
    };
    return await use(patient(lookUp));
  } finally {
    await Promise.all(running.map(ended));
  }
}

/** The first answer takes until both run. */
const patient =
  (lookUp: LookUp): LookUp =>
  async (name) => {
    const deadline = performance.now() + 10_000;
    for (;;) {
      const addresses = await lookUp(name);
      if (addresses.length > 0) return addresses;
      if (performance.now() > deadline) throw new Error(`dnsmasq has no answer for ${name}`);
      await wait(50);
    }
  };

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill();
  await closed;
}
