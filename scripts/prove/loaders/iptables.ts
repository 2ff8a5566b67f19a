/** iptables in the namespace, by either back end. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Family } from '#rules/network.ts';
import { type BackEnd, backEnds, linkPrograms, programsOf, versionOf } from '../back-ends.ts';
import type { Namespace } from '../lab/namespace.ts';
import type { Job, Loader } from '../loader.ts';

export const loaders: readonly Loader[] = backEnds.map((backEnd) => ({
  platform: 'iptables',
  engine: `iptables-${backEnd}`,
  packages: ['iptables', 'ipset', 'iproute2'],
  programs: [...programsOf(backEnd), 'ipset', 'ip'],
  families: ['ipv4', 'ipv6'],
  misses: "One kernel, made-up addresses, and names that the lab's own resolver knows.",
  version: () => versionOf(backEnd),
  load: (firewall, job) => load(firewall, job, backEnd),
}));

const tools = { ipv4: 'iptables', ipv6: 'ip6tables' } as const satisfies Record<Family, string>;

async function load(firewall: Namespace, { text, form, vantage, addresses, folder }: Job, backEnd: BackEnd): Promise<() => Promise<void>> {
  const programs = join(folder, `bin-${backEnd}`);
  await linkPrograms(programs, backEnd);
  // The lock is the machine's, and keeps out who changes other namespaces.
  const env = { PATH: `${programs}:${process.env.PATH}`, XTABLES_LOCKFILE: join(folder, `lock-${backEnd}`) };
  for (const family of ['ipv4', 'ipv6'] as const) {
    const input = ['*filter', ...theirs(family, vantage, form), 'COMMIT', ''].join('\n');
    await firewall.must(`${tools[family]}-restore`, ['--noflush'], { env, input });
  }

  const file = join(folder, `portcullis-${backEnd}.sh`);
  await writeFile(file, text);
  for (let time = 1; time <= 2; time += 1) await firewall.must('sh', [file], { env });
  await firewall.must('ipset', ['-exist', 'restore'], { input: learnt(text, addresses).join('') });

  const listed = await firewall.must('iptables', ['-S'], { env });
  const kept = listed.split('\n').filter((line) => line.includes('--dport 8443'));
  if (kept.length !== 1) throw new Error(`the administrator's own rule is there ${kept.length} times:\n${listed}`);
  return async () => undefined;
}

/**
 * What an administrator has: chains that drop, and a rule of their own. The form that takes the place of whole chains finds them open, since
 * it has to close them itself, and has to leave alone a rule in another chain.
 */
function theirs(family: Family, vantage: Job['vantage'], form: Job['form']): string[] {
  const own = (chain: string) =>
    family === 'ipv4'
      ? [`-A ${chain} -s 192.0.2.250 -d 192.0.2.251 -p tcp --dport 8443 -m comment --comment "branch office" -j ACCEPT`]
      : [];
  if (form === 'table') return own(vantage === 'edge' ? 'INPUT' : 'FORWARD');
  if (vantage === 'edge') return [':FORWARD DROP [0:0]', ...own('FORWARD')];
  const neighbours = (chain: string) => (family === 'ipv6' ? [`-A ${chain} -p ipv6-icmp -j ACCEPT`] : []);
  return [':INPUT DROP [0:0]', ':OUTPUT DROP [0:0]', ...['INPUT', 'OUTPUT'].flatMap(neighbours), ...own('INPUT')];
}

/** What dnsmasq puts into the sets once the names were looked up: by the line of the longest name that fits (dnsmasq(8), "--ipset"). */
function learnt(text: string, addresses: Job['addresses']): string[] {
  const lines = [...text.matchAll(/^#ipset=\/([^/]+)\/(\S+)$/gm)].map(([, domain = '', sets = '']) => ({ domain, sets: sets.split(',') }));
  const families = new Map([...text.matchAll(/^create (\S+) hash:ip family (inet6?) /gm)].map(([, set, family]) => [set, family]));
  return [...addresses].flatMap(([name, its]) => {
    const fitting = lines.filter(({ domain }) => `.${name}`.endsWith(`.${domain}`)).sort((a, b) => b.domain.length - a.domain.length);
    const sets = fitting[0]?.sets ?? [];
    return its.flatMap((address) =>
      sets.filter((set) => families.get(set) === (address.includes(':') ? 'inet6' : 'inet')).map((set) => `add ${set} ${address}\n`),
    );
  });
}
