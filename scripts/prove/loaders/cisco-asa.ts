/**
 * Cisco ASA, played by the kernel: the running configuration goes through Firewall Builder into iptables. What an ASA does by itself is
 * added here: replies pass, all else is dropped, and "inspect ftp" follows what goes to its port.
 */
import { blocksOf, compiled, fwbuilderVersion, importable, imported, needs } from '../fwbuilder.ts';
import type { Namespace } from '../lab/namespace.ts';
import type { Job, Loader } from '../loader.ts';

export const loaders: readonly Loader[] = [
  {
    platform: 'cisco-asa',
    engine: 'fwbuilder and iptables',
    packages: [...needs.packages, 'iptables', 'iproute2'],
    programs: [...needs.programs, 'iptables-nft', 'iptables-nft-restore', 'ip6tables-nft', 'ip'],
    families: ['ipv4'],
    misses:
      'fwbuilder turns the lists into rules of a Linux kernel, IPv4 only; what an ASA does by itself (replies, the final deny, FTP inspection) is added.',
    version: fwbuilderVersion,
    load,
  },
];

/** A line of the administrator's that has nothing to do with ours. */
const theirs = 'access-list inside_access_in extended permit tcp host 192.0.2.250 host 198.51.100.250 eq 8443\n';

async function load(firewall: Namespace, { text, vantage, addresses, folder }: Job): Promise<() => Promise<void>> {
  if (vantage !== 'edge') throw new Error('an ASA is no firewall of a host');
  const addressesOf = (name: string): string[] => {
    const found = (addresses.get(name) ?? []).filter((address) => !address.includes(':'));
    if (found.length === 0) throw new Error(`the lab has no IPv4 address of ${name}`);
    return found;
  };
  const configuration = [text, text].reduce(entered, theirs);
  const read = await imported(importable(configuration, addressesOf), folder);
  if (read.problems.length > 0) throw new Error(`fwbedit does not take the text:\n${read.problems.join('\n')}`);
  const rules = await compiled(read, folder);

  await firewall.must('ip6tables-nft', ['--policy', 'FORWARD', 'DROP']);
  await firewall.must('iptables-nft-restore', [], {
    input: [
      '*raw',
      ':PREROUTING ACCEPT [0:0]',
      '-A PREROUTING -p tcp --dport 21 -j CT --helper ftp',
      'COMMIT',
      '*filter',
      ':FORWARD DROP [0:0]',
      ...rules.filter((line) => line.startsWith(':')),
      '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
      ...rules.filter((line) => !line.startsWith(':')),
      'COMMIT',
      '',
    ].join('\n'),
  });
  const kept = (await firewall.must('iptables-nft', ['-S', 'FORWARD'])).split('\n').filter((line) => line.includes('--dport 8443 '));
  if (kept.length !== 1) throw new Error(`the administrator's own line has become ${kept.length} lines`);
  return async () => undefined;
}

/**
 * A running configuration after a text was entered at it, as an ASA does that: an object takes its new value, a group a member that it
 * does not have, and an access list at its end a line that it does not have. An ASA warns of the others and goes on.
 */
function entered(configuration: string, text: string): string {
  const running = new Map(blocksOf(configuration).map(({ head, body }) => [head, body]));
  for (const { head, body } of blocksOf(text).filter((block) => !block.head.startsWith('!'))) {
    const before = head.startsWith('object-group ') ? (running.get(head) ?? []) : [];
    running.set(head, [...new Set([...before, ...body])]);
  }
  return `${[...running].flatMap(([head, body]) => [head, ...body]).join('\n')}\n`;
}
