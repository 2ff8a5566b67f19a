/** firewalld's own check of its configuration, after a shell has run the script in a file system of its own. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checker, Text } from '../checker.ts';
import { checkConfig, linesOf, run } from '../firewalld.ts';

export const checkers: readonly Checker[] = [
  {
    platform: 'firewalld',
    tool: 'firewall-offline-cmd',
    kind: 'parser',
    packages: ['firewalld'],
    programs: ['firewall-offline-cmd', 'unshare'],
    misses: 'It sends no packet, and takes a rule whose service no file defines.',
    version: async () => (await run('firewall-offline-cmd', ['--version'])).output.trim(),
    async check(texts) {
      const folder = await mkdtemp(join(tmpdir(), 'portcullis-firewalld-'));
      try {
        return await problemsOf(texts, folder);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  },
];

/** What a text's script has left behind in /etc/firewalld. */
interface Installed {
  readonly folder: string;
  /** Its files, as "policies/seg-all-1.xml". */
  readonly files: readonly string[];
  readonly problems: readonly string[];
}

async function problemsOf(texts: readonly Text[], folder: string): Promise<(readonly string[])[]> {
  const programs = join(folder, 'bin');
  await mkdir(programs);
  // The check is paid once for all texts, and there is no daemon to reload.
  for (const program of ['firewall-cmd', 'firewall-offline-cmd']) await writeFile(join(programs, program), '#!/bin/sh\n', { mode: 0o755 });
  const installed = await twoAtATime(texts, (each, at) => install(each, join(folder, `${at}`), programs));
  const together = await checkTogether(
    installed.filter(({ problems }) => problems.length === 0),
    join(folder, 'together'),
  );
  if (together.length === 0) return installed.map(({ problems }) => problems);
  return twoAtATime(installed, async (each, at) =>
    each.problems.length > 0 ? each.problems : checkTogether([each], join(folder, `alone-${at}`)),
  );
}

/** Runs the script as it is, in a mount namespace where /etc/firewalld is that of a fresh machine. */
async function install({ text: script }: Text, folder: string, programs: string): Promise<Installed> {
  const [etc, file] = [join(folder, 'etc'), join(folder, 'script.sh')];
  await mkdir(etc, { recursive: true });
  await copyFile('/etc/firewalld/firewalld.conf', join(etc, 'firewalld.conf'));
  await writeFile(file, script);
  const steps = 'mount --bind "$1" /etc/firewalld && PATH="$2:$PATH" exec sh "$3"';
  const { status, output } = await run('unshare', ['--mount', '--map-root-user', 'sh', '-c', steps, 'sh', etc, programs, file]);
  const files = (await readdir(etc, { recursive: true })).filter((path) => path.endsWith('.xml')).sort();
  return { folder: etc, files, problems: linesOf(status, output) };
}

/** The check takes as long for many files as for one, so texts go together: of files with one name only the first keeps it. */
async function checkTogether(texts: readonly Installed[], folder: string): Promise<readonly string[]> {
  for (const part of ['helpers', 'policies', 'services', 'zones']) await mkdir(join(folder, part), { recursive: true });
  // The zones are an administrator's, and a policy of a zone that does not exist is refused.
  const zones = new Set<string>();
  const taken = new Set(await readdir('/usr/lib/firewalld/zones'));
  for (const { folder: from, files } of texts) {
    for (const file of files) {
      const content = await readFile(join(from, file), 'utf8');
      for (const [, zone] of content.matchAll(/gress-zone name="([^"]+)"/g)) zones.add(`${zone}.xml`);
      await writeFile(join(folder, file.startsWith('policies/') && taken.has(file) ? `policies/other-${taken.size}.xml` : file), content);
      taken.add(file).add(`${from}/${file}`);
    }
  }
  for (const file of zones) if (!taken.has(file) && file !== 'HOST.xml') await writeFile(join(folder, 'zones', file), '<zone/>\n');
  return checkConfig(folder);
}

async function twoAtATime<T, R>(items: readonly T[], work: (item: T, at: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1], next[0]);
  };
  await Promise.all([worker(), worker()]);
  return results;
}
