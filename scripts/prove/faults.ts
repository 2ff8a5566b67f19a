/**
 * Deliberate faults, each of which packets have to find. A fault has a flow of its own, with a party, ports and addresses that no other
 * one has, so many of them are tried in one text, and what finds one is not to be taken for what finds another.
 */
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Flow, Party, PortRange, Zone } from '#dataset/schema.ts';
import { type Environment, environment as schema } from '#rules/environment.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import type { Network } from '#rules/network.ts';
import type { Platform } from '#rules/platform.ts';
import type { End, Rule } from '#rules/policy.ts';
import { toRules } from '#rules/to-rules.ts';
import type { Vantage } from '#rules/vantage.ts';
import type { Loader } from './loader.ts';
import type { Trial } from './trial.ts';

/** A fault in a policy, whatever platform writes it down. */
export interface Fault {
  /** Also the id of its flow. */
  readonly id: string;
  readonly inbound?: boolean;
  readonly zone?: Zone;
  readonly transport?: Flow['transport'];
  /** How many ports the flow has. */
  readonly ports?: number;
  readonly ftp?: boolean;
  /** Ports that a twin of the flow, between the same ends, lies above it. */
  readonly twin?: number;
  /** What the fault makes of each rule of the flow and its twin: none, one or several. */
  readonly spoil: (rule: Rule, environment: Environment) => readonly Rule[];
  /** What has to be found, as failures say it. */
  readonly signs: readonly RegExp[];
  /** Whether there can be such a fault. */
  readonly applies?: (loader: Loader) => boolean;
}

const missing = /^does not let through \S+, itself/;
const leaking = (what: string): RegExp => new RegExp(`^lets through \\S+, ${what}`);

/** A rule of firewalld has no room for a source port beside a destination port, and its text says so. */
const writesSourcePorts = ({ platform }: Loader): boolean => platform !== 'firewalld';

const faults: readonly Fault[] = [
  {
    id: 'port-off-by-one',
    spoil: (rule) => [{ ...rule, port: moved(rule.port, 1) }],
    signs: [missing, leaking('the port 1 above')],
  },
  {
    id: 'udp-missing',
    transport: ['udp', 'tcp'],
    spoil: (rule) => (rule.transport === 'udp' ? [] : [rule]),
    signs: [/^does not let through \S+, itself: udp/],
  },
  { id: 'source-dropped', inbound: true, spoil: (rule) => [{ ...rule, source: firstOnly(rule.source) }], signs: [missing] },
  { id: 'destination-dropped', spoil: (rule) => [{ ...rule, destination: firstOnly(rule.destination) }], signs: [missing] },
  {
    id: 'list-made-a-range',
    twin: 50,
    spoil: (rule) => [{ ...rule, port: { from: rule.port.from, to: rule.port.from + 50 } }],
    signs: [leaking('a port between two')],
  },
  {
    id: 'any-for-an-address',
    inbound: true,
    zone: 'peers',
    spoil: (rule) => [{ ...rule, source: { ...rule.source, any: true, networks: [] } }],
    signs: [leaking('another source')],
  },
  {
    id: 'host-widened',
    spoil: (rule) => [{ ...rule, destination: changed(rule.destination, widened) }],
    signs: [leaking('another destination')],
  },
  {
    id: 'wrong-direction',
    spoil: (rule) => [turned(rule)],
    signs: [missing, leaking('the other direction')],
  },
  {
    id: 'ipv6-missing',
    spoil: (rule) => (rule.family === 'ipv6' ? [] : [rule]),
    signs: [/^does not let through \S+, itself: \S+ from [0-9a-f]*:/],
    applies: ({ families }) => families.includes('ipv6'),
  },
  {
    id: 'transport-swapped',
    spoil: (rule) => [{ ...rule, transport: rule.transport === 'tcp' ? 'udp' : 'tcp' }],
    signs: [missing, leaking('the other transport')],
  },
  { id: 'range-cut-short', ports: 10, spoil: (rule) => [{ ...rule, port: { ...rule.port, to: rule.port.to - 1 } }], signs: [missing] },
  {
    id: 'range-too-long',
    ports: 10,
    spoil: (rule) => [{ ...rule, port: { ...rule.port, to: rule.port.to + 1 } }],
    signs: [leaking('the port 1 above')],
  },
  { id: 'rule-missing', spoil: () => [], signs: [missing] },
  {
    id: 'wrong-zone',
    inbound: true,
    spoil: (rule, { zones }) => [{ ...rule, from: zones.internet ?? '' }],
    signs: [missing, leaking('the source on the leg "outside"')],
  },
  {
    id: 'address-off-by-one',
    spoil: (rule) => [{ ...rule, destination: changed(rule.destination, next) }],
    signs: [missing, leaking('another destination')],
  },
  {
    id: 'source-port-bound',
    spoil: (rule) => [{ ...rule, sourcePort: { from: 53, to: 53 } }],
    signs: [missing],
    applies: writesSourcePorts,
  },
  {
    id: 'replies-by-their-port',
    spoil: (rule) => [rule, { ...turned(rule), id: `${rule.id}-replies`, port: { from: 1024, to: 65_535 }, sourcePort: rule.port }],
    signs: [leaking('what looks like a reply')],
    applies: writesSourcePorts,
  },
  {
    id: 'helper-missing',
    ftp: true,
    spoil: (rule) => [{ ...rule, ftp: null }],
    signs: [/^does not let through \S+: a transfer .* in passive mode/, /^does not let through \S+: a transfer .* in active mode/],
    // ufw has no helper; that of an ASA is part of no text, so the lab brings it.
    applies: ({ platform }) => platform !== 'ufw' && platform !== 'cisco-asa',
  },
];

