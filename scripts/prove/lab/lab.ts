/**
 * The test network: outside - firewall - gateway, and inside behind the firewall's third leg. Every host owns all addresses of its
 * side, so that the neighbours of an address answer as well as it does.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { BlockList, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Family } from '#rules/network.ts';
import { type Host, toHost } from './host.ts';
import { type Namespace, toNamespace } from './namespace.ts';

/** The legs of the firewall, by who stands behind them. */
export const legs = ['outside', 'gateway', 'inside'] as const;
export type Leg = (typeof legs)[number];

/** Everybody who has a namespace. */
type Node = Leg | 'firewall';
const nodes = [...legs, 'firewall'] as const satisfies readonly Node[];

export interface Lab {
  /** The host behind each leg. */
  host(leg: Leg): Host;
  readonly firewall: Namespace;
  /** Puts a namespace in which no rule has ever been in the place of the firewall's, or of the gateway's. */
  renew(who: 'firewall' | 'gateway'): Promise<void>;
}

/** Of each leg: the firewall's interface, its address and its host's own one, and all networks that lie there, the leg's own one first. */
const sides = {
  outside: {
    device: 'wan0',
    ipv4: { router: '198.51.100.1', own: '198.51.100.2', networks: ['198.51.100.0/24', '198.18.0.0/15'] },
    ipv6: { router: '2001:db8:a::1', own: '2001:db8:a::2', networks: ['2001:db8:a::/48', '3fff::/20'] },
  },
  gateway: {
    device: 'dmz0',
    ipv4: { router: '203.0.113.1', own: '203.0.113.10', networks: ['203.0.113.0/24'] },
    ipv6: { router: '2001:db8:d::1', own: '2001:db8:d::10', networks: ['2001:db8:d::/48'] },
  },
  inside: {
    device: 'lan0',
    ipv4: { router: '192.0.2.1', own: '192.0.2.2', networks: ['192.0.2.0/24'] },
    ipv6: { router: '2001:db8:b::1', own: '2001:db8:b::2', networks: ['2001:db8:b::/48'] },
  },
} as const;

/**
 * Source ports that the routing goes by, and nothing else does. `posing`: a host of the leg uses an address that lies elsewhere, and
 * the answers find it. `diverted`: what is sent to an address that lies elsewhere goes to the leg.
 */
export const bypass = {
  outside: { posing: { from: 61_000, to: 61_999 }, diverted: { from: 63_000, to: 63_999 }, table: 101 },
  inside: { posing: { from: 62_000, to: 62_999 }, diverted: { from: 64_000, to: 64_999 }, table: 102 },
} as const;

/** The address that a host of the leg has for itself. */
export const ownAddress = (leg: Leg, family: Family): string => sides[leg][family].own;

/** The firewall's own address on a leg. */
export const routerAddress = (leg: Leg, family: Family): string => sides[leg][family].router;

/** The leg that an address lies on. */
export function homeOf(address: string): Leg {
  const family = familyOf(address);
  const found = legs.find((leg) => networksOf[leg].check(address, family));
  if (!found) throw new Error(`the lab has no place for ${address}`);
  return found;
}

const networksOf = Object.fromEntries(
  legs.map((leg) => {
    const list = new BlockList();
    for (const family of ['ipv4', 'ipv6'] as const) {
      for (const network of sides[leg][family].networks) {
        const [first = '', length] = network.split('/');
        list.addSubnet(first, Number(length), family);
      }
    }
    return [leg, list];
  }),
) as Record<Leg, BlockList>;

export const familyOf = (address: string): Family => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** Namespaces that are there now. */
const standing = new Set<string>();
let count = 0;

