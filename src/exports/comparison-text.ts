/** A comparison as the text of a change request: what a page shows, copies and saves. It runs in the browser too. */
import { isToSee, neededElsewhere, perhapsAddedWords, perhapsRemovedWords, tableWords } from '#dataset/comparison-words.ts';
import type { Comparison, FlowChange } from './comparison-record.ts';
import { wrapped } from './wrap.ts';

/** The change request for an upgrade, of all features or of those named; ASCII, LF, at most 78 characters on a line but for addresses. */
export function renderComparisonText(comparison: Comparison, features?: readonly string[]): string {
  const used = comparison.features.filter(({ id }) => features === undefined || features.includes(id));
  const flows = comparison.flows.filter(({ feature }) => used.some(({ id }) => id === feature));
  const by = (disposition: FlowChange['disposition']) => flows.filter((flow) => flow.disposition === disposition);
  const [add, stay, remove, unknown] = [by('add'), by('stay'), by('remove'), by('unknown')];
  const reasons = [...new Set(unknown.map(({ reason }) => reason as string))];
  const changes: Changes = {
    comparison,
    used,
    add,
    stay,
    remove,
    unknown,
    toSee: flows.filter(({ disposition, current }) => isToSee(disposition, current.status)),
    hostsToAdd: stay.filter(({ hosts }) => hosts.added.length + hosts.perhapsAdded.length > 0),
    hostsToRemove: stay.filter(({ hosts }) => hosts.removed.length > 0),
    hostsUnknown: stay.filter(({ hosts }) => hosts.perhapsRemoved.length > 0),
    groups: reasons
      .map((reason) => ({ reason, flows: unknown.filter((flow) => flow.reason === reason) }))
      .toSorted((a, b) => Number(isPrinted(b.flows[0])) - Number(isPrinted(a.flows[0]))),
  };
  const blocks = [
    ...head(changes),
    ...section('1. Open before the upgrade', toOpen(changes)),
    ...section('2. Hosts to add to flows that stay', hostsToAdd(changes)),
    ...section('3. Leave open', toLeave(changes)),
    ...section('4. May be closed after the upgrade', toClose(changes)),
    ...section('5. Cannot be known', notKnown(changes)),
    ...section('Sources', sources(comparison)),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const isPrinted = (flow: FlowChange | undefined): boolean => flow?.current.status === 'printed';

/** Lines that belong together; an empty line stands between two of them. */
type Block = string[];

interface Changes {
  readonly comparison: Comparison;
  readonly used: Comparison['features'];
  readonly add: readonly FlowChange[];
  readonly stay: readonly FlowChange[];
  readonly remove: readonly FlowChange[];
  readonly unknown: readonly FlowChange[];
  /** Of the unknown ones: those that the later table prints. */
  readonly toSee: readonly FlowChange[];
  readonly hostsToAdd: readonly FlowChange[];
  readonly hostsToRemove: readonly FlowChange[];
  readonly hostsUnknown: readonly FlowChange[];
  readonly groups: readonly { readonly reason: string; readonly flows: readonly FlowChange[] }[];
}

function head({ comparison, used, ...changes }: Changes): Block[] {
  const { from, to, product, dataset, notice } = comparison;
  const title = `Change request: firewall, upgrade from ${from.release} to ${to.release}`;
  const counts: [string, string][] = [
    ['Open before the upgrade', flowCount(changes.add.filter(hasRule).length)],
    ['  opened by FTP helper', flowCount(changes.add.filter((flow) => !hasRule(flow)).length)],
    ['Hosts to add', inFlows(changes.hostsToAdd)],
    ['Leave open', flowCount(changes.stay.length)],
    ['May be closed afterwards', flowCount(changes.remove.filter(hasRule).length)],
    ['  with no rule of its own', flowCount(changes.remove.filter((flow) => !hasRule(flow)).length)],
    ['Hosts that may go then', inFlows(changes.hostsToRemove)],
    ['Cannot be known', flowCount(changes.unknown.length)],
    ['  see that they are open', flowCount(changes.toSee.length)],
    ['Hosts not known', inFlows(changes.hostsUnknown)],
  ];
  return [
    [title, '='.repeat(title.length)],
    [...wrapped(product), ...wrapped(`Made by Portcullis from the tables of ports of both releases, dataset ${dataset}. ${notice.trim()}`)],
    counts.map(([label, value]) => `${label.padEnd(26)}${value}`),
    [...wrapped(reachOf(from)), ...wrapped(reachOf(to))],
    used.length === comparison.features.length
      ? [`All ${used.length} features.`]
      : wrapped(
          `Restricted to ${used.length} of ${comparison.features.length} features: ${used.map(({ title: name }) => name).join('; ') || 'none is chosen'}. ` +
            'The flows of all others are left out.',
        ),
  ];
}

function toOpen({ comparison, add, toSee }: Changes): Block[] {
  const { from, to } = comparison;
  return [
    ...none(add),
    ...add.map((flow) => [
      ...nameOf(flow, hasRule(flow) ? '[ ] ' : ''),
      ...indented(endsOf(flow), neededOf(flow), ...rulesOf(flow)),
      ...hostLines('Hosts:', flow.current.hosts),
      ...indented(
        flow.current.hostList === 'cut' && 'The printed list of hosts breaks off: there may be more.',
        standingOf(flow.current, to),
        standingOf(flow.previous, from),
        flow.current.reading && `Read otherwise than printed: ${flow.current.reading}`,
        ...doubtsOf(flow),
      ),
    ]),
    ...(toSee.length === 0
      ? []
      : [
          wrapped(
            `See besides that ${flowCount(toSee.length)} of section 5 ${toSee.length === 1 ? 'is' : 'are'} open: the table of ${to.release} prints ${toSee.length === 1 ? 'it' : 'them'}, and whether ${from.release} did is not known.`,
          ),
        ]),
  ];
}

function hostsToAdd({ comparison, hostsToAdd: flows }: Changes): Block[] {
  const { from } = comparison;
  return [
    ...none(flows),
    ...flows.map(({ hosts, previous, ...flow }) => [
      ...nameOf(flow, '[ ] '),
      ...indented(endsOf(flow)),
      ...hostLines('Add:', hosts.added),
      ...hostLines(`See that these are allowed; ${perhapsAddedWords(from.release, previous.hostList)}:`, hosts.perhapsAdded),
      ...indented(...doubtsOf(flow)),
    ]),
  ];
}

function toLeave({ comparison: { from, to }, stay }: Changes): Block[] {
  return [
    ...none(stay),
    ...stay.map((flow) => [
      ...nameOf(flow),
      ...indented(
        endsOf(flow),
        `${neededOf(flow)} Why: ${rowsOf(flow.previous, from)}; ${rowsOf(flow.current, to)}.`,
        ...flow.printedChanges
          .filter(({ kind }) => kind !== 'wording')
          .map(
            ({ kind, previous, current }) => `Printed ${kind} changed: ${quoted(previous)} -> ${quoted(current)}. The flow is the same.`,
          ),
      ),
    ]),
  ];
}

function toClose({ comparison, remove, hostsToRemove }: Changes): Block[] {
  const { from, to, caution } = comparison;
  const needed = elsewhere(comparison);
  const titles = [...new Set(remove.map(({ feature }) => comparison.features.find(({ id }) => id === feature)?.title ?? feature))];
  return [
    ...(caution === null || remove.length + hostsToRemove.length === 0 ? [] : [wrapped(caution)]),
    ...(remove.length === 0 ? [] : [wrapped(`See first that these still work: ${titles.join('; ')}.`)]),
    ...none([...remove, ...hostsToRemove]),
    ...remove.map((flow) => [
      ...nameOf(flow, hasRule(flow) ? '[ ] ' : ''),
      ...indented(endsOf(flow), neededOf(flow), helperOf(flow)),
      ...hostLines('Hosts:', flow.hosts.removed),
      ...indented(
        ...flow.sharedWith.map((id) => `Do not take along: ${titleOf(comparison, id)} (${id}), on the same port between the same ends.`),
        standingOf(flow.previous, from),
        standingOf(flow.current, to),
        ...doubtsOf(flow),
      ),
    ]),
    ...hostsToRemove.map(({ hosts, current, ...flow }) => [
      ...nameOf(flow, '[ ] '),
      ...indented(endsOf(flow), 'The flow stays; only hosts go.'),
      ...hostLines(
        `${to.release} no longer names:`,
        hosts.removed.filter((host) => !hosts.covered.includes(host)),
      ),
      ...hostLines(
        `Names that ${current.hosts.filter((host) => host.startsWith('*.')).join(' ')} now stands for; keep them where the firewall takes no wildcard:`,
        hosts.covered,
      ),
      ...indented(...needed(flow.id, hosts.removed), ...doubtsOf(flow)),
    ]),
  ];
}

function notKnown({ comparison, groups, hostsUnknown }: Changes): Block[] {
  const { from, to } = comparison;
  const needed = elsewhere(comparison);
  return [
    ...none([...groups, ...hostsUnknown]),
    ...groups.flatMap(({ reason, flows }, at) => [
      wrapped(`5.${at + 1} ${reason}`, 4),
      ...flows.map((flow) => [
        ...nameOf(flow, isPrinted(flow) ? '[ ] ' : ''),
        ...indented(endsOf(flow), `${neededOf(flow)} Why: ${rowsOf(flow.previous, from)}; ${rowsOf(flow.current, to)}.`),
        ...hostLines('Hosts:', flow.current.hosts.length > 0 ? flow.current.hosts : flow.previous.hosts),
      ]),
    ]),
    ...hostsUnknown.map(({ hosts, current, ...flow }) => [
      ...nameOf(flow),
      ...indented(endsOf(flow), 'The flow stays.'),
      ...hostLines(`${perhapsRemovedWords(to.release, current.hostList)}:`, hosts.perhapsRemoved),
      ...indented(...needed(flow.id, hosts.perhapsRemoved)),
    ]),
  ];
}

/** Which of the hosts other flows need, so that nobody takes them from those. */
function elsewhere(comparison: Comparison): (id: string, hosts: readonly string[]) => string[] {
  const neededBy = neededElsewhere(comparison.flows.map(({ id, title, current: { status, hosts } }) => ({ id, title, status, hosts })));
  return (id, hosts) => neededBy(id, hosts).map(({ flow, hosts: its }) => `Needed for ${flow.title} (${flow.id}) too: ${its.join(', ')}.`);
}

const titleOf = ({ flows }: Comparison, id: string): string => flows.find((flow) => flow.id === id)?.title ?? id;

const sources = ({ from, to }: Comparison): Block[] =>
  [from, to].map(({ release, source }) => [...wrapped(`${release}: ${source.title}`), ...wrapped(`  ${source.url}`)]);

function section(title: string, blocks: readonly Block[]): Block[] {
  const [first = [], ...rest] = blocks;
  return [[title.toUpperCase(), '-'.repeat(title.length), ...first], ...rest];
}

const none = (list: readonly unknown[]): Block[] => (list.length === 0 ? [['None.']] : []);

const flowCount = (number: number): string => (number === 0 ? 'none' : `${number} flow${number === 1 ? '' : 's'}`);

const inFlows = ({ length }: readonly unknown[]): string => (length === 0 ? 'none' : `in ${flowCount(length)}`);

function reachOf({ release, complete, readTo }: Comparison['from']): string {
  if (complete) return `${release}: the whole table could be read.`;
  return `${release}: the copy ends ${readTo.whole ? 'after' : 'in'} port ${readTo.port}; what stands past that, nobody has read.`;
}

const nameOf = ({ title, id }: Pick<FlowChange, 'title' | 'id'>, before = ''): string[] => wrapped(`${before}${title} (${id})`, 4);

/** "TCP 80 outbound: the gateway -> update servers (internet)". */
function endsOf({ transport, ports, sourcePorts, direction, source, destination }: Pick<FlowChange, Ends>): string {
  const range = ({ from, to }: { from: number; to: number }) => (from === to ? `${from}` : `${from}-${to}`);
  const fixed = sourcePorts.length > 0 ? `, source port ${sourcePorts.map(range).join(', ')}` : '';
  const [from, to] = [source, destination].map(({ name, zone }) => (zone === 'dmz' ? name : `${name} (${zone})`));
  return `${transport.map((name) => name.toUpperCase()).join(' and ')} ${ports.map(range).join(', ')}${fixed} ${direction}bound: ${from} -> ${to}`;
}
type Ends = 'transport' | 'ports' | 'sourcePorts' | 'direction' | 'source' | 'destination';

/** Of an unresolved flow nobody knows. */
function neededOf({ condition, current, previous }: FlowChange): string {
  if (current.status === 'unresolved' || previous.status === 'unresolved') return 'Nobody knows when it is needed.';
  return condition === null ? 'Needed on every gateway.' : `Needed when ${condition}.`;
}

/** A flow that a helper opens with another one is no item of its own. */
const hasRule = ({ via }: Pick<FlowChange, 'via'>): boolean => via === null;

const doubtsOf = ({ doubts }: Pick<FlowChange, 'doubts'>): string[] => doubts.map((doubt) => `Doubt: ${doubt}`);

const helperOf = ({ via }: FlowChange) => via !== null && `No rule of its own: the firewall's FTP helper opens it for ${via}.`;

/** What whoever writes the rule has to know. */
const rulesOf = (flow: FlowChange): (string | false)[] => [
  helperOf(flow),
  flow.dataChannel === 'helper' && 'Data channel: through the FTP helper of the firewall.',
  flow.dataChannel === 'passive-range' && "Data channel: open the server's passive range of ports besides.",
  flow.configurable && 'The port is a setting: open the one that is set.',
  flow.tlsInspection === 'forbidden' && 'TLS inspection must leave it alone.',
];

/** What a release says of a flow, in sentences. */
function standingOf(
  { status, carriedFrom, goneIn, lastPrinted, printed }: FlowChange['previous'],
  { release, complete }: Comparison['from'],
): string {
  if (printed.length > 0) {
    return printed
      .map(({ row, port, mark, protocol, application, direction }) => {
        const label = [`${port}${mark ?? ''}`, protocol, application].filter(Boolean).join(' ');
        return `Row ${row} of ${release} prints ${label}, ${direction ?? 'and breaks off before the direction'}.`;
      })
      .join(' ');
  }
  const ends = `The copy of ${release} ends before its place`;
  if (carriedFrom !== null) return `${ends}; ${carriedFrom} printed it.`;
  const table = tableWords(release, complete);
  if (status === 'gone' && goneIn === release) return `${table} no longer prints it; ${lastPrinted} was the last to do so.`;
  if (status === 'gone') return `${ends}; ${goneIn} no longer printed it there.`;
  return status === 'unprinted' ? `${table} does not print it.` : `${ends}.`;
}

/** The same in a few words: "5.1.0 row 24". */
function rowsOf({ status, carriedFrom, goneIn, printed }: FlowChange['previous'], { release, complete }: Comparison['from']): string {
  if (printed.length > 0) return `${release} row${printed.length > 1 ? 's' : ''} ${printed.map(({ row }) => row).join(', ')}`;
  if (carriedFrom !== null) return `the copy of ${release} ends before it, carried from ${carriedFrom}`;
  if (status !== 'unprinted' && goneIn !== release) return `the copy of ${release} ends before it`;
  return complete ? `not in ${release}` : `not in what was read of ${release}`;
}

const quoted = (text: string | null): string => (text === null ? 'none' : `"${text}"`);

const indented = (...texts: readonly (string | null | false)[]): string[] =>
  texts.flatMap((text) => (text ? wrapped(`    ${text}`, 6) : []));

const hostLines = (label: string, hosts: readonly string[]): string[] =>
  hosts.length === 0 ? [] : [...indented(label), ...hosts.map((host) => `      ${host}`)];
