import { describe, expect, it } from 'vitest';
import { environment } from '#rules/environment.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { platforms } from '#rules/platforms.ts';
import { editionsOf, publishedRules } from '#rules/published.ts';
import { toRules } from '#rules/to-rules.ts';
import { gapWords } from '#rules/words.ts';
import { builtFrom, dataset, platformNamed, typedState } from './example-state.ts';
import { type Built, build } from './result.ts';
import { selectFlows } from './selection.ts';
import { startState, withExample } from './start.ts';
import type { State } from './state.ts';

const releases = dataset.releases.map(({ release }) => release);

const ruleIds = ({ rules }: Built): string[] => (rules ? rules.policy.rules.map(({ id }) => id) : []);
const gaps = ({ rules }: Built): string[] => (rules ? rules.policy.gaps.map(gapWords) : []);
const problems = ({ problems: found }: Built): string[] =>
  found.map(({ field, entry, message }) => `${field}: ${entry === null ? '' : `${entry} `}${message}`);
const given = ({ parties }: Built): Record<string, string> => Object.fromEntries(parties.map((each) => [each.party.id, each.given]));

describe('the rules of the builder', () => {
  it.each(platforms)('are those that are published for the example, byte for byte: $name', (platform) => {
    for (const release of releases) {
      for (const edition of editionsOf(platform, release)) {
        const start = { ...startState(dataset, platform), release, everything: true, form: edition.form ?? null };
        const { rules, problems: found } = build(dataset, platform, withExample(start, platform, edition.vantage));
        expect(found).toEqual([]);
        expect(rules?.text).toBe(publishedRules(dataset, platform, edition).text);
      }
    }
  });

  it.each(platforms)('are made by the same code for what the answers leave: $name', (platform) => {
    for (const release of releases) {
      for (const answers of [
        { delivery: ['relay'], peers: ['yes'], backup: ['ftp'], 'ftp-mode': ['active'] },
        { delivery: ['direct'], peers: ['no'], backup: [], 'ftp-mode': ['passive'] },
      ]) {
        const state = withExample({ ...startState(dataset, platform), release, answers }, platform);
        const subject = { product: dataset.product.name, release, dataset: dataset.product.dataset, scope: null, example: true };
        const expected = toRules(platform, selectFlows(dataset, state), exampleEnvironment(platform, 'edge'), subject);
        expect(build(dataset, platform, state).rules).toEqual(expected);
      }
    }
  });

  it('say that they are made up only while everything in them is', () => {
    const platform = platformNamed('nftables');
    const example = withExample(startState(dataset, platform), platform);
    const isExample = (change: Partial<State>) => build(dataset, platform, { ...example, ...change }).rules?.text.includes('EXAMPLE');
    expect(isExample({})).toBe(true);
    expect(isExample({ prefix: 'ACME' })).toBe(false);
    expect(isExample({ addresses: { ...example.addresses, gateway: ['10.0.0.1'] } })).toBe(false);
    expect(isExample({ zones: { ...example.zones, lan: 'eth2' } })).toBe(false);
    expect(isExample({ addresses: {} })).toBe(false);
  });

  it('have a person’s own addresses and names', () => {
    const built = builtFrom();
    expect(ruleIds(built)).toEqual([
      'smtp-inbound-tcp-4',
      'smtp-direct-tcp-4',
      'dns-queries-udp-4',
      'dns-queries-tcp-4',
      'updates-tcp-4',
      'snmp-polling-udp-4',
    ]);
    expect(problems(built)).toEqual([]);
    expect(built.rules?.text).toContain('iifname "eth1" oifname "eth2"');
    expect(built.rules?.text).toMatch(/10\.2\.0\.53/);
    expect(built.rules?.text).toContain('acme_');
    expect(environment.safeParse(built.environment)).toMatchObject({ success: true });
  });

  it('come in another form where the vantage point has it, and else in the plain one', () => {
    expect(builtFrom({ form: 'table' }).rules?.text).toContain('table inet');
    expect(builtFrom({ form: 'other' }).rules?.text).toBe(builtFrom().rules?.text);
  });
});