/** Sets up a network of its own, lends it, and removes it, however that ends. */
export async function inLab<T>(use: (lab: Lab) => Promise<T>): Promise<T> {
  guard();
  sweep();
  count += 1;
  const stem = `portcullis-${process.pid}-${count}`;
  const nameOf = (who: Node) => `${stem}-${who}`;
  const hosts = new Map<Leg, Host>();
  for (const who of nodes) standing.add(nameOf(who));
  const start = (whose: readonly Leg[]) => {
    for (const leg of whose) hosts.set(leg, toHost(nameOf(leg)));
  };
  const host = (leg: Leg): Host => {
    const found = hosts.get(leg);
    if (!found) throw new Error(`nobody is ${leg}`);
    return found;
  };
  try {
    await batch(nodes.map((who) => `netns add ${nameOf(who)}`));
    await connect(nameOf, nodes);
    start(legs);
    await settle(host);
    return await use({
      host,
      firewall: toNamespace(nameOf('firewall')),
      async renew(who) {
        if (who === 'gateway') await host(who).end();
        await disconnect(nameOf, who);
        await batch([`netns delete ${nameOf(who)}`, `netns add ${nameOf(who)}`]);
        await connect(nameOf, [who]);
        if (who === 'gateway') start([who]);
        await settle(host);
      },
    });
  } finally {
    await Promise.all([...hosts.values()].map((each) => each.end()));
    await batch(nodes.map((who) => `netns delete ${nameOf(who)}`)).catch(() => undefined);
    for (const who of nodes) forget(nameOf(who));
  }
}

/** Waits until the gateway and the others hear each other by both families: an interface may take a second until it is up (RFC 2863, "operational status"). */
async function settle(host: Lab['host']): Promise<void> {
  const [families, port, deadline] = [['ipv4', 'ipv6'] as const, 9, performance.now() + 10_000];
  const others = ['outside', 'inside'] as const;
  const shots = others.flatMap((leg, at) =>
    families.map((family, next) => ({
      id: 2 * at + next,
      transport: 'udp' as const,
      from: ownAddress('gateway', family),
      fromPort: 0,
      to: ownAddress(leg, family),
      toPort: port,
      awaited: true,
    })),
  );
  await Promise.all(
    others.map((leg) => host(leg).tell({ do: 'listen', tcp: [], udp: families.map((family) => [ownAddress(leg, family), port]) })),
  );
  for (;;) {
    const { shots: answered } = await host('gateway').tell({ do: 'shoot', shots, patience: 100 });
    if (answered?.length === shots.length) break;
    if (performance.now() > deadline) throw new Error('the hosts of the lab do not hear each other');
  }
  await Promise.all(others.map((leg) => host(leg).tell({ do: 'close' })));
}

/** Connects namespaces that have just been made to all others. */
async function connect(nameOf: (who: Node) => string, fresh: readonly Node[]): Promise<void> {
  const run = (who: Node, script: readonly string[]) => must('ip', ['netns', 'exec', nameOf(who), 'sh', '-e'], script);
  // Before there is an interface: the first packets of IPv6 would be lost while its address is looked for elsewhere.
  await Promise.all(fresh.map((who) => run(who, settings(who))));
  const affected = legsOf(fresh);
  await batch(
    affected.map((leg) => `link add ${sides[leg].device} netns ${nameOf('firewall')} type veth peer name eth0 netns ${nameOf(leg)}`),
  );
  const scripts = affected.map((leg) => run(leg, hostScript(leg)));
  await Promise.all([run('firewall', routerScript(affected, fresh.includes('firewall'))), ...scripts]);
}

/** Takes away the links to a namespace by their other end, at once: with the namespace they would go some time later. */
async function disconnect(nameOf: (who: Node) => string, who: Node): Promise<void> {
  await Promise.all(
    legsOf([who]).map((leg) =>
      who === 'firewall'
        ? must('ip', ['-n', nameOf(leg), 'link', 'delete', 'eth0'])
        : must('ip', ['-n', nameOf('firewall'), 'link', 'delete', sides[leg].device]),
    ),
  );
}

const legsOf = (who: readonly Node[]): Leg[] => legs.filter((leg) => who.includes('firewall') || who.includes(leg));

