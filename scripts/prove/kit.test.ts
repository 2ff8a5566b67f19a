/** The test scripts against real servers and the real rules: what is open is seen as open, and what is not, with the rule it lacks. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDataset } from '#dataset/read.ts';
import { defaultRelease, isCurrent, releaseFlows } from '#dataset/release-flow.ts';
import { renderBash } from '#kit/bash.ts';
import { type Finding, judge, type Selection } from '#kit/judge.ts';
import { renderPowerShell } from '#kit/powershell.ts';
import { type Side, toProbes } from '#kit/probe.ts';
import type { Report } from '#kit/report.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { platform } from '#rules/platforms/nftables.ts';
import type { Rule } from '#rules/policy.ts';
import { type Rules, toRules } from '#rules/to-rules.ts';
import { type Identity, kitNeeds, knowNames, runScript, servicesFor, toIdentity, withServices } from './kit.ts';
import { inLab, type Lab } from './lab/lab.ts';
import type { Service } from './lab/services.ts';
import { lacking, lackingPrograms, needsWords } from './lacking.ts';
import type { Loader } from './loader.ts';
import { loaders } from './loaders/nftables.ts';
import { labNeeds } from './packets.ts';
import { powershellProblems } from './powershell.ts';
import { labAddresses } from './probes.ts';
import { shellCheck } from './shell-check.ts';
import { underRules } from './trial.ts';

const [loader] = loaders as readonly [Loader];
const missing = lacking(labNeeds, kitNeeds, loader);

const read = await readDataset(fileURLToPath(new URL('../..', import.meta.url)));
if ('problems' in read) throw new Error('the dataset is not valid');
const { dataset } = read;
const { release } = defaultRelease(dataset);
/** As the builder takes them. */
const flows = releaseFlows(dataset, release).filter((flow) => isCurrent(flow) || flow.status === 'unknown');
const environment = exampleEnvironment(platform, 'edge');
const subject = { product: dataset.product.name, release, dataset: dataset.product.dataset, scope: null, example: true };
const rules = toRules(platform, flows, environment, subject);
const selection: Selection = { dataset: subject.dataset, release, flows, environment, policy: rules.policy };
const sides = toProbes(flows, environment).filter(({ probes }) => probes.length > 0);
const addresses = labAddresses(flows);
/** A mail server on the Internet, and a mirror of an update server: what no script knows by itself. */
const given = ['--target', 'internet-mail-servers=198.51.100.77', '--target', 'avira-update-servers=one.apc.avira.com'];
const names = new Map([...addresses, ['one.apc.avira.com', addresses.get('*.apc.avira.com') ?? []]]);
const sideOf = (id: string): Side => sides.find((side) => side.id === id) as Side;

/** The rules without some of them, as the platform writes that. */
function without(...taken: readonly Rule[]): Rules {
  const policy = { ...rules.policy, rules: rules.policy.rules.filter((rule) => !taken.includes(rule)) };
  const about = { ...subject, platform: platform.name, notes: platform.notes, ftpHelper: true };
  return { policy, text: platform.render(policy, about) };
}

