import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Environment } from '#rules/environment.ts';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/firewalld.ts';
import type { Vantage } from '#rules/vantage.ts';
import { type Namespace, toNamespace } from '../lab/namespace.ts';
import { lacking, needsWords } from '../lacking.ts';
import type { Job, Loader } from '../loader.ts';
import { loaders } from './firewalld.ts';

const [loader] = loaders as readonly [Loader];
const missing = lacking(loader, { programs: ['nft'] });

const { edge, flowsNamed, textOf: exampleText } = exampleRules(platform);
const textOf = (vantage: Vantage, zones: Partial<Environment['zones']> = {}): string =>
  exampleText(flowsNamed(), { vantage, zones: { ...edge.zones, ...zones } });

describe.skipIf(missing.length > 0)(`firewalld in a namespace${needsWords(missing)}`, () => {
  const name = `portcullis-firewalld-${process.pid}`;
  let firewall: Namespace;
  let folder: string;

  let end = async () => {};

  const ip = (...words: string[]) => expect(spawnSync('ip', words).status).toBe(0);
  const load = async (job: Pick<Job, 'text' | 'vantage'>) => {
    end = await loader.load(firewall, { ...job, addresses: new Map(), folder });
  };

  beforeEach(async () => {
    ip('netns', 'add', name);
    for (const link of ['wan0', 'dmz0', 'lan0']) ip('-n', name, 'link', 'add', link, 'type', 'veth', 'peer', 'name', `${link}-peer`);
    folder = await mkdtemp(join(tmpdir(), 'portcullis-loader-'));
    firewall = toNamespace(name);
  });

  afterEach(async () => {
    await end();
    ip('netns', 'delete', name);
    await rm(folder, { recursive: true });
  });

  it('accepts before the zones reject, once, and leaves nothing behind when it ends', async () => {
    await load({ text: textOf('edge'), vantage: 'edge' });
    const rules = await firewall.must('nft', ['list', 'table', 'inet', 'firewalld']);
    expect(rules.match(/ip daddr 203\.0\.113\.10 tcp dport 25 accept/g)).toHaveLength(1);
    expect(rules).toMatch(/chain filter_FORWARD_POLICIES_pre \{[^}]*iifname "wan0" oifname "dmz0" jump filter_FWD_policy_seg-all-1\n/);
    expect(rules).toMatch(/tcp dport 21 ct helper set "helper-ftp-tcp"/);
    expect(rules).not.toContain('masquerade');
    await end();
    expect((await firewall.run('nft', ['list', 'table', 'inet', 'firewalld'])).status).not.toBe(0);
    expect(existsSync(join('/etc/netns', name))).toBe(false);
  });

  it('stands at the input and the output of the gateway itself', async () => {
    await load({ text: textOf('host'), vantage: 'host' });
    const rules = await firewall.must('nft', ['list', 'table', 'inet', 'firewalld']);
    expect(rules).toMatch(/chain filter_IN_policy_seg-all-\w_allow \{[^}]*ip daddr 203\.0\.113\.10 tcp dport 25 accept/);
    expect(rules).toMatch(/chain filter_OUTPUT_POLICIES_pre \{[^}]*filter_OUT_policy_seg-all-\w\n[^}]*filter_OUT_policy_output\n\t\}/);
  });

  it('fails aloud, and ends what it began, where a zone does not exist', async () => {
    await expect(load({ text: textOf('edge', { internet: 'nowhere' }), vantage: 'edge' })).rejects.toThrow('INVALID_ZONE');
    expect(existsSync(join('/etc/netns', name))).toBe(false);
  });
});
