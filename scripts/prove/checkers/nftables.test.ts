import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changed, exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/nftables.ts';
import type { Checker } from '../checker.ts';
import { lacking, needsWords } from '../lacking.ts';
import { checkers } from './nftables.ts';

const [checker] = checkers as readonly [Checker];
const missing = lacking(checker);

const { edge, flowsNamed, textOf } = exampleRules(platform);
const environment = { addresses: { ...edge.addresses, 'backup-servers': ['files.example.net', '192.0.2.201', '2001:db8:b::201'] } };
const formed = (form?: string): string => textOf(flowsNamed(), environment, {}, form);
const text = formed();
const set = 'seg_all_backup_ftp_tcp_4';

const mail = 'ip daddr 203.0.113.10 tcp dport 25 counter accept ';

const broken: [string, string, string][] = [
  ['a port there is not', 'ip daddr 203.0.113.10 tcp dport 25 ', 'ip daddr 203.0.113.10 tcp dport 99999 '],
  ['a range as others write it', 'ip daddr 203.0.113.10 tcp dport 25 ', 'ip daddr 203.0.113.10 tcp dport 20:25 '],
  ['an address of the other IP version', 'ip daddr 203.0.113.10 tcp dport 25 ', 'ip daddr 2001:db8::1 tcp dport 25 '],
  ['a host name', 'ip daddr 203.0.113.10 tcp dport 25 ', 'ip daddr gateway.invalid tcp dport 25 '],
  ['a match there is not', 'ip daddr 203.0.113.10 tcp dport 25 ', 'ip daddr 203.0.113.10 tcp destport 25 '],
  ['a comment that is too long', `${mail}comment "Inbound mail"`, `${mail}comment "${'x'.repeat(129)}"`],
  ['an open quote', `${mail}comment "Inbound mail"`, `${mail}comment "Inbound mail`],
  ['a chain that is not there', 'flush chain inet filter seg_all\n', 'flush chain inet filter forward\n'],
  ['a set that is not there', `  set ${set} { type ipv4_addr; }\n`, ''],
  ['a set of the other IP version', `  set ${set} { type ipv4_addr; }\n`, `  set ${set} { type ipv6_addr; }\n`],
  ['a set of a type there is not', `  set ${set} { type ipv4_addr; }\n`, `  set ${set} { type host_name; }\n`],
  ['a helper there is not', 'ct helper seg_all_ftp_4 { type "ftp"', 'ct helper seg_all_ftp_4 { type "nothing"'],
  ['a helper that is not made', /^ {2}ct helper seg_all_ftp_4 .*\n/m.exec(text)?.[0] ?? '', ''],
  ['a chain whose name is a word of nft', 'flush chain inet filter seg_all\n', 'flush chain inet filter accept\n'],
  ['a block that does not end', '}\nflush chain inet filter seg_all\n', 'flush chain inet filter seg_all\n'],
];

describe.skipIf(missing.length > 0)(`nft${needsWords(missing)}`, () => {
  it('takes both forms, and has a version', async () => {
    expect(await checker.check([text, formed('table'), text].map((each) => ({ name: 'good', text: each })))).toEqual([[], [], []]);
    expect(await checker.version()).toMatch(/^\d+\.\d+/);
  });

  it('refuses what is broken', async () => {
    const texts = broken.map(([name, from, to]) => ({ name, text: changed(text, from, to) }));
    const answers = await checker.check(texts);
    expect(broken.filter((_, at) => answers[at]?.length === 0).map(([name]) => name)).toEqual([]);
  });
});

describe.skipIf(missing.length > 0)(`what the page says is what nft does${needsWords(missing)}`, () => {
  const page = readFileSync('src/content/platforms/nftables.md', 'utf8');
  let folder: string;
  let file: string;

  /** A shell script in a network namespace of its own, which ends at the first error. */
  const run = (...script: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync('unshare', ['--net', '--map-root-user', 'sh', '-eu'], {
      input: script.join('\n'),
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  };

  /** The block of the page that has some words in it. */
  const block = (words: string): string => {
    const [found, ...others] = [...page.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].filter(([, body = '']) => body.includes(words));
    expect(others).toEqual([]);
    return found?.[1] ?? '';
  };

  const theirs = 'table inet filter { chain forward { type filter hook forward priority filter; policy drop; tcp dport 8443 accept; }; }';
  const jump = /^# {3}(nft list chain .*)$/m.exec(text)?.[1] ?? '';
  const learnt = `nft add element inet filter ${set} '{ 198.51.100.130 }'`;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-nft-'));
    file = join(folder, 'portcullis.nft');
    writeFileSync(file, text);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** A start of the machine, with its rule set as the page has it, twice. */
  const start = (rules: string) => {
    const main = join(folder, 'nftables.conf');
    writeFileSync(main, changed(rules, '/etc/portcullis.nft', file));
    return run(`nft --file ${main}`, `nft --file ${main}`, 'nft list ruleset');
  };

  it('loads twice where the include stands before the table that jumps', () => {
    const { status, output } = start(block('include'));
    expect(output).toMatch(/policy drop;\n\t\tjump seg_all\n\t\}/);
    expect(status).toBe(0);
    expect(output.match(/comment "Inbound mail"/g)).toHaveLength(2);
  });

  it('loads nothing where the include stands after it', () => {
    const [, include = '', table = ''] = /^flush ruleset\n(include .*\n)\n(table[\s\S]*)$/.exec(block('include')) ?? [];
    const refused = start(`flush ruleset\n${table}${include}`);
    expect(refused).toEqual({ status: 1, output: expect.stringContaining('No such file or directory\n    jump seg_all\n') });
    const main = join(folder, 'nftables.conf');
    expect(run(`! nft --file ${main} 2>/dev/null`, 'nft list ruleset')).toEqual({ status: 0, output: '' });
  });

  it('keeps what the sets have learnt when it is loaded again, for as long as nobody empties them', () => {
    const listed = `nft list set inet filter ${set}`;
    const { status, output } = run(`nft -f ${file}`, learnt, `nft -f ${file}`, learnt, listed, `nft flush set inet filter ${set}`, listed);
    expect(status).toBe(0);
    expect(output.match(/elements = \{ 198\.51\.100\.130 \}/g)).toHaveLength(1);
    expect(output).not.toMatch(/timeout|expires/);
  });

  it('empties the sets when a whole table is loaded again', () => {
    writeFileSync(file, formed('table'));
    const listed = `nft list set inet seg_all ${set}`;
    const { status, output } = run(`nft -f ${file}`, learnt.replace('filter', 'seg_all'), listed, `nft -f ${file}`, listed);
    expect(status).toBe(0);
    expect(output.match(/198\.51\.100\.130/g)).toHaveLength(1);
  });

  it('is taken out by the commands of the page, and leaves what is not ours', () => {
    const handle = `$(nft -a list chain inet filter forward | sed -n 's/.*jump seg_all # handle //p')`;
    const { status, output } = run(
      `nft '${theirs}'`,
      `nft -f ${file}`,
      jump,
      block('delete rule').replace('<number>', handle),
      block('delete ct helper'),
      `for set in $(nft list sets inet | awk '$1 == "set" { print $2 }'); do nft delete set inet filter "$set"; done`,
      'echo left:; nft list ruleset',
    );
    expect(output.split('left:\n')[1]).toBe(
      'table inet filter {\n\tchain forward {\n\t\ttype filter hook forward priority filter; policy drop;\n\t\ttcp dport 8443 accept\n\t}\n}\n',
    );
    expect(status).toBe(0);
  });
});