const settings = (who: Leg | 'firewall'): string[] =>
  [
    ...['all', 'default'].flatMap((which) => [`ipv6/conf/${which}/accept_dad 0`, `ipv4/conf/${which}/rp_filter 0`]),
    ...(who === 'firewall'
      ? ['ipv4/ip_forward 1', 'ipv6/conf/all/forwarding 1']
      : ['ipv4/ip_nonlocal_bind 1', 'ipv6/ip_nonlocal_bind 1', 'ipv4/ip_local_port_range 32768 48999']),
  ].map((line) => line.replace(/^(\S+) (.*)$/, 'echo $2 > /proc/sys/net/$1'));

function routerScript(affected: readonly Leg[], isFresh: boolean): string[] {
  return batches((family) => [
    ...affected.flatMap((leg) => {
      const { device, [family]: side } = sides[leg];
      const [network = ''] = side.networks;
      return [
        `link set ${device} up`,
        `addr replace ${side.router}/${network.split('/')[1]} dev ${device} noprefixroute`,
        `route replace ${side.own} dev ${device}`,
        ...side.networks.map((each) => `route replace ${each} via ${side.own}`),
      ];
    }),
    ...(isFresh ? [`route add default via ${sides.outside[family].own}`, ...bypassLines(family)] : []),
  ]);
}

const bypassLines = (family: Family): string[] =>
  Object.entries(bypass).flatMap(([leg, { posing, diverted, table }]) => [
    `route add default via ${sides[leg as Leg][family].own} table ${table}`,
    `rule add priority ${table} dport ${posing.from}-${posing.to} lookup ${table}`,
    `rule add priority ${table} sport ${diverted.from}-${diverted.to} lookup ${table}`,
  ]);

function hostScript(leg: Leg): string[] {
  return batches((family) => {
    const { router, own, networks } = sides[leg][family];
    const [network = ''] = networks;
    return [
      'link set eth0 up',
      `addr replace ${own}/${network.split('/')[1]} dev eth0 noprefixroute`,
      // The one address of the network that is not this host's own.
      `route replace unicast ${router} dev eth0 table local`,
      ...networks.map((each) => `route replace local ${each} dev lo`),
      `route replace default via ${router}`,
    ];
  });
}

const batches = (linesOf: (family: Family) => readonly string[]): string[] =>
  (['ipv4', 'ipv6'] as const).flatMap((family) => [
    `ip ${family === 'ipv4' ? '-4' : '-6'} -batch - <<END`,
    'link set lo up',
    ...linesOf(family),
    'END',
  ]);

const batch = (lines: readonly string[]): Promise<void> => must('ip', ['-batch', '-'], lines);

async function must(program: string, args: readonly string[], lines: readonly string[] = []): Promise<void> {
  const child = spawn(program, args);
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${lines.join('\n')}\n`);
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${output}${errors}`);
}

let isGuarded = false;

/** Removes the namespaces also where the process is ended. */
function guard(): void {
  if (isGuarded) return;
  isGuarded = true;
  const removeAll = () => [...standing].forEach(remove);
  process.once('exit', removeAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removeAll();
      process.kill(process.pid, signal);
    });
  }
}

/** Removes what a process has left that was killed. */
function sweep(): void {
  for (const name of existsSync(namespaces) ? readdirSync(namespaces) : []) {
    const [, owner] = /^portcullis-(\d+)-\d+-/.exec(name) ?? [];
    if (owner !== undefined && !existsSync(join('/proc', owner))) remove(name);
  }
}

const namespaces = '/run/netns';

/** Ends what still runs in the namespace, which would keep it alive, and removes it. */
function remove(name: string): void {
  const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
  for (const pid of (stdout ?? '').split('\n').filter((line) => line !== '')) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  spawnSync('ip', ['netns', 'delete', name]);
  forget(name);
}

function forget(name: string): void {
  rmSync(join('/etc/netns', name), { recursive: true, force: true });
  standing.delete(name);
}
