/** firewalld, run in the namespace with a bus and an /etc/firewalld of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Namespace } from '../lab/namespace.ts';
import type { Job, Loader } from '../loader.ts';

export const loaders: readonly Loader[] = [
  {
    platform: 'firewalld',
    engine: 'firewalld',
    packages: ['firewalld', 'dbus', 'iproute2'],
    programs: ['firewalld', 'firewall-cmd', 'firewall-offline-cmd', 'dbus-daemon', 'ip'],
    families: ['ipv4', 'ipv6'],
    misses: 'One kernel and made-up addresses.',
    version: async () => (await text(spawn('firewall-offline-cmd', ['--version']).stdout)).trim(),
    load,
  },
];

async function load(firewall: Namespace, { text: script, vantage, folder }: Job): Promise<() => Promise<void>> {
  // "ip netns exec" lays what is in here over /etc (ip-netns(8)), so the script finds its place as it stands.
  const etc = join('/etc/netns', firewall.name);
  const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}` };
  const running: ChildProcess[] = [];
  const start = (program: string, args: readonly string[]) => {
    const child = firewall.start(program, args, { env });
    child.stdout?.resume();
    child.stderr?.resume();
    running.push(child);
  };
  const end = async () => {
    for (const child of running.reverse()) await ended(child);
    await rm(etc, { recursive: true, force: true });
  };
  try {
    await writeConfiguration(join(etc, 'firewalld'), vantage);
    await writeFile(join(folder, 'bus.conf'), busOf(env.DBUS_SYSTEM_BUS_ADDRESS));
    start('dbus-daemon', ['--nofork', `--config-file=${join(folder, 'bus.conf')}`]);
    start('firewalld', ['--nofork', '--nopid']);
    await untilRunning(firewall, env);

    const file = join(folder, 'portcullis.sh');
    await writeFile(file, script);
    for (let time = 1; time <= 2; time += 1) await firewall.must('sh', [file], { env });
    const rules = await firewall.must('firewall-cmd', [`--policy=${theirs.policy}`, '--list-rich-rules'], { env });
    if (rules !== `${theirs.rule}\n`) throw new Error(`the administrator's own rule has become:\n${rules}`);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

/** A rule of the administrator's that has nothing to do with ours, as the file has it and as firewalld lists it. */
const theirs = {
  policy: 'branch-office',
  xml: '<rule family="ipv4"><source address="192.0.2.250"/><destination address="192.0.2.251"/><port port="8443" protocol="tcp"/><accept/></rule>',
  rule: 'rule family="ipv4" source address="192.0.2.250" destination address="192.0.2.251" port port="8443" protocol="tcp" accept',
} as const;

/**
 * What an administrator has whose addresses need no translation: zones without services of their own, and without the masquerading
 * that "external" comes with. firewalld rejects all else between zones and from them. What the gateway itself sends it lets out
 * until a policy closes that, in the way that the page says.
 */
async function writeConfiguration(folder: string, vantage: Job['vantage']): Promise<void> {
  const files = vantage === 'edge' ? edgeFiles : hostFiles;
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), `<?xml version="1.0" encoding="utf-8"?>\n${content}\n`);
  }
  await copyFile('/etc/firewalld/firewalld.conf', join(folder, 'firewalld.conf'));
}

const zone = (...members: readonly string[]): string => `<zone>${members.join('')}</zone>`;

const policy = (target: string, from: string, to: string, rule: string): string =>
  `<policy target="${target}"><ingress-zone name="${from}"/><egress-zone name="${to}"/>${rule}</policy>`;

const edgeFiles = {
  'zones/external.xml': zone('<interface name="wan0"/>'),
  'zones/dmz.xml': zone('<interface name="dmz0"/>'),
  'zones/internal.xml': zone('<interface name="lan0"/>'),
  [`policies/${theirs.policy}.xml`]: policy('CONTINUE', 'internal', 'external', theirs.xml),
} as const;

/** One interface, behind which all zones lie by their addresses: before 2.0 a policy of the interface's zone would take all of them. */
const hostFiles = {
  'zones/external.xml': zone('<source address="198.51.100.0/24"/>', '<source address="2001:db8:a::/48"/>'),
  'zones/dmz.xml': zone('<source address="203.0.113.0/24"/>', '<source address="2001:db8:d::/48"/>'),
  'zones/internal.xml': zone('<source address="192.0.2.0/24"/>', '<source address="2001:db8:b::/48"/>'),
  [`policies/${theirs.policy}.xml`]: policy('CONTINUE', 'internal', 'HOST', theirs.xml),
  'policies/output.xml': policy('DROP', 'HOST', 'ANY', '<rule family="ipv6"><protocol value="ipv6-icmp"/><accept/></rule>'),
} as const;

/** A bus for nobody but this firewalld and its clients (dbus-daemon(1)). */
const busOf = (address: string): string =>
  `<busconfig><type>system</type><listen>${address}</listen><policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>\n`;

async function untilRunning(firewall: Namespace, env: Readonly<Record<string, string>>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while ((await firewall.run('firewall-cmd', ['--state'], { env })).status !== 0) {
    if (performance.now() > deadline) throw new Error('firewalld has not come up within 20 seconds');
    await wait(100);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}
