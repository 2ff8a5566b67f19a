import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleRules, titled } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/ufw.ts';
import { type Namespace, toNamespace } from '../lab/namespace.ts';
import { lacking, needsWords } from '../lacking.ts';
import type { Loader } from '../loader.ts';
import { loaders } from './ufw.ts';

const [loader] = loaders as readonly [Loader];
const missing = lacking(loader);

const { flowsNamed, textOf } = exampleRules(platform);
const text = textOf();
const inbound = textOf(flowsNamed('smtp-inbound'));

describe.skipIf(missing.length > 0)(`ufw in a namespace${needsWords(missing)}`, () => {
  const name = `portcullis-ufw-${process.pid}`;
  let firewall: Namespace;
  let folder: string;

  const ip = (...words: string[]) => expect(spawnSync('ip', words).status).toBe(0);
  const load = (script: string) => loader.load(firewall, { text: script, vantage: 'edge', addresses: new Map(), folder });

  beforeEach(async () => {
    ip('netns', 'add', name);
    folder = await mkdtemp(join(tmpdir(), 'portcullis-loader-'));
    firewall = toNamespace(name);
  });

  afterEach(async () => {
    ip('netns', 'delete', name);
    await rm(folder, { recursive: true });
  });

  it("accepts behind the administrator's rule, once, and leaves nothing behind when it ends", async () => {
    const end = await load(text);
    for (const [program, address] of [
      ['iptables', '203.0.113.10/32'],
      ['ip6tables', '2001:db8:d::10/128'],
    ] as const) {
      const rules = (await firewall.must(program, ['-S'])).split('\n');
      expect(rules).toContain('-P FORWARD DROP');
      const chain = program === 'iptables' ? 'ufw-user-forward' : 'ufw6-user-forward';
      expect(rules.filter((line) => line === `-A ${chain} -d ${address} -i wan0 -o dmz0 -p tcp -m tcp --dport 25 -j ACCEPT`)).toHaveLength(
        1,
      );
    }
    const [first] = (await firewall.must('iptables', ['-S', 'ufw-user-forward'])).split('\n').slice(1);
    expect(first).toContain('--dport 8443');
    await end();
    expect(existsSync(join('/etc/netns', name))).toBe(false);
  });

  it('does what the program itself does with the script, also while ufw is running', async () => {
    const end = await load(text);
    const added = async () => (await firewall.must('ufw', ['show', 'added'])).split('\n').sort();
    const [before, rules] = [await added(), await firewall.must('iptables', ['-S', 'ufw-user-forward'])];
    await firewall.must('ufw', 'route delete allow in on wan0 out on dmz0 proto tcp from any to 203.0.113.10 port 25'.split(' '));
    const said = await firewall.must('sh', [join(folder, 'portcullis.sh')]);
    expect(said.replace(/^Skipping adding existing rule(?: \(v6\))?\n/gm, '')).toBe('Rule added\n');
    expect(await added()).toEqual(before);
    expect((await firewall.must('iptables', ['-S', 'ufw-user-forward'])).split('\n').sort()).toEqual(rules.split('\n').sort());
    await end();
  });

  describe('beside rules that match the same', () => {
    const match = 'in on wan0 out on dmz0 to 203.0.113.10 port 25 proto tcp';
    const run = async (script: string) => {
      const file = join(folder, 'portcullis.sh');
      await writeFile(file, script);
      return firewall.run('sh', [file]);
    };
    const added = async () => (await firewall.must('ufw', ['show', 'added'])).split('\n').slice(1).filter(Boolean);

    beforeEach(async () => {
      await load(inbound);
      // Rules wait in its files then, which takes far less time.
      await firewall.must('ufw', ['disable']);
      for (const address of ['203.0.113.10', '2001:db8:d::10'])
        await firewall.must('ufw', `route delete allow ${match.replace('203.0.113.10', address)}`.split(' '));
    });

    afterEach(() => rm(join('/etc/netns', name), { recursive: true, force: true }));

    it('names those that are not from a text of ours, and changes nothing', async () => {
      const theirs = [
        `deny ${match}`,
        `reject ${match}`,
        `limit ${match}`,
        `allow ${match.replace('dmz0 ', 'dmz0 log ')}`,
        `deny ${match.replace('dmz0 ', 'dmz0 log-all ')}`,
        `allow ${match} comment branch-office`,
      ];
      for (const rule of theirs) {
        await firewall.must('ufw', `route ${rule}`.split(' '));
        const before = await added();
        const { status, errors } = await run(inbound);
        const [line] = before.filter((each) => each.includes(' port 25 '));
        expect([rule, status, errors]).toEqual([
          rule,
          1,
          `ufw would replace: ${line}\nNothing is changed. Delete each rule that would be replaced, or take its match out of this text.\n`,
        ]);
        expect(await added()).toEqual(before);
        await firewall.must('ufw', `route delete ${rule.replace(/ comment .*/, '')}`.split(' '));
      }
    });

    it('but not quite, or for the machine itself, adds its own', async () => {
      await firewall.must('ufw', `route deny ${match.replace('to ', 'from 192.0.2.9 to ')}`.split(' '));
      await firewall.must('ufw', `route deny ${match.replace('wan0', 'wan1')}`.split(' '));
      await firewall.must('ufw', 'deny in on wan0 to 203.0.113.10 port 25 proto tcp'.split(' '));
      const before = await added();
      expect(await run(inbound)).toMatchObject({ status: 0, errors: '' });
      expect((await added()).filter((line) => !before.includes(line))).toEqual(
        inbound.split('\n').filter((line) => line.startsWith('ufw route allow ')),
      );
    });

    it('from an earlier text, whatever its titles were, adds them anew', async () => {
      const prefix = 'Mail "gate" & more #1';
      const earlier = textOf(titled(flowsNamed('smtp-inbound'), 'earlier'), { prefix });
      const later = textOf(flowsNamed('smtp-inbound'), { prefix });
      for (const script of [earlier, later, later]) expect(await run(script)).toMatchObject({ status: 0, errors: '' });
      expect(await added()).toEqual(expect.arrayContaining(later.split('\n').filter((line) => line.startsWith('ufw route allow '))));
      expect((await added()).join('\n')).not.toContain('earlier');
    });

    it('has its rules as ufw lists them, whatever the addresses look like', async () => {
      const resolvers = ['192.0.2.0/25', '2001:db8:0:1:1:1:1:1', '2001:db8::1:0:0:1', '64:ff9b::c000:201', '2001:db8:0:2::/64'];
      const script = textOf(flowsNamed('dns-queries'), {
        addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': resolvers },
      });
      expect(await run(script)).toMatchObject({ status: 0, errors: '' });
      const lines = script.split('\n').filter((line) => line.startsWith('ufw route allow '));
      expect(lines).toHaveLength(10);
      expect((await added()).filter((line) => line.includes(' port 53 ')).sort()).toEqual(lines.sort());
    });
  });

  it('fails aloud, and ends what it began, where one command is wrong', async () => {
    await expect(load(text.replace(' port 25 ', ' port 99999 '))).rejects.toThrow('Bad port');
    expect(existsSync(join('/etc/netns', name))).toBe(false);
  });
});
