/** What holds for every firewall that comes as an appliance: its text is pasted or run, and its own reader knows every line. */
import { describe, expect, it } from 'vitest';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Permit, Reader } from '#prove/permit.ts';
import { reader as checkPointReader } from '#prove/readers/check-point.ts';
import { reader as ciscoAsaReader } from '#prove/readers/cisco-asa.ts';
import { reader as fortigateReader } from '#prove/readers/fortigate.ts';
import { reader as panOsReader } from '#prove/readers/pan-os.ts';
import { exampleRules, hostileTexts, titled, withCarried, words } from './example-rules.ts';
import { cidrOf } from './network.ts';
import type { Platform } from './platform.ts';
import { platform as checkPoint } from './platforms/check-point.ts';
import { platform as ciscoAsa } from './platforms/cisco-asa.ts';
import { platform as fortigate } from './platforms/fortigate.ts';
import { platform as panOs } from './platforms/pan-os.ts';
import type { End, Rule } from './policy.ts';

interface Appliance {
  readonly platform: Platform;
  readonly reader: Reader;
  /** What the device takes as a command. */
  readonly isCommand: (line: string) => boolean;
  /** A command that carries words, quoted as it has to be. */
  readonly worded: RegExp;
  /** What stands nowhere in a text. */
  readonly refused: RegExp;
  /** The comments as running text. */
  readonly header: (text: string) => string;
  /** Zones that a rule is bound to. */
  readonly zonesOf: (rule: Rule) => Pick<Permit, 'from' | 'to'>;
  /** What would do harm in its own syntax. */
  readonly hostile: readonly string[];
  /** What no zone is named. */
  readonly zones: readonly string[];
}

const never = /(?!)/;

const appliances: readonly Appliance[] = [
  {
    platform: checkPoint,
    reader: checkPointReader,
    isCommand: (line) => !line.startsWith('#'),
    worded: /^ {2}comments '[^']{1,255}'$/,
    refused: never,
    header: words,
    zonesOf: ({ source, destination, from, to }) => ({ from: source.any ? from : null, to: destination.any ? to : null }),
    hostile: ["' \\\n  install-on.1 'x", '* } # x'],
    zones: ['any', 'Any', 'a b', "x'", '1zone', 'x'.repeat(64)],
  },
  {
    platform: ciscoAsa,
    reader: ciscoAsaReader,
    isCommand: (line) => line !== '' && !line.startsWith('!'),
    worded: never,
    refused: /\?|.{261}/,
    header: (text) => [...text.matchAll(/^! *(.*)$/gm)].map(([, line]) => line).join(' '),
    zonesOf: ({ from }) => ({ from, to: null }),
    hostile: [
      'x\r\naccess-list outside_access_in extended permit ip any any',
      '"inspect ftp" opens its data connections.',
      'x ? \u0016',
      'wide '.repeat(60),
    ],
    zones: ['a b', 'x;', '"in"', '-in', 'in?', 'alert-interval', 'deny-flow-max', 'x\n', 'x'.repeat(129)],
  },
  {
    platform: fortigate,
    reader: fortigateReader,
    isCommand: (line) => !line.startsWith('#'),
    worded: /^ {8}set comments "[^"]*"$/,
    refused: /[?\\]/,
    header: words,
    zonesOf: ({ from, to }) => ({ from, to }),
    hostile: ["it's ? \\ $USERNAME", '    next\n    edit 1'],
    zones: ['any', 'ANY', 'wan1"', 'wan1 ', ' wan1', 'a;b', 'x'.repeat(36), 'a\nb', '?'],
  },
  {
    platform: panOs,
    reader: panOsReader,
    isCommand: (line) => line !== '' && !line.startsWith('set tag '),
    worded: / description "[^"#|[\]]*"$/,
    refused: /[?\\]/,
    header: (text) => [...text.matchAll(/^set tag \S+ comments "(.*)"$/gm)].map(([, line]) => line).join(' '),
    zonesOf: ({ from, to }) => ({ from, to }),
    hostile: ['x\r\nset rulebase security rules x source any', 'x | match y [ z ] ?', '# no rule'],
    zones: ['any', 'ANY', 'multicast', 'a"', 'a ', ' a', 'a;b', 'a[b', 'x'.repeat(64), 'a\nb', '?'],
  },
];