const ruleOf = (id: string): Rule => {
  const found = rules.policy.rules.find((rule) => rule.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
};

const addressesOf = (name: string): readonly string[] => names.get(name) ?? [];

const isAt = ({ address }: Service, name: string): boolean => addressesOf(name).includes(address);

/** An address, or the first one of a network that a machine may have. */
const anAddressOf = (entry: string): string => {
  const [address = '', length] = entry.split('/');
  return length === undefined ? address : address.replace(/(\d*)$/, (last) => `${Number(last) + 1}`);
};

describe('every script', () => {
  const checker = shellCheck('kit', 'bash');
  const lacks = lackingPrograms(checker);

  it('is taken by the grammar of PowerShell, and calls nothing but what is listed', async () => {
    for (const side of sides) expect(await powershellProblems(renderPowerShell(side, subject))).toEqual([]);
    for (const { release: id } of dataset.releases) {
      const [side] = toProbes(releaseFlows(dataset, id), environment);
      expect(side && (await powershellProblems(renderPowerShell(side, { ...subject, release: id })))).toEqual([]);
    }
  });

  it.skipIf(lacks.length > 0)(`has nothing that ShellCheck would change${needsWords(lacks)}`, async () => {
    const texts = sides.slice(0, 2).map((side) => ({ name: side.id, text: renderBash(side, subject) }));
    expect((await checker.check(texts)).flat()).toEqual([]);
  });
});

/** What the scripts report where a rule is missing, for the tests of the builder in a browser. */
const fixture = fileURLToPath(new URL('../../tests/fixtures/lab-reports.jsonl', import.meta.url));

/** One of the gateway, one of each other place. */
const recorded = ['ldap-tcp-4', 'web-interface-tcp-4', 'smtp-inbound-tcp-6'];

/** Reports by the rule that was missing, without what is another thing each time, and what openssl words in its own way. */
function fixtureOf(reports: readonly (readonly [string, Report])[]): string {
  return reports
    .filter(([id]) => recorded.includes(id))
    .map(([without, { results, ...report }]) => {
      const lasting = { ...report, dataset: '2026.01.01', host: 'seg1', time: '2026-02-03T04:05:06Z' };
      return `${JSON.stringify({ without, report: { ...lasting, results: results.map((result) => ({ ...result, detail: '' })) } })}\n`;
    })
    .join('');
}

const minutes = (count: number) => count * 60_000;

describe.skipIf(missing.length > 0)(`the test scripts${needsWords(missing)}`, () => {
  let folder: string;
  let authority: Identity;
  let own: Identity;
  let env: Record<string, string>;
  const known = [...names.keys()].filter((name) => !name.startsWith('*.'));

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-kit-'));
    authority = toIdentity('Lab Authority', []);
    own = toIdentity('servers of the lab', known, authority);
    env = { SSL_CERT_FILE: join(folder, 'authority.pem') };
    writeFileSync(join(folder, 'authority.pem'), authority.cert);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Has the lab serve everything that the scripts try, but for some changes; null serves nothing. */
  const inKitLab = <T>(change: (service: Service) => Service | null, use: (lab: Lab) => Promise<T>): Promise<T> =>
    inLab(async (lab) => {
      knowNames(lab, 'gateway', names, '192.0.2.53');
      const more = [{ address: '198.51.100.77', port: 25 }, ...addressesOf('one.apc.avira.com').map((address) => ({ address, port: 80 }))];
      const services = [
        ...servicesFor(sides, names).map((service) => ({ ...service, identity: own })),
        ...more.map((each): Service => ({ ...each, transport: 'tcp', speech: each.port === 80 ? 'http' : 'tcp' })),
      ];
      const changed = services.map(change).filter((service) => service !== null);
      return withServices(lab, changed, () => use(lab));
    });

  const under = <T>(lab: Lab, some: Rules, use: () => Promise<T>): Promise<T> =>
    underRules(lab, { loader, rules: some, form: undefined, environment }, names, use);

  /** Runs the script of a side, with a few seconds for each step: long enough for a busy machine, and not too long where nothing comes. */
  async function run(lab: Lab, side: Side) {
    const words = [...(side.id === 'gateway' ? given : []), '--timeout', '3'];
    const from = side.addresses.length > 0 ? side.addresses.map(anAddressOf) : ['198.51.100.90', '2001:db8:a::90'];
    const { status, report } = await runScript(lab, side, renderBash(side, subject), { words, env, from });
    const { doubts, findings } = judge(report, selection);
    expect(doubts).toEqual([]);
    return { status, findings, report };
  }

  const blockedIn = (findings: readonly Finding[]) =>
    findings.filter(({ verdict }) => verdict === 'blocked').map(({ flow, rules: its }) => `${flow}: ${its.map(({ id }) => id)}`);

  it(
    'find every flow that has a rule open, from every side',
    () =>
      // An error that no block page has says that the connection is there.
      inKitLab(
        (service) => (isAt(service, 'services1.clearswift.net') ? { ...service, status: 404 } : service),
        (lab) =>
          under(lab, rules, async () => {
            const found = [];
            for (const side of sides) found.push(await run(lab, side));
            const all = found.flatMap(({ findings }) => findings);
            const open = all.filter(({ verdict }) => verdict === 'connected').map(({ flow }) => flow);
            expect(open.toSorted()).toEqual([...new Set(rules.policy.rules.flatMap((rule) => rule.flows.map(({ id }) => id)))].sort());
            expect(found.map(({ status }) => status)).toEqual(sides.map(() => 0));
            const outcomes = new Set(all.flatMap(({ results }) => results.map(({ outcome }) => outcome)));
            expect([...outcomes].sort()).toEqual(['answered', 'connected', 'http-error', 'not-tested']);

            const seen = (flow: string) => all.find((finding) => finding.flow === flow)?.results ?? [];
            expect(seen('dns-queries').map(({ transport, detail }) => `${transport} ${detail}`)).toEqual([
              ...Array.from({ length: 3 }, () => 'udp it answers NXDOMAIN'),
              ...Array.from({ length: 3 }, () => 'tcp it answers NXDOMAIN'),
            ]);
            expect(new Set(seen('ntp-time').map(({ detail }) => detail))).toEqual(new Set(['stratum 2']));
            expect(seen('product-updates').map(({ target, address, detail }) => [target, address, detail])).toEqual(
              ['repo.clearswift.net', 'rh.repo.clearswift.net'].flatMap((name) =>
                addressesOf(name).map((each) => [name, each, 'HTTP 200']),
              ),
            );
            expect(seen('kaspersky-ksn')[0]?.detail).toMatch(/^certificate of CN ?= ?servers of the lab, issued by CN ?= ?Lab Authority$/);
            expect(seen('web-interface')[0]?.detail).toMatch(/^HTTP 200, certificate of /);
            expect(seen('service-availability-list')[0]).toMatchObject({ outcome: 'http-error', detail: 'HTTP 404' });
          }),
      ),
    minutes(3),
  );

  it(
    'find the very flow blocked whose rule is missing, and the rule',
    () =>
      inKitLab(
        (service) => service,
        async (lab) => {
          const cases = [
            ['gateway', 'ldap-tcp-4'],
            ['gateway', 'dns-queries-udp-4'],
            ['gateway', 'product-updates-tcp-6'],
            ['gateway', 'ntp-time-udp-4'],
            ['administrators', 'web-interface-tcp-4'],
            ['internet-mail-servers', 'smtp-inbound-tcp-6'],
          ] as const;
          const found = [];
          const reports: [string, Report][] = [];
          for (const [from, id] of cases) {
            const { status, findings, report } = await under(lab, without(ruleOf(id)), () => run(lab, sideOf(from)));
            found.push([id, status, ...blockedIn(findings)]);
            reports.push([id, report]);
          }
          expect(found).toEqual(cases.map(([, id]) => [id, 1, `${id.replace(/-(tcp|udp)-\d$/, '')}: ${id}`]));
          await expect(fixtureOf(reports)).toMatchFileSnapshot(fixture);
        },
      ),
    minutes(3),
  );

  it(
    'tell what is refused, not reached, not known, answered by somebody else, and what nobody can tell',
    () =>
      inKitLab(
        (service) => {
          // A proxy that shows a certificate of its own, and one that makes up certificates for every name.
          if (isAt(service, 'ksn1.kaspersky-labs.com'))
            return { ...service, identity: toIdentity('a proxy', ['proxy.example'], authority) };
          if (isAt(service, 'ksn2.kaspersky-labs.com')) return { ...service, identity: toIdentity('a proxy', known) };
          // What a block page answers, without TLS and within.
          if (isAt(service, 'repo.clearswift.net')) return { ...service, status: 403 };
          if (isAt(service, 'services1.clearswift.net')) return { ...service, status: 503 };
          if (service.port === 443 && service.address === '2001:db8:a::20') return { ...service, status: 451 };
          // Something that takes connections and says nothing: in place of a server of TLS, and of one that may speak something else.
          if (service.port === 636 && service.address === '2001:db8:b::38') return { ...service, speech: 'tcp' };
          if (isAt(service, 'ksn4.kaspersky-labs.com')) return { ...service, speech: 'tcp' };
          if (service.port === 162 || service.address === '192.0.2.39') return null;
          return service;
        },
        async (lab) => {
          const missingRules = ['greylisting-out-udp-4', 'syslog-export-tcp-4', 'syslog-export-tcp-6'].map(ruleOf);
          const some = new Map([...names].filter(([name]) => name !== 'www.clearswift.com'));
          knowNames(lab, 'gateway', some, '192.0.2.53');
          const outcomesOf = (findings: readonly Finding[], flow: string) => {
            const { verdict, results = [], rules: its = [] } = findings.find((finding) => finding.flow === flow) ?? {};
            return [verdict, ...results.map(({ target, outcome }) => `${target} ${outcome}`), ...its.map(({ id }) => id)];
          };

          await under(lab, without(...missingRules), async () => {
            const { status, findings } = await run(lab, sideOf('gateway'));
            expect(status).toBe(1);
            expect(outcomesOf(findings, 'kaspersky-ksn')).toEqual([
              'blocked',
              ...Array.from({ length: 2 }, () => 'ksn1.kaspersky-labs.com inspected'),
              ...Array.from({ length: 2 }, () => 'ksn2.kaspersky-labs.com untrusted'),
              ...['ksn3', 'ksn3', 'ksn4', 'ksn4'].map((name) => `${name}.kaspersky-labs.com connected`),
              'kaspersky-ksn-tcp-4',
              'kaspersky-ksn-tcp-6',
            ]);
            const turnedAway = findings.flatMap(({ results }) => results).filter(({ outcome }) => outcome === 'turned-away');
            expect(new Set(turnedAway.map(({ target, detail }) => `${target} ${detail.slice(0, 8)}`))).toEqual(
              new Set(['repo.clearswift.net HTTP 403', 'services1.clearswift.net HTTP 503', '2001:db8:a::20 HTTP 451']),
            );
            const silent = findings.flatMap(({ results }) => results).filter(({ detail }) => detail === 'connected, yet no answer by TLS');
            expect(new Set(silent.map(({ target }) => target))).toEqual(new Set(['ksn4.kaspersky-labs.com', '2001:db8:b::38']));
            expect(outcomesOf(findings, 'rss-feed')).toEqual(['unclear', 'www.clearswift.com unresolved']);
            expect(outcomesOf(findings, 'ldaps')).toEqual([
              'blocked',
              '192.0.2.38 connected',
              '192.0.2.39 refused',
              '2001:db8:b::38 cannot-tell',
              'ldaps-tcp-4',
            ]);
            expect(outcomesOf(findings, 'snmp-alerts')).toEqual([
              'blocked',
              '192.0.2.161 refused',
              '2001:db8:b::161 refused',
              'snmp-alerts-udp-4',
              'snmp-alerts-udp-6',
            ]);
            expect(outcomesOf(findings, 'greylisting-out')).toEqual([
              'unclear',
              '198.51.100.20 cannot-tell',
              '198.51.100.21 cannot-tell',
              '2001:db8:a::20 answered',
            ]);
            expect(outcomesOf(findings, 'syslog-export')).toEqual([
              'blocked',
              '192.0.2.163 no-answer',
              '2001:db8:b::163 no-answer',
              'syslog-export-tcp-4',
              'syslog-export-tcp-6',
            ]);
          });

          await under(lab, without(...missingRules), async () => {
            for (const rule of ['ip6 daddr 2001:db8:b::163 reject with icmpx type admin-prohibited', 'reject'])
              await lab.firewall.must('nft', [`add rule inet filter forward ${rule}`]);
            const { findings } = await run(lab, sideOf('gateway'));
            expect(outcomesOf(findings, 'syslog-export').slice(0, 3)).toEqual([
              'blocked',
              '192.0.2.163 refused',
              '2001:db8:b::163 unreachable',
            ]);
            expect(outcomesOf(findings, 'greylisting-out')).toEqual([
              'blocked',
              '198.51.100.20 refused',
              '198.51.100.21 refused',
              '2001:db8:a::20 answered',
              'greylisting-out-udp-4',
            ]);
          });
        },
      ),
    minutes(3),
  );
});
