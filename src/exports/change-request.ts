import { toAscii } from '#dataset/ascii.ts';
import type { Dataset } from '#dataset/dataset.ts';
import { type PrintedRow, type ReleaseFlow, releaseById, releaseFlows } from '#dataset/release-flow.ts';
import type { Feature, Party, PortRange, Product, Release } from '#dataset/schema.ts';
import { lineWidth, wrapped } from './wrap.ts';

/** What a change request is made from: pieces of the dataset, so that a page can also make one for the flows that a person’s answers leave. */
export interface ChangeRequest {
  readonly product: Pick<Product, 'name' | 'vendor' | 'notice' | 'dataset'>;
  readonly release: Pick<Release, 'release' | 'source' | 'readTo'>;
  /** The features that the flows are of, in the order of the text. */
  readonly features: readonly Pick<Feature, 'id' | 'title' | 'summary'>[];
  /** Every flow to account for, whatever its status: the text asks for it, or says why it does not. */
  readonly flows: readonly ReleaseFlow[];
  /** Addresses by the id of their party, as they are to be written; a line to fill in stands for those that are missing. */
  readonly addresses?: Readonly<Partial<Record<string, readonly string[]>>>;
  /** Ports of FTP servers for passive data connections, as "50000-50099"; a line to fill in stands for them where they are missing. */
  readonly passive?: string;
  /** Why a flow is not asked for, by its id, where its status alone does not say so. */
  readonly leftOut?: Readonly<Partial<Record<string, string>>>;
}

/** The change request of a release, for the whole gateway or one feature. */
export function toChangeRequest(dataset: Dataset, release: string, feature?: string): ChangeRequest {
  return {
    product: dataset.product,
    release: releaseById(dataset, release),
    features: dataset.features.filter(({ id }) => feature === undefined || id === feature),
    flows: releaseFlows(dataset, release).filter(({ flow }) => feature === undefined || flow.feature === feature),
  };
}

/**
 * The text of a change request for any ticket system: ASCII, LF, lines of at most 78 characters but for a single word that is longer.
 * A flow begins with the line `[<id>] <title>`. What is said of it follows, each part as two spaces, its name, a colon, and its value from the
 * 19th character on; lines indented as far carry the value on. A text with a line break, or with letters beyond ASCII, throws.
 */
export function renderChangeRequest(request: ChangeRequest): string {
  const asked = request.flows.filter((entry) => whyNot(entry, request) === undefined);
  const left = request.flows.filter((entry) => whyNot(entry, request) !== undefined);
  const sections: [title: string, lines: string[]][] = [
    ['TO FILL IN', toFillIn(request, asked)],
    ['WHAT IS ASKED FOR, AND WHY', whatIsAskedFor(request, asked)],
    ['WHAT IS NOT ASKED FOR', whatIsNot(left, request)],
    ['RISK', risk(request, asked, left)],
    ['TEST', test(asked)],
    ['ROLL-BACK', rollBack(request, asked)],
  ];
  const text = [head(request), ...sections.map(([title, lines], at) => [underlined(`${at + 1}. ${title}`, '='), ...lines])];
  return `${text.map((lines) => lines.join('\n')).join('\n\n\n')}\n`;
}

function head({ product, release, features }: ChangeRequest): string[] {
  return [
    underlined(`CHANGE REQUEST: ${product.name} ${release.release}`, '='),
    ...part('For', features.map(({ title }) => title).join('; ')),
    ...part('Made from', `the Portcullis dataset ${product.dataset}`),
    ...part('Standing', `Not a document of ${product.vendor}. ${product.notice}`),
    ...part('Table', [release.source.title, extentWords(release)]),
    ...wrapped(release.source.url),
  ];
}

const extentWords = ({ readTo: { port, whole, end } }: ChangeRequest['release']) =>
  end ? 'Read to its end.' : `Read to port ${port}${whole ? '' : ', not all of its rows'}; what stands after is not known.`;

function toFillIn({ addresses = {} }: ChangeRequest, asked: readonly ReleaseFlow[]): string[] {
  const parties = new Map(asked.flatMap(endsOf).map((party) => [party.id, party]));
  return [
    ...['Requested by', 'Owner', 'Approved by', 'Window'].flatMap((name) => part(name, blank)),
    ...[...parties.values()].flatMap((party) => [
      '',
      ...wrapped(`- ${endWords(party)}`, 2),
      ...part('Who', party.hint),
      ...part('Addresses', addressesOf(party, asked, addresses[party.id])),
    ]),
  ];
}

/** The addresses that a person has typed for a party, or what stands for them. */
function addressesOf({ id, reach }: Party, asked: readonly ReleaseFlow[], typed: readonly string[] = []): string | readonly string[] {
  if (typed.length > 0) return typed;
  if (reach === 'internet') return 'any, on the side of the Internet only';
  const own = asked.filter((entry) => endsOf(entry).some((end) => end.id === id));
  return reach === 'hosts' && own.every(({ hosts }) => hosts.length > 0) ? 'the hosts named in section 2' : blank;
}