const moved = ({ from, to }: PortRange, places: number): PortRange => ({ from: from + places, to: to + places });

const changed = (end: End, change: (network: Network) => Network): End => ({
  ...end,
  networks: [...new Map(end.networks.map(change).map((network) => [network.address, network])).values()],
});

const firstOnly = (end: End): End => ({ ...end, networks: end.networks.slice(0, 1) });

const widened = ({ family, address }: Network): Network =>
  family === 'ipv4'
    ? { family, address: address.replace(/\d+$/, '0'), length: 24 }
    : { family, address: address.replace(/[^:]*$/, ''), length: 64 };

const next = (network: Network): Network => ({ ...network, address: network.address.replace(/\d+$/, (last) => `${Number(last) + 1}`) });

const turned = ({ source, destination, from, to, direction, ...rule }: Rule): Rule => ({
  ...rule,
  direction: direction === 'in' ? 'out' : 'in',
  source: destination,
  destination: source,
  from: to,
  to: from,
});

/** A fault in what only a platform's own text has. */
export interface TextFault {
  readonly id: string;
  readonly platform: string;
  /** The form that has it; undefined for the plain one. */
  readonly form?: string;
  /** Where it stands; at the edge, if nothing else is said. */
  readonly vantage?: 'host';
  readonly spoil: (text: string) => string;
  readonly sign: RegExp;
}

const shadowed = { id: 'shadowed-by-a-drop', sign: /^does not let through/ } as const;
const unanswered = { id: 'no-rule-for-replies', sign: /^does not let through/ } as const;
const open = { id: 'open-at-the-end', form: 'table', sign: /^lets through/ } as const;
const deaf = {
  id: 'no-neighbours',
  form: 'table',
  vantage: 'host',
  sign: /^does not let through \S+, itself: \S+ from [0-9a-f]*:/,
} as const;

const textFaults: readonly TextFault[] = [
  { ...shadowed, platform: 'nftables', spoil: (text) => text.replace(/^ +iifname/m, 'drop\n$&') },
  { ...unanswered, platform: 'nftables', spoil: (text) => text.replace(/^ +ct state established.*\n/gm, '') },
  { ...open, platform: 'nftables', spoil: (text) => text.replace('policy drop', 'policy accept') },
  { ...deaf, platform: 'nftables', spoil: (text) => text.replace(/^.* icmpv6 type .*\n/gm, '') },
  { ...shadowed, platform: 'iptables', spoil: (text) => text.replace(/^-A (\S+) -i /m, '-A $1 -j DROP\n$&') },
  { ...unanswered, platform: 'iptables', spoil: (text) => text.replace(/^.* RELATED,ESTABLISHED .*\n/gm, '') },
  { ...open, platform: 'iptables', spoil: (text) => text.replace(':FORWARD DROP', ':FORWARD ACCEPT') },
  { ...deaf, platform: 'iptables', spoil: (text) => text.replace(/^.* ipv6-icmp .*\n/gm, '') },
  {
    ...shadowed,
    platform: 'firewalld',
    spoil: (text) => text.replace(/^ +(<rule family="ipv4">.*)<accept\/>/m, '$1<drop/></rule>\n$&'),
  },
  { ...shadowed, platform: 'ufw', spoil: (text) => text.replace(/^ufw route allow/m, 'ufw route deny from any to 203.0.113.10\n$&') },
  {
    ...shadowed,
    platform: 'cisco-asa',
    spoil: (text) => text.replace(/^access-list (\S+) extended permit/m, 'access-list $1 extended deny ip any any\n$&'),
  },
];

/** What a loader is tried with. */
export interface FaultTrials {
  /** The flows of all faults, without a fault. */
  readonly sound: Trial;
  /** With every fault in a policy that the platform can have. */
  readonly spoiled: Trial;
  readonly faults: readonly Fault[];
  readonly texts: readonly { readonly fault: TextFault; readonly trial: Trial }[];
}

