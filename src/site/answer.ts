/** What the finder answers: one row of its list. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { FinderIndex, IndexedFeature, IndexedFlow } from './finder-index.ts';

export interface Answer {
  readonly kind: 'port' | 'no-port' | 'feature' | 'host' | 'term' | 'guide' | 'page';
  readonly title: string;
  readonly detail: string;
  /** Relative to the site's base, as "ports/443/". */
  readonly path: string;
  /** Destination ports, each once, in numerical order; a range as "from-to". */
  readonly chips: readonly { readonly transport: Transport; readonly port: string }[];
  readonly directions: readonly ('in' | 'out')[];
  /** Words in a frame: "unresolved", "not in 5.1.0". */
  readonly marks: readonly string[];
}

/** An answer without chips, directions and marks but those of `rest`. */
export const toAnswer = (kind: Answer['kind'], title: string, detail: string, path: string, rest: Partial<Answer> = {}): Answer => ({
  kind,
  title,
  detail,
  path,
  chips: [],
  directions: [],
  marks: [],
  ...rest,
});

/** The answer that a feature gives by some of its flows, in the words of `detail` or in its own. */
export function groupAnswer(index: FinderIndex, feature: IndexedFeature, flows: readonly IndexedFlow[], detail?: string): Answer {
  const [first] = flows;
  const whole = first === undefined || (detail === undefined && flows.length === feature.flows.length && flows.length > 1);
  return toAnswer('feature', feature.title, detail ?? flowWords(feature, flows), `features/${feature.id}/${whole ? '' : `#${first.id}`}`, {
    ...tokensOf(flows),
    marks: marksOf(index, flows),
  });
}

function tokensOf(flows: readonly IndexedFlow[]): Pick<Answer, 'chips' | 'directions'> {
  // The range of a data connection says nothing beside the port of its control connection.
  const ruled = flows.filter(({ sourcePort }) => sourcePort === undefined);
  const chips = (ruled.length > 0 ? ruled : flows)
    .toSorted((a, b) => a.port.from - b.port.from)
    .flatMap(({ transport, port }) => transport.map((name) => ({ transport: name, port: portText(port) })));
  const isFirst = ({ transport, port }: (typeof chips)[number], at: number) =>
    chips.findIndex((other) => other.transport === transport && other.port === port) === at;
  return {
    chips: chips.filter(isFirst),
    directions: (['in', 'out'] as const).filter((name) => flows.some((flow) => flow.direction === name)),
  };
}

function marksOf({ release }: FinderIndex, flows: readonly IndexedFlow[]): string[] {
  const statuses = new Set(flows.map(({ status }) => (status === undefined || status === 'unresolved' ? status : `not in ${release}`)));
  const [status] = statuses;
  return statuses.size === 1 && status !== undefined ? [status] : [];
}

/** "Sophos updates: from the gateway to Sophos update servers". */
function flowWords(feature: IndexedFeature, flows: readonly IndexedFlow[]): string {
  const titles = flows.map(({ title }) => title).filter((title) => title !== feature.title);
  const ends = [...new Set(flows.map(({ ends: [from, to] }) => `from ${from} to ${to}`))];
  const source = flows.every(({ sourcePort }) => sourcePort) && flows[0]?.sourcePort;
  const words = [titlesOf(titles), ends.length === 1 ? ends[0] : '', source ? `source port ${portText(source)}` : ''].filter(
    (part) => part,
  );
  return sentence(words.join(titles.length > 0 ? ': ' : ', ').replace(/: (?=source port)/, ', '));
}

/** Titles hold commas of their own. */
const titlesOf = (titles: readonly string[]): string =>
  titles.length <= 4 ? titles.join('; ') : `${titles.slice(0, 3).join('; ')}; and ${titles.length - 3} more`;

/** "443", or "1024-65535" for a range. */
export const portText = ({ from, to }: PortRange): string => (from === to ? String(from) : `${from}-${to}`);

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** The answer that a term of the glossary gives. */
export function termAnswer({ id, term, expansion }: FinderIndex['terms'][number]): Answer {
  return toAnswer('term', term, expansion ?? 'Explained in the glossary', `glossary/#${id}`);
}

/** Whether a flow runs over one of the transports, or over any if none is asked for. */
export const uses = ({ transport }: IndexedFlow, transports: readonly Transport[]) =>
  transports.length === 0 || transports.some((name) => transport.includes(name));

/** "A", "A and B", "A, B and C". */
export const listed = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part).join(' and ');
