import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from './example-environment.ts';
import { networkText } from './network.ts';
import type { About, Platform } from './platform.ts';
import { platforms } from './platforms.ts';
import type { Policy } from './policy.ts';
import { type Subject, toRules, zoneProblems, zonesNamed } from './to-rules.ts';

const flows = releaseFlows(exampleDataset(), '1.1.0');
const subject: Subject = { product: 'Lighthouse', release: '1.1.0', dataset: '2026.02.01', scope: null, example: true };

/** What a platform was given to write. */
const given: { policy: Policy; about: About }[] = [];

const render = (policy: Policy, about: About): string => {
  given.push({ policy, about });
  return 'plain\n';
};

const platform: Platform = {
  id: 'some-firewall',
  name: 'Some Firewall',
  extension: 'txt',
  minimum: '1.0',
  vantages: ['edge', 'host'],
  zones: {
    example: { internet: 'out', dmz: 'mid', lan: 'in', management: 'in', peers: 'out' },
    kind: 'zone',
    pattern: /^[a-z]{1,8}$/,
    words: 'type at most 8 letters',
  },
  destinationNat: 'after',
  ftpHelper: true,
  notes: ['Mind the gap.'],
  canName: (name) => (name.startsWith('*.') ? { reason: 'it takes no wildcard', remedy: 'Type addresses.' } : true),
  render,
  alternatives: [{ id: 'other', title: 'Another form', why: 'For a reason.', vantages: ['host'], render: () => 'other\n' }],
};

const edge = exampleEnvironment(platform, 'edge');

/** What the platform is given for this environment. */
function seen(of: Platform, environment = edge) {
  const rules = toRules(of, flows, environment, subject);
  const last = given.at(-1);
  if (!last) throw new Error('nothing was rendered');
  return { ...last, rules };
}

describe('the rules of a platform', () => {
  it('are its text, and the policy that it holds', () => {
    const { policy, rules } = seen(platform);
    expect(rules.text).toBe('plain\n');
    expect(rules.policy).toBe(policy);
    expect(policy.gaps.flatMap(({ names }) => names)).toEqual(['*.mirror.example.net']);
  });

  it('are about what was asked for, with the platform’s own words', () => {
    expect(seen(platform).about).toEqual({ ...subject, platform: 'Some Firewall', notes: ['Mind the gap.'], ftpHelper: true });
  });

  it('name the zones of this firewall, and none on a platform without zones', () => {
    const zonesOf = ({ policy }: { policy: Policy }) => [...new Set(policy.rules.flatMap(({ from, to }) => [from, to]))].sort();
    expect(zonesOf(seen(platform))).toEqual(['in', 'mid', 'out']);
    expect(zonesOf(seen({ ...platform, zones: null }))).toEqual(['']);
    expect(zonesOf(seen({ ...platform, zones: null, tellsInternet: true }))).toEqual(['', 'internet']);
  });

  it('have the passive range where the platform, or the administrator, has no FTP helper', () => {
    const followed = ({ policy }: { policy: Policy }) => policy.rules.flatMap(({ ftp }) => (ftp === null ? [] : [ftp]));
    expect(new Set(followed(seen(platform)))).toEqual(new Set(['control']));
    for (const without of [seen({ ...platform, ftpHelper: false }), seen(platform, { ...edge, ftp: { ...edge.ftp, helper: false } })]) {
      expect(new Set(followed(without))).toEqual(new Set(['data']));
      expect(without.about.ftpHelper).toBe(false);
    }
  });

  it('see the public address of the gateway where they stand before destination NAT', () => {
    const environment = { ...edge, publicAddresses: ['198.51.100.10'] };
    const inbound = (of: Platform, vantage: 'edge' | 'host' = 'edge') =>
      seen(of, { ...environment, vantage })
        .policy.rules.filter(({ id }) => id.startsWith('smtp-inbound-'))
        .map(({ family, destination }) => [family, ...destination.networks.map(networkText)]);
    const own = [
      ['ipv4', '203.0.113.10'],
      ['ipv6', '2001:db8:d::10'],
    ];
    const before: Platform = { ...platform, destinationNat: 'before' };
    expect(inbound(platform)).toEqual(own);
    expect(inbound(before)).toEqual([
      ['ipv4', '198.51.100.10'],
      ['ipv6', '2001:db8:d::10'],
    ]);
    expect(inbound(before, 'host')).toEqual(own);
  });

  it('list as not covered what was missing before they were planned', () => {
    const gap = { flows: [], reason: 'a name was refused', remedy: 'Correct it.', names: [] };
    const { policy } = toRules(platform, flows, edge, { ...subject, gaps: [gap] });
    expect(policy.gaps[0]).toBe(gap);
    expect(policy.gaps.slice(1)).toEqual(seen(platform).policy.gaps);
    expect(given[0]?.about).not.toHaveProperty('gaps');
  });

  it('may have another form, from the vantage points of that form', () => {
    const host = exampleEnvironment(platform, 'host');
    expect(toRules(platform, flows, host, subject, 'other').text).toBe('other\n');
    expect(() => toRules(platform, flows, edge, subject, 'other')).toThrow('Some Firewall has no rules from the vantage point "edge"');
    expect(() => toRules(platform, flows, host, subject, 'third')).toThrow('Some Firewall has no form "third"');
  });

  it('are not written from a vantage point that the platform has not', () => {
    expect(() => toRules(platform, flows, exampleEnvironment(platform, 'inner'), subject)).toThrow(
      'no rules from the vantage point "inner"',
    );
  });

  it('are not written with a zone that the platform cannot name, which is said', () => {
    const environment = { ...edge, zones: { ...edge.zones, dmz: 'the middle', lan: 'x"' } };
    expect(zoneProblems(platform, environment)).toEqual([
      { zone: 'dmz', message: 'cannot be named "the middle": type at most 8 letters' },
      { zone: 'lan', message: 'cannot be named "x\\"": type at most 8 letters' },
    ]);
    expect(() => toRules(platform, flows, environment, subject)).toThrow(
      'the zone "dmz" of Some Firewall cannot be named "the middle": type at most 8 letters\nthe zone "lan"',
    );
    expect(zoneProblems({ ...platform, zones: null }, environment)).toEqual([]);
  });
});

describe('the zones of a flow', () => {
  const names = { internet: 'qinternet', dmz: 'qdmz', lan: 'qlan', management: 'qmanage', peers: 'qpeers' };

  it.each(platforms)('are those that the rules of $name name', (each) => {
    for (const vantage of each.vantages) {
      for (const anyInternet of [[], ['revocation-servers']]) {
        const environment = { ...exampleEnvironment(each, vantage), zones: names, anyInternet };
        for (const flow of releaseFlows(exampleDataset(), '2.0.0')) {
          const { text, policy } = toRules(each, [flow], environment, subject);
          if (policy.rules.length === 0) continue;
          const written = Object.entries(names).flatMap(([zone, name]) => (new RegExp(`${name}(?![a-z])`).test(text) ? [zone] : []));
          expect(written.sort(), `${vantage} ${flow.flow.id}`).toEqual(zonesNamed(each, flow, environment).sort());
        }
      }
    }
  });
});
