import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/ufw.ts';
import { type Namespace, toNamespace } from '../lab/namespace.ts';
import { lacking, needsWords } from '../lacking.ts';
import type { Loader } from '../loader.ts';
import { loaders } from './ufw.ts';

const [loader] = loaders as readonly [Loader];
const missing = lacking(loader);

const text = exampleRules(platform).textOf();

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

  it('fails aloud, and ends what it began, where one command is wrong', async () => {
    await expect(load(text.replace(' port 25 ', ' port 99999 '))).rejects.toThrow('Bad port');
    expect(existsSync(join('/etc/netns', name))).toBe(false);
  });
});