describe.each(appliances.map((each) => [each.platform.name, each] as const))('%s', (name, appliance) => {
  const { platform, reader, isCommand, worded, refused, header, zonesOf, hostile, zones } = appliance;
  const { edge, flowsNamed, rulesOf, textOf } = exampleRules(platform, '1.0.0');
  const commands = (text: string) => text.split('\n').filter(isCommand);
  const plain = textOf();

  const letsThroughItsPolicy = (...words: Parameters<typeof rulesOf>) => {
    const { text, policy } = rulesOf(...words);
    expect(policy.rules.length).toBeGreaterThan(0);
    expect(sorted(reader(text))).toEqual(sorted(policy.rules.map((rule) => ({ ...permitOf(rule), ...zonesOf(rule) }))));
  };

  it.each(platform.vantages)('lets through what the policy lets through, and nothing else: seen from %s', (vantage) => {
    const relay = ['a.relay.example', '*.relay.example', '198.51.100.25', '2001:db8:a::25'];
    letsThroughItsPolicy(flowsNamed(), { vantage, addresses: { ...edge.addresses, 'relay-host': relay } });
  });

  it('lets through no more where the same party has other addresses elsewhere', () => {
    const more = flowsNamed('updates').map((entry) => ({
      ...entry,
      flow: { ...entry.flow, id: 'more', port: { from: 443, to: 443 } },
      hosts: ['three.updates.example.net'],
    }));
    letsThroughItsPolicy([...flowsNamed('updates'), ...more]);
  });

  it('lets through no more where a name and all names below it are there', () => {
    const addresses = { gateway: ['203.0.113.10'], 'relay-host': ['*.example.net', '198.51.100.25'], 'backup-servers': ['example.net'] };
    letsThroughItsPolicy(flowsNamed('smtp-relay', 'backup-ftp'), { addresses: { ...addresses, 'dns-resolvers': [] } });
  });

  it('writes the same for the same, and nothing where there is nothing to let through', () => {
    expect(textOf()).toBe(plain);
    expect(commands(textOf([])).join('')).toBe('');
    expect(reader(textOf([]))).toEqual([]);
  });

  it.each([...hostileTexts, ...hostile])('has the same commands whatever the prefix is: %j', (prefix) => {
    const text = textOf(flowsNamed(), { prefix });
    expect(commands(text).length).toBe(commands(plain).length);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(plain));
  });

  it.each([...hostileTexts, ...hostile])('has the same commands whatever titles say: %j', (title) => {
    const flows = titled(flowsNamed(), title).map((entry) => ({ ...entry, destination: { ...entry.destination, name: title } }));
    const text = textOf(flows, {}, { scope: { id: 'all', title }, product: title });
    const unworded = (each: string) => commands(each).map((line) => line.replace(worded, ''));
    expect(unworded(text)).toEqual(unworded(plain));
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).not.toMatch(refused);
    expect(reader(text)).toEqual(reader(plain));
  });

  it.each([...zones, '\u00e9', ''])('refuses the name of a zone: %j', (internet) => {
    expect(() => textOf(flowsNamed(), { zones: { ...edge.zones, internet } })).toThrow(`the zone "internet" of ${name} cannot be named`);
  });

  it('says in its header what is not covered, what is never a rule, and what was carried', () => {
    const later = exampleRules(platform);
    const text = later.textOf(withCarried(later.flowsNamed(), 'dns-queries', '1.0.0'));
    expect(header(text)).toContain('- Certificate status: the vendor names no host for revocation servers in this release.');
    expect(header(text)).toContain("Unresolved HTTPS (carried from 1.1.0): the vendor's table does not say what it is for");
    expect(text).toContain('DNS (carried from 1.0.0): the gateway to DNS resolvers, udp/53');
  });

  it('says in its header that host names are looked up, and what that means, where there are any', () => {
    const note = /let it ask the resolvers that the (?:mail )?gateway asks\. Until it has an answer, a name lets nothing through\./;
    expect(header(textOf(flowsNamed('updates')))).toMatch(note);
    expect(header(textOf(flowsNamed('dns-queries')))).not.toMatch(note);
  });

  it('warns of FTP that turns to TLS where an FTP helper meets it', () => {
    const clear = flowsNamed('backup-ftp');
    const encrypted = clear.map(
      ({ flow, ...entry }): ReleaseFlow => ({ ...entry, flow: { ...flow, id: 'backup-tls', title: 'B', dataChannel: 'passive-range' } }),
    );
    const { policy, text } = rulesOf([...clear, ...encrypted], { ftp: { helper: true, passive: null } });
    expect(policy.rules.map(({ flows, ftp }) => [flows.length, ftp])).toEqual([
      [2, 'control'],
      [2, 'control'],
    ]);
    // The helper of a FortiGate reads three commands and passes over the rest.
    expect(header(text).includes('FTP that turns to TLS')).toBe(platform !== fortigate);
    expect(header(textOf(clear))).not.toContain('FTP that turns to TLS');
    // Inspection of an ASA goes by the port, whatever the rule is.
    expect(header(textOf(encrypted)).includes('FTP that turns to TLS')).toBe(platform === ciscoAsa);
  });
});

const membersOf = ({ any, networks, names, wildcards }: End) => ({ any, networks: networks.map(cidrOf), names: [...names, ...wildcards] });

const permitOf = ({ family, source, destination, transport, port, sourcePort, ftp }: Rule): Omit<Permit, 'from' | 'to'> => ({
  family,
  source: membersOf(source),
  destination: membersOf(destination),
  transport,
  port,
  sourcePort,
  helper: ftp === 'control',
});

/** Keys in one order, so that what is the same reads the same. */
const sorted = (permits: readonly Permit[]): string[] =>
  permits.map((permit) => JSON.stringify(Object.entries(permit).toSorted(([a], [b]) => a.localeCompare(b)))).sort();