describe('what is missing', () => {
  it('is said of each party, and its flows are left out', () => {
    const built = builtFrom({ addresses: { gateway: ['10.1.0.10'] } });
    expect(given(built)).toEqual({
      gateway: 'typed',
      'internet-mail-servers': 'internet',
      'dns-resolvers': 'missing',
      'update-servers': 'hosts',
      'snmp-managers': 'missing',
    });
    expect(ruleIds(built)).toEqual(['smtp-inbound-tcp-4', 'smtp-direct-tcp-4', 'updates-tcp-4']);
    expect(gaps(built)).toContain('DNS: no address of DNS resolvers is given. Type it.');
  });

  it('is the name of a zone: flows that need it are left out, and no made-up name is written', () => {
    const built = builtFrom({ zones: { internet: 'eth0', dmz: 'eth1', management: '' } });
    expect(built.zones.map(({ zone }) => zone)).toEqual(['internet', 'dmz', 'lan', 'management']);
    expect(ruleIds(built)).toEqual(['smtp-inbound-tcp-4', 'smtp-direct-tcp-4', 'updates-tcp-4']);
    expect(gaps(built)).toEqual(
      expect.arrayContaining([
        'DNS: no name of "Internal network" on this firewall is given. Type it.',
        'SNMP polling: no name of "Management" on this firewall is given. Type it.',
      ]),
    );
    expect(built.rules?.text).not.toContain('lan0');
    expect(built.rules?.text.replaceAll(/\n# +/g, ' ')).toContain('no name of "Internal network" on this firewall is given');
  });

  it('is no name where the platform has no zones, or tells none apart', () => {
    expect(builtFrom({ platform: 'aws', zones: {} }).zones).toEqual([]);
    expect(builtFrom({ vantage: 'host', zones: {} }).zones).toEqual([]);
    expect(ruleIds(builtFrom({ platform: 'aws', zones: {} }))).not.toEqual([]);
  });

  it('is everything where nothing is typed, and nothing becomes any address', () => {
    const built = builtFrom({ addresses: {}, zones: {} });
    expect(ruleIds(built)).toEqual([]);
    expect(given(built).gateway).toBe('missing');
  });

  it('is what begins all names: without it there are no rules', () => {
    const built = builtFrom({ prefix: ' ' });
    expect(built.rules).toBeNull();
    expect(problems(built)).toEqual(['prefix: is empty: type a few letters, such as SEG']);
  });
});

describe('a list of hosts that breaks off', () => {
  const cut: typeof dataset = {
    ...dataset,
    releases: dataset.releases.map((release) => ({
      ...release,
      rows: release.rows.map((row) => ({
        ...row,
        flows: Object.fromEntries(
          Object.entries(row.flows).map(([id, own]) => [id, id === 'updates' ? { ...own, hostList: 'cut' as const } : own]),
        ),
      })),
    })),
  };
  const nftables = platformNamed('nftables');
  const reason = "the copy of the vendor's table breaks off in its list of hosts for update servers: there may be more";

  it('is not covered as a whole, and the text says so', () => {
    const built = build(cut, nftables, typedState());
    expect(ruleIds(built)).toContain('updates-tcp-4');
    expect(built.rules?.policy.gaps.filter((gap) => gap.reason === reason).map(({ flows }) => flows.map(({ id }) => id))).toEqual([
      ['updates'],
    ]);
    expect(built.rules?.text.replaceAll(/\n# +/g, ' ')).toContain(reason);
    const own = build(cut, nftables, typedState({ addresses: { ...typedState().addresses, 'update-servers': ['198.18.0.7'] } }));
    expect(own.rules?.policy.gaps.map((gap) => gap.reason)).not.toContain(reason);
  });

  it('changes nothing in the text for the example, and is said beside it', () => {
    const built = build(cut, nftables, withExample({ ...startState(cut, nftables), everything: true }, nftables));
    const [edition] = editionsOf(nftables, startState(cut, nftables).release);
    if (!edition) throw new Error('there is no edition');
    expect(built.rules?.text).toBe(publishedRules(cut, nftables, edition).text);
    expect(built.rules?.policy.gaps.map((gap) => gap.reason)).toContain(reason);
  });
});

describe('what is refused', () => {
  it('is said beside its field, and in no rule, while the rest of the field is', () => {
    const built = builtFrom({ addresses: { ...typedState().addresses, 'dns-resolvers': ['10.2.0.53', '10.2.0.054'] } });
    expect(problems(built)).toEqual([
      'addresses.dns-resolvers: 10.2.0.054 has a leading zero, which some programs read as octal: leave it out',
    ]);
    expect(ruleIds(built)).toContain('dns-queries-udp-4');
    expect(built.rules?.text).not.toContain('10.2.0.054');
    expect(gaps(built)).toContain('DNS: a part of what was typed for DNS resolvers is refused, and in no rule. Correct it.');
  });

  it('leaves the flows of a party out where nothing else is typed, also those that published names would do for', () => {
    const built = builtFrom({ addresses: { ...typedState().addresses, 'update-servers': ['10.0.0.1/24'] } });
    expect(given(built)['update-servers']).toBe('refused');
    expect(ruleIds(built)).not.toContain('updates-tcp-4');
    expect(built.rules?.text).not.toContain('one.updates.example.net');
    expect(gaps(built)).toContain('Updates: all of what was typed for update servers is refused, and in no rule. Correct it.');
  });

  it('never opens what is opened by choice otherwise', () => {
    const built = builtFrom({
      release: '2.0.0',
      anyInternet: ['revocation-servers'],
      addresses: { ...typedState().addresses, 'revocation-servers': ['0.0.0.0/0'] },
    });
    expect(given(built)['revocation-servers']).toBe('refused');
    expect(ruleIds(built)).not.toContain('certificate-status-tcp-4');
  });

  it('is a name of a zone that the platform cannot write', () => {
    const built = builtFrom({ zones: { ...typedState().zones, lan: 'eth2" accept #' } });
    expect(problems(built)).toEqual([
      'zones.lan: eth2" accept # is no name that nftables takes: type the name of one interface as "ip link" shows it, at most 15 letters, digits, dots, hyphens or underscores',
    ]);
    expect(ruleIds(built)).not.toContain('dns-queries-udp-4');
    expect(built.rules?.text).not.toContain('accept #');
    expect(gaps(built)).toContain(
      'DNS: the name that was typed for "Internal network" on this firewall is none that nftables takes. Type it.',
    );
  });

  it('is nothing of a party that nobody asks for', () => {
    expect(problems(builtFrom({ addresses: { ...typedState().addresses, 'peer-gateways': ['010.0.0.1'] } }))).toEqual([]);
  });

  it('is a passive range, where one is needed', () => {
    const ftp = {
      platform: 'ufw',
      answers: { ...typedState().answers, backup: ['ftp'] },
      addresses: { ...typedState().addresses, 'backup-servers': ['10.2.0.21'] },
    };
    expect(builtFrom(ftp)).toMatchObject({ needsPassive: true, problems: [] });
    expect(gaps(builtFrom(ftp)).join()).toContain('Set a fixed passive range on the server, and type it.');
    expect(problems(builtFrom({ ...ftp, passive: '50099-50000' }))).toEqual(['passive: 50099-50000 is reversed: write 50000-50099']);
    expect(ruleIds(builtFrom({ ...ftp, passive: '50000-50099' }))).toContain('backup-ftp-passive-4');
    expect(builtFrom({ ...ftp, platform: 'nftables', passive: '50099-50000' })).toMatchObject({ needsPassive: false, problems: [] });
  });

  it.each(['x\npermit ip any any', 'a" accept #', 'x;flush ruleset', 'x`id`', 'x$(id)', "it's", '%s \\" }'])(
    'harms nothing as a prefix or an address: %j (SEC-09)',
    (text) => {
      for (const platform of platforms) {
        const state = withExample({ ...startState(dataset, platform), everything: true }, platform);
        const plain = build(dataset, platform, { ...state, prefix: 'xyz' });
        const hostile = build(dataset, platform, {
          ...state,
          prefix: text,
          addresses: { ...state.addresses, 'dns-resolvers': [...(state.addresses['dns-resolvers'] ?? []), text] },
        });
        expect(hostile.rules?.text).toMatch(/^[\x20-\x7e\n]+\n$/);
        expect(hostile.rules?.policy.rules.length).toBe(plain.rules?.policy.rules.length);
        expect(hostile.rules?.text).not.toContain('\npermit ip any any');
      }
    },
  );
});

describe('who stands where', () => {
  it('is a choice for those who are not the gateway', () => {
    const built = builtFrom({ placed: { 'dns-resolvers': 'internet' } });
    expect(built.rules?.policy.rules.find(({ id }) => id === 'dns-queries-udp-4')).toMatchObject({ from: 'eth1', to: 'eth0' });
    const beside = builtFrom({ placed: { 'dns-resolvers': 'dmz' } });
    expect(beside.rules?.policy.elsewhere.map(({ id }) => id)).toContain('dns-queries');
    expect(beside.parties.find(({ party }) => party.id === 'dns-resolvers')).toMatchObject({ zone: 'dmz', flows: [] });
  });

  it('is any Internet address by choice, and then in the Internet', () => {
    const at = { release: '2.0.0', placed: { 'revocation-servers': 'lan' } } as const;
    expect(given(builtFrom(at))['revocation-servers']).toBe('closed');
    const open = builtFrom({ ...at, anyInternet: ['revocation-servers'] });
    expect(given(open)['revocation-servers']).toBe('any');
    expect(open.rules?.policy.rules.find(({ id }) => id === 'certificate-status-tcp-4')).toMatchObject({
      to: 'eth0',
      destination: { any: true },
    });
    expect(given(builtFrom({ ...at, anyInternet: ['dns-resolvers'] }))['dns-resolvers']).toBe('typed');
  });

  it('is told where the gateway has a public address, on platforms that see it', () => {
    const pan = {
      platform: 'pan-os',
      zones: { internet: 'untrust', dmz: 'dmz', lan: 'trust', management: 'mgmt' },
      publicAddresses: ['198.18.0.10'],
    };
    const built = builtFrom(pan);
    expect(built.usesPublic).toBe('rules');
    expect(built.rules?.text).toContain('198.18.0.10');
    expect(builtFrom({ ...pan, platform: 'nftables' })).toMatchObject({ usesPublic: 'tests' });
    expect(builtFrom({ ...pan, vantage: 'inner' })).toMatchObject({ usesPublic: null });
    expect(builtFrom({ ...pan, platform: 'nftables', zones: {} }).rules?.text).not.toContain('198.18.0.10');
  });

  it('is said where the Internet would have to reach a private address', () => {
    const gateway = ['10.1.0.10', 'fd00::10', '198.18.0.7'];
    const typed = { platform: 'pan-os', addresses: { ...typedState().addresses, gateway } };
    expect(builtFrom(typed).unreachable).toEqual(['10.1.0.10', 'fd00::10']);
    expect(builtFrom({ ...typed, publicAddresses: ['198.18.0.10'] }).unreachable).toEqual(['fd00::10']);
    expect(builtFrom({ ...typed, publicAddresses: ['192.168.0.10'] }).unreachable).toEqual(['192.168.0.10', 'fd00::10']);
    expect(builtFrom({ ...typed, platform: 'nftables' }).unreachable).toEqual(['10.1.0.10', 'fd00::10']);
    expect(builtFrom({ ...typed, vantage: 'inner' }).unreachable).toEqual([]);
  });

  it('keeps inbound mail closed where the public address is refused', () => {
    const built = builtFrom({ platform: 'pan-os', publicAddresses: ['198.18.0.010'] });
    expect(problems(built)).toEqual(['publicAddresses: 198.18.0.010 has a leading zero, which some programs read as octal: leave it out']);
    expect(ruleIds(built)).not.toContain('smtp-inbound-tcp-4');
    expect(gaps(built)).toContain(
      'Inbound mail: all of what was typed for the public addresses of the gateway is refused, and in no rule. Correct it.',
    );
  });
});

describe('what else is said', () => {
  it('is which addresses are made up still', () => {
    const built = builtFrom({ addresses: { ...typedState().addresses, 'dns-resolvers': ['192.0.2.53', '10.0.0.1'] } });
    expect(built.madeUp.map(({ id }) => id)).toEqual(['dns-resolvers']);
  });

  it('is that the prefix is written otherwise (GEN-10)', () => {
    expect(builtFrom().respelt).toBe(false);
    expect(builtFrom({ prefix: 'my-SEG.1' }).respelt).toBe(false);
    expect(builtFrom({ prefix: 'B\u00fcro' }).respelt).toBe(true);
    const built = builtFrom({ prefix: 'q'.repeat(60), platform: 'pan-os' });
    expect(built.respelt).toBe(true);
    const names = [...(built.rules?.text.matchAll(/^set rulebase security rules (\S+) action/gm) ?? [])].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(3);
  });
});
