/** ufw, enabled in the namespace with an /etc/ufw of its own. */
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Namespace } from '../lab/namespace.ts';
import type { Job, Loader } from '../loader.ts';
import { type Command, commandsOf, runner, ufwVersion } from '../ufw.ts';

export const loaders: readonly Loader[] = [
  {
    platform: 'ufw',
    engine: 'ufw',
    packages: ['ufw', 'iptables', 'iproute2'],
    programs: ['ufw', 'iptables', 'ip6tables', 'ip', runner.program],
    families: ['ipv4', 'ipv6'],
    misses: 'One kernel and made-up addresses.',
    version: ufwVersion,
    load,
  },
];

async function load(firewall: Namespace, { text, vantage, folder }: Job): Promise<() => Promise<void>> {
  if (vantage !== 'edge') throw new Error('the rules for ufw are for what it forwards');
  // "ip netns exec" lays what is in here over /etc (ip-netns(8)).
  const etc = join('/etc/netns', firewall.name);
  const end = () => rm(etc, { recursive: true, force: true });
  try {
    await writeConfiguration(etc);
    await firewall.must('ufw', theirs.command);

    const file = join(folder, 'portcullis.sh');
    await writeFile(file, text);
    const commands = await commandsOf(file);
    // Before ufw is enabled it takes no time to speak of: each rule that is added to a running one asks the kernel nine times.
    await give(firewall, commands, /^Rules updated( \(v6\))?$/);
    await firewall.must('ufw', ['--force', 'enable']);
    await give(firewall, commands, /^Skipping adding existing rule( \(v6\))?$/);

    const added = await firewall.must('ufw', ['show', 'added']);
    const kept = added.split('\n').filter((line) => line === theirs.listed);
    if (kept.length !== 1) throw new Error(`the administrator's own rule is there ${kept.length} times:\n${added}`);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

/** A rule of the administrator's that has nothing to do with ours, as it is typed and as ufw lists it. */
const theirs = {
  command: 'route allow proto tcp from 192.0.2.250 to 192.0.2.251 port 8443 comment branch-office'.split(' '),
  listed: "ufw route allow from 192.0.2.250 to 192.0.2.251 port 8443 proto tcp comment 'branch-office'",
} as const;

/** The files that the package brings, and none of this machine's own rules: with them, ufw drops all that it is not told to forward. */
async function writeConfiguration(etc: string): Promise<void> {
  const own = join(etc, 'ufw');
  await mkdir(etc, { recursive: true });
  await cp('/etc/ufw', own, { recursive: true });
  for (const file of await readdir('/usr/share/ufw/iptables')) await cp(join('/usr/share/ufw/iptables', file), join(own, file));
  for (const file of ['before.init', 'after.init', 'ufw.conf']) await cp(join('/usr/share/ufw', file), join(own, file));
}

/** Gives ufw the commands of the script; one that it answers in another way throws. */
async function give(firewall: Namespace, commands: readonly Command[], expected: RegExp): Promise<void> {
  const output = await firewall.must(runner.program, runner.args, { input: runner.input(commands, false) });
  for (const [at, { answer, problem }] of runner.read(output).entries()) {
    if (problem !== '' || !expected.test(answer)) throw new Error(`ufw says "${problem || answer}" to: ufw ${commands[at]?.join(' ')}`);
  }
}