function whatIsAskedFor({ features, passive = blank }: ChangeRequest, asked: readonly ReleaseFlow[]): string[] {
  if (asked.length === 0) return wrapped('Nothing. Section 3 says why.');
  return [
    ...wrapped(
      '"From" opens the connection to "To", on the destination port of "Service" and from any source port, unless "Source port" gives one. ' +
        'Replies belong to the connection. Strike out the entries whose "Needed" does not hold here.',
    ),
    ...features.flatMap((feature) => {
      const own = asked.filter(({ flow }) => flow.feature === feature.id);
      return own.length === 0
        ? []
        : ['', '', underlined(feature.title, '-'), ...wrapped(feature.summary), ...own.flatMap((entry) => askedEntry(entry, passive))];
    }),
  ];
}

function askedEntry(entry: ReleaseFlow, passive: string): string[] {
  const { flow, condition } = entry;
  return [
    ...entryHead(entry),
    ...hostParts(entry),
    ...part('Purpose', flow.purpose),
    ...part('Needed', condition === null ? 'on every gateway' : `when ${condition}`),
    ...printedParts(entry),
    ...flow.doubts.flatMap((doubt) => part('Doubt', doubt)),
    ...(flow.configurable ? part('Port', 'a setting of the gateway: if yours is another one, ask for that') : []),
    ...(flow.tlsInspection === 'unknown' ? [] : part('TLS inspection', flow.tlsInspection)),
    ...(flow.dataChannel === 'helper'
      ? part('Data channel', 'opened by the FTP helper of the firewall, which has to follow this connection')
      : []),
    ...(flow.dataChannel === 'passive-range'
      ? part('Data channel', ['the passive range of the server, in the same direction:', passive])
      : []),
  ];
}

/** The lines that every flow has, whether it is asked for or not. */
const entryHead = ({ flow, source, destination }: ReleaseFlow): string[] => [
  '',
  ...wrapped(`[${flow.id}] ${flow.title}`, 4),
  ...part('From', endWords(source)),
  ...part('To', endWords(destination)),
  ...part('Service', flow.transport.map((transport) => `${transport.toUpperCase()} ${rangeWords(flow.port)}`).join(', ')),
  ...(flow.sourcePort ? part('Source port', rangeWords(flow.sourcePort)) : []),
];

function hostParts({ source, destination, hosts, hostList, hostsFrom }: ReleaseFlow): string[] {
  if (hosts.length === 0 && ![source, destination].some(({ reach }) => reach === 'hosts' || reach === 'unpublished')) return [];
  const extent = { complete: 'complete', cut: 'breaks off; there may be more', 'none-printed': 'no host is printed' }[hostList];
  const found = hostsFrom === null ? '' : `, read from row ${hostsFrom.row} of ${hostsFrom.release}`;
  return [...(hosts.length > 0 ? part('Hosts', hosts) : []), ...part('Host list', `${extent}${found}`)];
}

const printedParts = ({ printed, carriedFrom, release, reading }: ReleaseFlow): string[] => [
  ...printed.flatMap((row) => part('Printed', printedWords(row, release))),
  ...(carriedFrom === null ? [] : part('Printed', `in ${carriedFrom}; the copy of ${release} ends before its place`)),
  ...(reading === null ? [] : part('Reading', reading)),
];

function printedWords({ row, port, protocol, direction, cut, restored, departs }: PrintedRow, release: string): string {
  const found = restored?.what === 'purpose' ? `, and its purpose is read from row ${restored.row} of ${restored.from}` : '';
  return [
    `row ${row} of ${release}: ${port} ${protocol}, ${direction ?? 'direction lost'}`,
    ...(departs ? ['our reading departs from it'] : []),
    ...(cut ? [`the copy breaks off in it${found}`] : []),
  ].join('; ');
}

const whatIsNot = (left: readonly ReleaseFlow[], request: ChangeRequest): string[] =>
  left.length === 0
    ? ['Nothing is left out.']
    : left
        .flatMap((entry) => [...entryHead(entry), ...printedParts(entry), ...part('Left out', whyNot(entry, request) as string)])
        .slice(1);

/** Why a flow is not asked for; undefined where it is. */
function whyNot({ flow, status, release, goneIn, lastPrinted }: ReleaseFlow, { leftOut = {} }: ChangeRequest): string | undefined {
  if (status === 'unresolved') return 'The source breaks off before it says what it is for.';
  if (status === 'gone') return `${lastPrinted} was the last release to print it; the table of ${goneIn} does not.`;
  if (status === 'unknown') return `The copy of ${release} ends before its place, and no earlier release decides: it may be needed.`;
  if (status === 'unprinted') return `The table of ${release} was read past its place and does not print it.`;
  if (leftOut[flow.id] !== undefined) return leftOut[flow.id];
  return flow.via && `The FTP helper of the firewall opens it with [${flow.via}]; a rule of its own would open the whole range.`;
}

