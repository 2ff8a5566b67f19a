import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { platform } from '#rules/platforms/nftables.ts';
import { toRules } from '#rules/to-rules.ts';
import type { Vantage } from '#rules/vantage.ts';
import { inLab } from './lab/lab.ts';
import { lacking, needsWords } from './lacking.ts';
import type { Loader } from './loader.ts';
import { loaders } from './loaders/nftables.ts';
import { proveNames } from './names.ts';
import { labNeeds, prove, proveAll } from './packets.ts';
import type { Trial, Verdict } from './trial.ts';

const [nft] = loaders as readonly [Loader];
const missing = lacking(labNeeds, nft);
const flows = releaseFlows(exampleDataset(), '2.0.0').filter(({ flow }) => ['dns-queries', 'snmp-polling'].includes(flow.id));
const subject = { product: 'Lighthouse', release: '2.0.0', dataset: '1', scope: null, example: true };

function trialOf(load: Loader['load'], vantage: Vantage = 'edge'): Trial {
  const environment = exampleEnvironment(platform, vantage);
  const rules = toRules(platform, flows, environment, subject);
  return { name: 'made up', platform, loader: { ...nft, load }, flows, environment, rules };
}

/** A loader that has this table instead of the text. */
const instead =
  (...lines: readonly string[]): Loader['load'] =>
  async (firewall) => {
    await firewall.must('nft', ['-f', '-'], { input: ['table inet test {', ...lines, '}'].join('\n') });
    return async () => undefined;
  };

const nothing: Loader['load'] = async () => async () => undefined;
const closed = (hook: string): string[] => [`chain ${hook} {`, `type filter hook ${hook} priority filter; policy drop;`, '}'];

describe.skipIf(missing.length > 0)(`packets${needsWords(missing)}`, () => {
  it('find nothing wrong with right rules, and what is wrong with none, or with rules that drop all', async () => {
    await inLab(async (lab) => {
      const right = await prove(lab, trialOf(nft.load));
      expect(right).toMatchObject({ failures: [], passed: right.probes, flows: ['dns-queries', 'snmp-polling'] });

      const open = await prove(lab, trialOf(nothing));
      expect(open.probes).toBe(right.probes);
      expect(open.failures.filter((failure) => !failure.startsWith('lets through '))).toEqual([]);
      expect(open.failures).toContain('lets through dns-queries, the port 1 above: udp from 203.0.113.10 to port 54 of 192.0.2.53');

      const shut = await prove(lab, trialOf(instead(...closed('forward'))));
      expect(shut.failures.filter((failure) => !/^does not let through \S+, itself: /.test(failure))).toEqual([]);
      // Every one that has to pass, and so do all that the other trial let through: together they are all.
      expect(shut.failures.length + open.failures.length).toBe(right.probes);
    });
  });

  it("go through the gateway's own rules where they are its own", async () => {
    await inLab(async (lab) => {
      expect((await prove(lab, trialOf(nft.load, 'host'))).failures).toEqual([]);
      const shut = await prove(lab, trialOf(instead(...closed('input'), ...closed('output')), 'host'));
      expect(shut.failures).toContain('does not let through snmp-polling, itself: udp from 192.0.2.161 to port 161 of 203.0.113.10');
    });
  });

  it('tell a lab at fault, and a text that cannot be loaded, from a wrong text', async () => {
    await inLab(async (lab) => {
      await instead(...closed('forward'))(lab.firewall, { text: '', vantage: 'edge', addresses: new Map(), folder: '' });
      await expect(prove(lab, trialOf(nothing))).rejects.toThrow(/^without a firewall, the lab\ndoes not let through dns-queries/);
    });
    const verdicts: Verdict[] = [];
    const failing = trialOf(() => Promise.reject(new Error('no such zone')));
    await proveAll([failing, trialOf(nft.load)], (_, verdict) => verdicts.push(verdict));
    expect(verdicts.flatMap(({ failures }) => failures)).toEqual(['cannot be tried: no such zone']);
  });
});

describe.skipIf(missing.length > 0)(`host names${needsWords(missing)}`, () => {
  const environment = {
    ...exampleEnvironment(platform, 'edge'),
    addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['a.example.net', '*.b.example.net'] },
  };
  const placed = { ...environment, placed: { 'dns-resolvers': 'internet' as const } };
  const rules = toRules(platform, flows, placed, subject);
  const trial: Trial = { name: 'names', platform, loader: nft, flows, environment: placed, rules };

  it('let through what they stand for once they are looked up, and nothing else', async () => {
    await inLab(async (lab) => {
      const { failures, probes } = await proveNames(lab, trial);
      expect(failures).toEqual([]);
      expect(probes).toBeGreaterThan(10);
    });
  });

  it('are missed where the text tells the resolver nothing of them, and of too much', async () => {
    const spoiled = async (change: (text: string) => string) =>
      inLab(async (lab) => (await proveNames(lab, { ...trial, rules: { ...rules, text: change(rules.text) } })).failures);
    expect(await spoiled((text) => text.replace(/^#nftset=.*b\.example\.net.*\n/m, ''))).toContain(
      'does not let through dns-queries, a name below *.b.example.net: udp from 203.0.113.10 to port 53 of 198.51.100.130',
    );
    expect(await spoiled((text) => text.replace('#nftset=/a.example.net/', '#nftset=/a.example.net/example/'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^lets through dns-queries, the name of somebody else: /)]),
    );
  });
});
