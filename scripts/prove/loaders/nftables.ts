/** nft in the namespace. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import type { Namespace } from '../lab/namespace.ts';
import type { Job, Loader } from '../loader.ts';

export const loaders: readonly Loader[] = [
  {
    platform: 'nftables',
    engine: 'nft',
    packages: ['nftables', 'iproute2'],
    programs: ['nft', 'ip'],
    families: ['ipv4', 'ipv6'],
    misses: "One kernel, made-up addresses, and names that the lab's own resolver knows.",
    version: async () => /v(\S+)/.exec(await read(spawn('nft', ['--version']).stdout))?.[1] ?? 'unknown',
    load,
  },
];

async function load(firewall: Namespace, { text, form, vantage, addresses, folder }: Job): Promise<() => Promise<void>> {
  await firewall.must('nft', ['-f', '-'], { input: theirs(vantage, form) });
  const file = join(folder, 'portcullis.nft');
  await writeFile(file, text);
  for (let time = 1; time <= 2; time += 1) {
    await firewall.must('nft', ['-f', file]);
    for (const command of jumpsIn(text)) await firewall.must('sh', ['-c', command]);
    await firewall.must('nft', ['-f', '-'], { input: learnt(text, addresses).join('') });
  }
  const rules = await firewall.must('nft', ['list', 'ruleset']);
  const once = (what: string, found: number) => {
    if (found !== 1) throw new Error(`${what} is there ${found} times:\n${rules}`);
  };
  once("the administrator's own rule", rules.split('dport 8443').length - 1);
  for (const [, chain] of text.matchAll(/^# {3}nft .* jump (\S+)$/gm))
    once(`the jump to ${chain}`, rules.split(`jump ${chain}\n`).length - 1);
  return async () => undefined;
}

const branch = 'ip saddr 192.0.2.250 ip daddr 192.0.2.251 tcp dport 8443 accept';

/**
 * What an administrator has: chains that drop, and a rule of their own. The form that brings a table of its own finds them open, since it
 * has to close them itself, and has to leave alone a rule in another table.
 */
function theirs(vantage: Job['vantage'], form: Job['form']): string {
  const hooks = vantage === 'edge' ? ['forward'] : ['input', 'output'];
  const neighbours = vantage === 'edge' ? [] : ['icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept'];
  const [policy, needed] = form === 'table' ? ['accept', []] : ['drop', neighbours];
  const chains = hooks.flatMap((hook, at) => [
    `chain ${hook} {`,
    `type filter hook ${hook} priority filter; policy ${policy};`,
    ...needed,
    ...(at === 0 ? [branch] : []),
    '}',
  ]);
  return `${['table inet filter {', ...chains, '}'].join('\n')}\n`;
}

/** The commands in the header that reach the chains from the administrator's. */
const jumpsIn = (text: string): string[] => [...text.matchAll(/^# {3}(nft list chain .*)$/gm)].map(([, command = '']) => command);

/** What dnsmasq puts into the sets once the names were looked up: by the line of the longest name that fits (dnsmasq(8), "--nftset"). */
function learnt(text: string, addresses: Job['addresses']): string[] {
  const lines = [...text.matchAll(/^#nftset=\/(\S+)\/(\S+)$/gm)].flatMap(([, domains = '', sets = '']) =>
    domains.split('/').map((domain) => ({ domain, sets: sets.split(',').map((set) => set.split('#')) })),
  );
  return [...addresses].flatMap(([name, its]) => {
    const fitting = lines.filter(({ domain }) => `.${name}`.endsWith(`.${domain}`)).sort((a, b) => b.domain.length - a.domain.length);
    const sets = fitting[0]?.sets ?? [];
    return its.flatMap((address) =>
      sets
        .filter(([family]) => family === (address.includes(':') ? '6' : '4'))
        .map(([, kind, table, set]) => `add element ${kind} ${table} ${set} { ${address} }\n`),
    );
  });
}