/** The faults of one platform, as trials. */
export function faultTrials(platform: Platform, loader: Loader): FaultTrials {
  const own = faults.filter(({ applies }) => applies === undefined || applies(loader));
  const flows = own.flatMap(flowsOf);
  const seenFrom = (vantage: Vantage) => withParties(exampleEnvironment(platform, vantage), own);
  const subject = { product: 'Faults', release: '1.0.0', dataset: '1', scope: null, example: true };
  const trial = (
    name: string,
    some: readonly ReleaseFlow[],
    { form, vantage = 'edge' }: { form?: string; vantage?: Vantage } = {},
  ): Trial => {
    const environment = seenFrom(vantage);
    const rules = toRules(platform, some, environment, subject, form);
    return { name: `${loader.engine}: ${name}`, platform, loader, form, flows: some, environment, rules };
  };
  const sound = trial('no fault', flows);
  const policy = { ...sound.rules.policy, rules: sound.rules.policy.rules.flatMap((rule) => spoiledRules(rule, own, sound.environment)) };
  const about = { ...subject, platform: platform.name, notes: platform.notes, ftpHelper: platform.ftpHelper };
  return {
    sound,
    // Its gaps are those of the sound one: what is probed is what should be there.
    spoiled: {
      ...sound,
      name: `${loader.engine}: every fault`,
      rules: { policy: sound.rules.policy, text: platform.render(policy, about) },
    },
    faults: own,
    texts: textFaults
      .filter((fault) => fault.platform === platform.id)
      .map((fault) => {
        // A file that does not come through takes its time, and shows nothing here.
        const base = trial(
          fault.id,
          flows.filter(({ flow }) => flow.dataChannel === undefined),
          fault,
        );
        const text = fault.spoil(base.rules.text);
        if (text === base.rules.text) throw new Error(`${fault.id} finds nothing to spoil in the text for ${platform.name}`);
        return { fault, trial: { ...base, rules: { ...base.rules, text } } };
      }),
  };
}

function spoiledRules(rule: Rule, own: readonly Fault[], environment: Environment): readonly Rule[] {
  const fault = own.find(({ id }) => rule.flows.some((flow) => flow.id === id));
  // What belongs to a twin only, the fault of the other one has taken in.
  return fault ? fault.spoil(rule, environment) : [];
}

const gateway: Party = { id: 'gateway', name: 'the gateway', zone: 'dmz', reach: 'typed', hint: 'It.' };

const twinOf = (id: string): string => `${id}-twin`;

/** The flow of a fault, which begins with its id, and its twin. */
function flowsOf(fault: Fault): ReleaseFlow[] {
  const { id, inbound = false, zone = 'lan', transport = ['tcp'], ports = 1, ftp = false, twin } = fault;
  const first = ftp ? 21 : 3000 + 100 * faults.indexOf(fault);
  const party: Party = { id, name: id, zone, reach: 'typed', hint: 'Someone.' };
  const [source, destination] = inbound ? [party, gateway] : [gateway, party];
  const toFlow = (flowId: string, from: number): ReleaseFlow => ({
    flow: {
      id: flowId,
      title: flowId,
      purpose: 'To be spoiled.',
      from: source.id,
      to: destination.id,
      transport,
      port: { from, to: from + ports - 1 },
      ...(ftp && { dataChannel: 'helper' as const }),
      application: null,
      configurable: false,
      tlsInspection: 'unknown',
      addsEnd: false,
      unresolved: false,
      doubts: [],
      feature: 'faults',
    },
    status: 'printed',
    carriedFrom: null,
    goneIn: null,
    lastPrinted: null,
    release: '1.0.0',
    source,
    destination,
    direction: inbound ? 'in' : 'out',
    condition: null,
    hosts: [],
    hostList: 'none-printed',
    doubtfulHosts: [],
    hostsFrom: null,
    printed: [],
    reading: null,
  });
  return [toFlow(id, first), ...(twin === undefined ? [] : [toFlow(twinOf(id), first + twin)])];
}

/** Two addresses of each family for every party of a fault. */
function withParties({ addresses: { gateway: own = [] }, ...environment }: Environment, all: readonly Fault[]): Environment {
  const parties = all.map((fault) => {
    const at = 10 + 8 * faults.indexOf(fault);
    const [four, six] = fault.zone === 'peers' ? ['198.51.100', '2001:db8:a'] : ['192.0.2', '2001:db8:b'];
    return [fault.id, [at, at + 4].flatMap((last) => [`${four}.${last}`, `${six}::${last}`])] as const;
  });
  return schema.parse({ ...environment, addresses: { gateway: own, ...Object.fromEntries(parties) } });
}
