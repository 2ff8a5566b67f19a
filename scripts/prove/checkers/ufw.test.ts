import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/ufw.ts';
import type { Checker } from '../checker.ts';
import { lackingPrograms, needsWords } from '../lacking.ts';
import { commandsOf } from '../ufw.ts';
import { checkers } from './ufw.ts';

const [ufw, shellCheck] = checkers as readonly [Checker, Checker];
const text = exampleRules(platform, '1.0.0').textOf();

const broken: [string, string, string][] = [
  ['a port there is not', ' port 25 ', ' port 99999 '],
  ['a range as others write it', ' port 25 ', ' port 20-25 '],
  ['both IP versions', ' out on dmz0 to 203.0.113.10 ', ' out on dmz0 from 2001:db8::1 to 203.0.113.10 '],
  ['a host name', ' to 203.0.113.10 ', ' to gateway.example.net '],
  ['a transport there is not', ' proto tcp ', ' proto sctp '],
  ['an interface whose name is too long', ' in on wan0 ', ' in on sixteen-letters0 '],
  ['an interface that is a word of ufw', ' in on wan0 out on dmz0 ', ' in on out out on dmz0 '],
  ['an apostrophe in a comment', "'SEG: Inbound mail'", '"SEG: it\'s mail"'],
  ['a comment that is a word of ufw', "'SEG: Inbound mail'", 'log'],
  ['a comment without quotes', "'SEG: Inbound mail'", 'SEG: Inbound mail'],
  ['words in another order than ufw lists them', ' to 203.0.113.10 port 25 proto tcp ', ' proto tcp to 203.0.113.10 port 25 '],
  ['an open quote', "'SEG: Inbound mail'", "'SEG: Inbound mail"],
  ['another program', 'ufw route allow', 'iptables --append'],
];

describe('ufw', () => {
  const missing = lackingPrograms(ufw);
  const test = it.skipIf(missing.length > 0);
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test(`takes a good text${needsWords(missing)}`, async () => {
    expect(await ufw.check([{ name: 'good', text }])).toEqual([[]]);
    expect(await ufw.version()).toMatch(/^\d+\.\d+/);
  });

  test('refuses what is broken', async () => {
    for (const [, from] of broken) expect(text).toContain(from);
    const answers = await ufw.check(broken.map(([name, from, to]) => ({ name, text: text.replace(from, to) })));
    expect(broken.filter((_, at) => answers[at]?.length === 0).map(([name]) => name)).toEqual([]);
  });

  test('runs no other program of a script', async () => {
    const file = join(folder, 'script.sh');
    writeFileSync(file, `touch ${join(folder, 'touched')}\n`);
    await expect(commandsOf(file)).rejects.toThrow('not found');
  });

  test('answers as the program itself does', async () => {
    const file = join(folder, 'good.sh');
    writeFileSync(file, text);
    const [command = []] = await commandsOf(file);
    const { status, stdout } = spawnSync('unshare', ['--net', '--map-root-user', 'ufw', '--dry-run', ...command], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain('### tuple ### route:allow tcp 25 203.0.113.10 any 0.0.0.0/0 in_wan0!out_dmz0 comment=');
    const refused = spawnSync('unshare', ['--net', '--map-root-user', 'ufw', '--dry-run', 'route', 'allow', 'from', 'nowhere'], {
      encoding: 'utf8',
    });
    expect(refused.stderr).toContain('Bad source address');
  });
});

describe('ShellCheck', () => {
  const missing = lackingPrograms(shellCheck);
  it.skipIf(missing.length > 0)(`reads the script${needsWords(missing)}`, async () => {
    const answers = await shellCheck.check([
      { name: 'good', text },
      { name: 'open', text: text.replace("'SEG: Inbound mail'", "'SEG: Inbound mail") },
    ]);
    expect(answers.map((problems) => problems.length > 0)).toEqual([false, true]);
  });
});
