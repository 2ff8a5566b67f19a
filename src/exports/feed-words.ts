/** What the entries of a feed say: counts in a sentence, and all of it as HTML. */
import { covers } from '#dataset/comparison.ts';
import { byId, type Dataset, flowsOf } from '#dataset/dataset.ts';
import type { Flow } from '#dataset/schema.ts';
import { type ChangeRecord, type DatasetChange, type Impact, impacts, type UnknownRecord } from './changes-json.ts';
import type { FeedAddresses } from './feed.ts';

/** The changes of a release against the one before it. */
interface ReleaseChanges {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly ChangeRecord[];
  readonly unknown: readonly UnknownRecord[];
}

const removed = 'The table no longer prints them at their place. Where the copy ends early, they may stand past its end, on another port.';
const paraphrased = 'The text of a row is paraphrased.';
const perhaps = 'One of the two printed lists breaks off or names no host, so this is not certain.';

/** For each impact, its heading, its count in a sentence, and what has to be said of all such changes. */
const words: Record<Impact, { heading: string; count: (flows: string) => string; note?: string }> = {
  AddedFlow: { heading: 'Flows added', count: (flows) => `${flows} added` },
  RemovedFlow: { heading: 'Flows removed', count: (flows) => `${flows} removed`, note: removed },
  AddedHosts: { heading: 'Hosts added', count: (flows) => `hosts added to ${flows}` },
  RemovedHosts: { heading: 'Hosts removed', count: (flows) => `hosts removed from ${flows}` },
  PerhapsAddedHosts: { heading: 'Hosts perhaps added', count: (flows) => `hosts perhaps added to ${flows}`, note: perhaps },
  PerhapsRemovedHosts: { heading: 'Hosts perhaps removed', count: (flows) => `hosts perhaps removed from ${flows}`, note: perhaps },
  ChangedDirection: { heading: 'Printed direction changed', count: (flows) => `printed direction of ${flows} changed` },
  ChangedCondition: { heading: 'Printed condition changed', count: (flows) => `printed condition of ${flows} changed`, note: paraphrased },
  ChangedWording: { heading: 'Printed wording changed', count: (flows) => `printed wording of ${flows} changed`, note: paraphrased },
};

/** "2 flows added, hosts removed from 1 flow. Whether 4 flows changed cannot be known." */
export function summaryOf(changes: readonly ChangeRecord[], unknown: readonly UnknownRecord[]): string {
  const counts = impacts.flatMap((impact) => {
    const number = changes.filter((change) => change.impact === impact).length;
    return number === 0 ? [] : [words[impact].count(flowCount(number))];
  });
  const known = counts.length === 0 ? 'no change could be read' : counts.join(', ');
  const open = unknown.length === 0 ? '' : ` Whether ${flowCount(unknown.length)} changed cannot be known.`;
  return `${known.charAt(0).toUpperCase()}${known.slice(1)}.${open}`;
}

/** Every change by its impact, then what cannot be known by its reason, each flow with its ends and port. */
export function releaseHtml(dataset: Dataset, addresses: FeedAddresses, { from, to, changes, unknown }: ReleaseChanges): string {
  const flowHtml = flowHtmlOf(dataset, addresses);
  const groups = impacts.flatMap((impact) => {
    const found = changes.filter((change) => change.impact === impact);
    if (found.length === 0) return [];
    const { heading, note } = words[impact];
    return [title(heading), note ? paragraph(note) : '', list(found.map((change) => `${flowHtml(change.flow)}.${detail(change, from)}`))];
  });
  const reasons = [...new Set(unknown.map(({ reason }) => reason))].flatMap((reason) => [
    paragraph(reason),
    list(unknown.filter((record) => record.reason === reason).map(({ flow }) => flowHtml(flow))),
  ]);
  return [
    paragraph(summaryOf(changes, unknown)),
    ...groups,
    ...(reasons.length > 0 ? [title('What cannot be known'), ...reasons] : []),
    `<p>${link(addresses.comparison(from, to), `${from} and ${to} compared`)}</p>`,
  ].join('');
}

/** Why the dataset was changed, and the flows that this touches. */
export function datasetHtml(dataset: Dataset, addresses: FeedAddresses, { reason, flows }: DatasetChange): string {
  const touched = flows.length === 0 ? paragraph('It touches every flow.') : list(flows.map(flowHtmlOf(dataset, addresses)));
  return `${paragraph(reason)}${touched}<p>${link(addresses.dataset, 'Changes of the dataset')}</p>`;
}

/** What a change is beyond its flow and impact, in an entry that begins at the release `from`; a space before each sentence. */
function detail({ hosts, covered, previous, current, previousRelease }: ChangeRecord, from: string): string {
  const named = hosts.length > 0 ? ` ${hosts.length === 1 ? 'Host' : 'Hosts'}: ${hosts.map(escaped).join(', ')}.` : '';
  const printed =
    previous.printed === current.printed
      ? ''
      : ` Before: ${escaped(previous.printed ?? 'nothing printed')}. Now: ${escaped(current.printed ?? 'nothing printed')}.`;
  const wildcards = current.hosts.filter((host) => covered.some((name) => covers(host, name)));
  const still =
    covered.length === 0
      ? ''
      : ` ${escaped(wildcards.join(', '))} now ${wildcards.length === 1 ? 'stands' : 'stand'} for ${covered.map(escaped).join(', ')}: keep the ${covered.length === 1 ? 'name' : 'names'} where the firewall takes no wildcard.`;
  const basis = previousRelease === from ? '' : ` Compared with ${previousRelease}, the nearest earlier release that tells.`;
  return `${named}${still}${printed}${basis}`;
}

/** "SNMP polling: from SNMP managers to the gateway, UDP 161", its title a link; of a retired flow there is only its id. */
function flowHtmlOf(dataset: Dataset, addresses: FeedAddresses): (id: string) => string {
  const flows = new Map(flowsOf(dataset).map((flow) => [flow.id, flow]));
  return (id) => {
    const flow = flows.get(id);
    if (flow === undefined) return `<code>${escaped(id)}</code>, which is retired`;
    const [from, to] = [flow.from, flow.to].map((party) => byId(dataset.parties, party).name);
    return `${link(addresses.flow(flow), flow.title)}: ${escaped(`from ${from} to ${to}, ${portWords(flow)}`)}`;
  };
}

function portWords({ transport, port, sourcePort }: Flow): string {
  const range = ({ from, to }: Flow['port']) => (from === to ? `${from}` : `${from}-${to}`);
  const source = sourcePort === undefined ? '' : ` from source port ${range(sourcePort)}`;
  return `${transport.map((name) => name.toUpperCase()).join(' and ')} ${range(port)}${source}`;
}

const flowCount = (number: number) => `${number} ${number === 1 ? 'flow' : 'flows'}`;

const title = (text: string) => `<h3>${escaped(text)}</h3>`;
const paragraph = (text: string) => `<p>${escaped(text)}</p>`;
const link = (address: string, text: string) => `<a href="${escaped(address)}">${escaped(text)}</a>`;
/** A list of items that are HTML already. */
const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] as string);
