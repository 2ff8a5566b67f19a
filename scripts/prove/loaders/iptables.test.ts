import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/iptables.ts';
import type { Vantage } from '#rules/vantage.ts';
import { type Namespace, toNamespace } from '../lab/namespace.ts';
import { lacking, needsWords } from '../lacking.ts';
import type { Job } from '../loader.ts';
import { loaders } from './iptables.ts';

const { edge, flowsNamed, textOf: exampleText } = exampleRules(platform);
const addresses = { ...edge.addresses, 'relay-host': ['relay.example.net', '*.example.net'] };
// Direct delivery is to any address, and would take in the relay.
const flows = flowsNamed().filter(({ flow }) => flow.id !== 'smtp-direct');
const textOf = (vantage: Vantage, form?: string): string => exampleText(flows, { vantage, addresses }, {}, form);

describe.each(loaders)('$engine in a namespace', (loader) => {
  const missing = lacking(loader);
  const name = `portcullis-${loader.engine}-${process.pid}`;
  let firewall: Namespace;
  let folder: string;

  const ip = (...words: string[]) => expect(spawnSync('ip', words).status).toBe(0);
  const load = (job: Pick<Job, 'text' | 'vantage'> & { form?: string }) =>
    loader.load(firewall, {
      ...job,
      addresses: new Map([
        ['relay.example.net', ['192.0.2.1', '2001:db8::1']],
        ['deep.below.example.net', ['192.0.2.2']],
        ['example.org', ['192.0.2.3']],
      ]),
      folder,
    });
  const rules = async (family = '', table = 'filter') =>
    (await firewall.must(loader.engine.replace('iptables', `ip${family}tables`), ['-t', table, '-S'])).split('\n');

  beforeEach(async () => {
    if (missing.length > 0) return;
    ip('netns', 'add', name);
    folder = await mkdtemp(join(tmpdir(), 'portcullis-loader-'));
    firewall = toNamespace(name);
  });

  afterEach(async () => {
    if (missing.length > 0) return;
    ip('netns', 'delete', name);
    await rm(folder, { recursive: true });
  });

  const test = it.skipIf(missing.length > 0);

  test(`reaches our chains once, before the administrator's rules${needsWords(missing)}`, async () => {
    const end = await load({ text: textOf('edge'), vantage: 'edge' });
    for (const family of ['', '6']) {
      const listed = await rules(family);
      expect(listed).toContain('-P FORWARD DROP');
      expect(listed.filter((line) => line.startsWith('-A FORWARD '))[0]).toBe('-A FORWARD -j SEG-all');
      expect(listed.filter((line) => line === '-A FORWARD -j SEG-all')).toHaveLength(1);
      expect(listed.filter((line) => line.includes('-p tcp -m tcp --dport 25 -m comment --comment "Inbound mail" -j ACCEPT'))).toHaveLength(
        1,
      );
      const raw = await rules(family, 'raw');
      expect(raw.filter((line) => line === '-A PREROUTING -j SEG-all-ftp')).toHaveLength(1);
      expect(raw.filter((line) => line.endsWith('--dport 21 -j CT --helper ftp'))).toHaveLength(1);
    }
    await end();
  });

  test('fills the sets as dnsmasq does', async () => {
    await load({ text: textOf('edge'), vantage: 'edge' });
    const saved = await firewall.must('ipset', ['save']);
    const added = saved.split('\n').flatMap((line) => /^add \S+ \S+/.exec(line)?.[0] ?? []);
    expect(added.sort()).toEqual([
      'add SEG-4-.example.net 192.0.2.1',
      'add SEG-4-.example.net 192.0.2.2',
      'add SEG-4-relay.example.net 192.0.2.1',
      'add SEG-6-.example.net 2001:db8::1',
      'add SEG-6-relay.example.net 2001:db8::1',
    ]);
  });

  test('stands at the input and the output of the gateway itself', async () => {
    await load({ text: textOf('host'), vantage: 'host' });
    const listed = await rules();
    expect(listed).toContain('-A INPUT -j SEG-all-in');
    expect(listed).toContain('-A OUTPUT -j SEG-all-out');
    expect(await rules('', 'raw')).toContain('-A OUTPUT -j SEG-all-out-ftp');
  });

  test.each(['edge', 'host'] as const)('closes whole chains, and leaves the others alone: %s', async (vantage) => {
    await load({ text: textOf(vantage, 'table'), vantage, form: 'table' });
    const [ours, others] = vantage === 'edge' ? [['FORWARD'], ['INPUT', 'OUTPUT']] : [['INPUT', 'OUTPUT'], ['FORWARD']];
    for (const family of ['', '6']) {
      const listed = await rules(family);
      for (const chain of ours) expect(listed).toContain(`-P ${chain} DROP`);
      for (const chain of others) expect(listed).toContain(`-P ${chain} ACCEPT`);
      expect(listed.filter((line) => line.includes('--ctstate INVALID -j DROP'))).toHaveLength(ours.length);
    }
  });

  test('fails aloud, and changes nothing, where one line is wrong', async () => {
    const text = textOf('edge').replace(/-s 2001:db8:d::10 (.*--dport 21 )/, '-s 2001:db8:d::10::1 $1');
    expect(text).not.toBe(textOf('edge'));
    await expect(load({ text, vantage: 'edge' })).rejects.toThrow("host/network `2001:db8:d::10::1' not found");
    expect(await rules()).not.toContain('-N SEG-all');
  });

  test("notices when the administrator's own rule is gone", async () => {
    const text = textOf('edge').replace('\n)\n', '\niptables -F FORWARD\n)\n');
    await expect(load({ text, vantage: 'edge' })).rejects.toThrow('own rule is there 0 times');
  });
});
