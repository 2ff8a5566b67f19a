import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { platform } from '#rules/platforms/nftables.ts';
import { toRules } from '#rules/to-rules.ts';
import { type Namespace, toNamespace } from '../lab/namespace.ts';
import { lacking, needsWords } from '../lacking.ts';
import type { Job, Loader } from '../loader.ts';
import { loaders } from './nftables.ts';

const [loader] = loaders as readonly [Loader];
const missing = lacking(loader);
const names = { 'relay-host': ['relay.example.net', '*.example.net'] };
const textOf = (vantage: 'edge' | 'host', form?: string): string => {
  const example = exampleEnvironment(platform, vantage);
  const subject = { product: 'Lighthouse', release: '2.0.0', dataset: '1', scope: null, example: true };
  // Direct delivery is to any address, and would take in the relay.
  const flows = releaseFlows(exampleDataset(), '2.0.0').filter(({ flow }) => flow.id !== 'smtp-direct');
  return toRules(platform, flows, { ...example, addresses: { ...example.addresses, ...names } }, subject, form).text;
};

describe.skipIf(missing.length > 0)(`nft in a namespace${needsWords(missing)}`, () => {
  const name = `portcullis-nft-${process.pid}`;
  let firewall: Namespace;
  let folder: string;

  const ip = (...words: string[]) => expect(spawnSync('ip', words).status).toBe(0);
  const load = (job: Pick<Job, 'text' | 'vantage'> & { form?: string }) =>
    loader.load(firewall, {
      ...job,
      addresses: new Map([
        ['relay.example.net', ['198.51.100.130', '2001:db8:a:1::130']],
        ['deep.below.example.net', ['198.51.100.133']],
        ['example.org', ['198.51.100.136']],
      ]),
      folder,
    });
  const listed = (...what: string[]) => firewall.must('nft', ['list', ...what]);

  beforeEach(async () => {
    ip('netns', 'add', name);
    folder = await mkdtemp(join(tmpdir(), 'portcullis-loader-'));
    firewall = toNamespace(name);
  });

  afterEach(async () => {
    ip('netns', 'delete', name);
    await rm(folder, { recursive: true });
  });

  it("reaches our chain once, before the administrator's rule, by the commands of the header", async () => {
    await load({ text: textOf('edge'), vantage: 'edge' });
    const chain = await listed('chain', 'inet', 'filter', 'forward');
    expect(chain).toMatch(/policy drop;\n\t\tjump seg_all\n\t\tip saddr 192\.0\.2\.250 [^\n]*dport 8443 accept\n\t\}/);
    expect((await listed('chain', 'inet', 'filter', 'seg_all')).match(/udp dport 53 /g)).toHaveLength(2);
  });

  it('fills the sets as dnsmasq does, by the longest name that fits', async () => {
    const text = textOf('edge');
    await load({ text, vantage: 'edge' });
    const rules = await listed('sets', 'inet');
    for (const address of ['198.51.100.130', '2001:db8:a:1::130', '198.51.100.133']) expect(rules).toContain(address);
    expect(rules).not.toContain('198.51.100.136');
  });

  it('stands at the input and the output of the gateway itself, which keeps its neighbours', async () => {
    await load({ text: textOf('host'), vantage: 'host' });
    for (const [chain, jump] of [
      ['input', 'seg_all_in'],
      ['output', 'seg_all_out'],
    ] as const) {
      expect(await listed('chain', 'inet', 'filter', chain)).toMatch(new RegExp(`policy drop;\\n\\t\\tjump ${jump}\\n\\t\\ticmpv6 `));
    }
  });

  it('brings a table of its own beside that of the administrator', async () => {
    await load({ text: textOf('edge', 'table'), vantage: 'edge', form: 'table' });
    expect(await listed('tables')).toBe('table inet filter\ntable inet seg_all\n');
  });

  it('fails aloud where a rule of the administrator is gone', async () => {
    const flushing = `flush chain inet filter forward\n${textOf('edge')}`;
    await expect(load({ text: flushing, vantage: 'edge' })).rejects.toThrow("the administrator's own rule is there 0 times");
  });

  it('fails aloud where the chain is reached twice', async () => {
    const twice = textOf('edge').replace(/^(# {3}nft) list .*\|\| nft (.*)$/m, '$1 list chain inet filter forward; nft $2');
    await expect(load({ text: twice, vantage: 'edge' })).rejects.toThrow('the jump to seg_all is there 2 times');
  });
});