function risk({ release }: ChangeRequest, asked: readonly ReleaseFlow[], left: readonly ReleaseFlow[]): string[] {
  const facts: [fact: string, holds: (entry: ReleaseFlow) => boolean][] = [
    ['The other end opens the connection to the gateway', ({ direction }) => direction === 'in'],
    ['The gateway opens the connection', ({ direction }) => direction === 'out'],
    ['Any Internet address may be at the other end', (entry) => endsOf(entry).some(({ reach }) => reach === 'internet')],
    [
      'The other end has no published host in this release',
      (entry) => endsOf(entry).some(({ reach }) => reach === 'unpublished' || (reach === 'hosts' && entry.hosts.length === 0)),
    ],
    ['The list of hosts breaks off, so some may be missing', ({ hostList }) => hostList === 'cut'],
    ['A host is a wildcard, which only a filter by name can hold to', ({ hosts }) => hosts.some((host) => host.startsWith('*'))],
    ['TLS inspection is forbidden', ({ flow }) => flow.tlsInspection === 'forbidden'],
    ['The port is a setting of the gateway', ({ flow }) => flow.configurable],
    ['A data channel opens beside the connection', ({ flow }) => flow.dataChannel !== undefined],
    ['It is carried forward from the table of an earlier release', ({ status }) => status === 'carried'],
    ['Our reading departs from the printed row', ({ reading }) => reading !== null],
    ['There are doubts', ({ flow }) => flow.doubts.length > 0],
  ];
  const open = left.filter(({ status }) => status === 'unresolved' || status === 'unknown');
  return [
    ...wrapped('Facts of the dataset only. How much they weigh is for the reviewer to say.'),
    '',
    ...facts.flatMap(([fact, holds]) => named(fact, asked.filter(holds))),
    ...named('Not asked for, though it may be needed', open),
    ...(release.readTo.end
      ? []
      : wrapped(`- The table of ${release.release} could not be read to its end: there may be more connections.`, 2)),
  ];
}

const endsOf = ({ source, destination }: ReleaseFlow): Party[] => [source, destination];

/** "- The port is a setting of the gateway: backup-ftp, syslog"; nothing where it is so of none. */
const named = (fact: string, entries: readonly ReleaseFlow[]): string[] =>
  entries.length === 0 ? [] : wrapped(`- ${fact}: ${entries.map(({ flow }) => flow.id).join(', ')}`, 2);

function test(asked: readonly ReleaseFlow[]): string[] {
  if (asked.length === 0) return ['Nothing is asked for, so there is nothing to test.'];
  const over = (transport: 'tcp' | 'udp') => asked.some(({ flow }) => flow.transport.includes(transport));
  return [
    ...(over('tcp') ? wrapped('- TCP: connect from "From" to "To", as "nc -vz <host> <port>" does. It is accepted.', 2) : []),
    ...(over('udp')
      ? wrapped('- UDP: there is no connection to see. Use the entry, and find its packets in the log of the firewall.', 2)
      : []),
    ...wrapped('- Use what "Purpose" says: it works.', 2),
    ...wrapped(
      '- Open a connection the other way round, from "To" to "From" on the same port. It is refused, unless an entry asks for it, or another rule.',
      2,
    ),
  ];
}

function rollBack({ features }: ChangeRequest, asked: readonly ReleaseFlow[]): string[] {
  if (asked.length === 0) return ['Nothing is asked for, so there is nothing to take back.'];
  return [
    ...wrapped('Remove the rules that were made for section 2. What then stops, unless another rule lets it through:'),
    '',
    ...features
      .filter(({ id }) => asked.some(({ flow }) => flow.feature === id))
      .flatMap(({ title, summary }) => wrapped(`- ${title}: ${summary}`, 2)),
  ];
}

const blank = '_'.repeat(40);
/** Where the values of parts begin, counted from 0. */
const valueAt = 18;

const endWords = ({ name, zone }: Party) => `${name}, zone ${zone}`;

const rangeWords = ({ from, to }: PortRange) => (from === to ? String(from) : `${from}-${to}`);

/** A named part of an entry; each of several values begins a line. */
function part(name: string, values: string | readonly string[]): string[] {
  const indent = ' '.repeat(valueAt);
  const lines = [values].flat().flatMap((value) => wrapped(`${indent}${value}`, valueAt));
  return lines.map((line, at) => (at === 0 ? `  ${name}:`.padEnd(valueAt) + line.slice(valueAt) : line));
}

const underlined = (title: string, sign: string) => `${toAscii(title)}\n${sign.repeat(Math.min(toAscii(title).length, lineWidth))}`;
