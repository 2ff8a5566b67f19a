/** Answers to a query, out of the finder's index alone: no page text, no waiting. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { FinderIndex, IndexedFeature, IndexedFlow } from './finder-index.ts';
import { type AskedPort, overlaps, parseQuery } from './query.ts';
import { count } from './words.ts';

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

/**
 * Answers in the order in which they shall be shown; the same for the same text. An exact port comes first, followed by the features
 * that use it; a number that no flow uses gets an answer that says so, and no near number.
 */
export function find(index: FinderIndex, text: string): Answer[] {
  const { ports, transports, words } = parseQuery(text);
  if (ports.length > 0) {
    const answers = ports.flatMap((asked) => portAnswers(index, asked, transports));
    const content = words.filter((word) => !stopWords.has(word));
    const groups = answers.some(isTable) ? [] : portGroups(index, ports, transports, content);
    const others = groups.length === 0 && content.length > 0 ? textAnswers(index, content, [], content.join(' ')) : [];
    return distinct([...answers, ...groups, ...others]);
  }
  if (words.length === 0) return textAnswers(index, transports, [], transports.join(' '));
  return textAnswers(index, words, transports, text.normalize('NFKC').trim().toLowerCase());
}

/** Whether the text pages can add something: a bare port is answered from the index, and page text knows near numbers only. */
export const textOf = (text: string): string =>
  parseQuery(text)
    .words.map((word) => (word.includes(' ') ? `"${word}"` : word))
    .join(' ');

const answer = (kind: Answer['kind'], title: string, detail: string, path: string, rest: Partial<Answer> = {}): Answer => ({
  kind,
  title,
  detail,
  path,
  chips: [],
  directions: [],
  marks: [],
  ...rest,
});

const distinct = (answers: readonly Answer[]): Answer[] =>
  answers.filter(
    (one, at) => answers.findIndex((other) => other.path === one.path && other.kind === one.kind) === at || one.kind === 'no-port',
  );

// Ports

function portAnswers(index: FinderIndex, { text, range }: AskedPort, transports: readonly Transport[]): Answer[] {
  if (range === undefined) return [notAPort(text)];
  const flows = index.features.flatMap((feature) => feature.flows);
  const inRange = flows.map(standingPort).filter((port) => overlaps(port, range));
  const used = [...new Set(inRange.flatMap(({ from, to }) => (from === to ? [from] : [Math.max(from, range.from)])))].sort((a, b) => a - b);
  const named = [transports.map((name) => name.toUpperCase()).join(' or ') || 'port', text].join(' ');
  if (used.length > mostPorts) {
    return [
      answer('page', `${used.length} ports from ${range.from} to ${range.to} are used`, 'All of them in one table.', `ports/?q=${text}`),
    ];
  }
  const found = used.flatMap((port) => portAnswer(index, port, transports) ?? []);
  if (found.length > 0) return found;
  const [otherPort] = used;
  if (otherPort !== undefined) {
    const other = portAnswer(index, otherPort, []) as Answer;
    const names = other.chips.map(({ transport, port }) => `${transport.toUpperCase()} ${port}`).join(' and ');
    return [answer('no-port', `No flow uses ${named}`, `${names} is used: ${other.detail}`, other.path)];
  }
  const about = index.terms.filter((term) => term.ports?.some((port) => overlaps({ from: port, to: port }, range)));
  const title = range.from === range.to ? `No flow uses ${named}` : `No flow uses a port from ${range.from} to ${range.to}`;
  return [answer('no-port', title, noPortDetail(flows, range, transports), 'ports/'), ...about.map(termAnswer)];
}

/** A range with too many ports to name them one by one. */
const isTable = ({ kind }: Answer) => kind === 'page';

/** More used ports than these within a range are left to the table of all ports. */
const mostPorts = 8;

/** The port on whose page a flow stands: its destination port, or the fixed source port of one that follows another flow. */
const standingPort = ({ port, sourcePort }: IndexedFlow): PortRange => sourcePort ?? port;

const uses = ({ transport }: IndexedFlow, transports: readonly Transport[]) =>
  transports.length === 0 || transports.some((name) => transport.includes(name));

function notAPort(text: string): Answer {
  const outside = text.split('-').some((digits) => Number(digits) < 1 || Number(digits) > 65535);
  return outside
    ? answer('no-port', `${text} is not a port`, 'Ports go from 1 to 65535, and no flow uses it. See all ports in one table.', 'ports/')
    : answer('no-port', `No flow uses port ${text}`, 'A port is written without leading zeros. See all ports in one table.', 'ports/');
}

/** A data connection may land on any high port; that is no use of the port, but it is what a firewall log shows. */
function noPortDetail(flows: readonly IndexedFlow[], range: PortRange, transports: readonly Transport[]): string {
  const following = flows.filter((flow) => flow.sourcePort !== undefined && overlaps(flow.port, range) && uses(flow, transports));
  const ranges = [...new Set(following.map(({ port }) => portText(port)))].join(' and ');
  const hint = following.length > 0 ? ` A data connection of active FTP may end on any of ${ranges}.` : '';
  return `See all ports in one table.${hint}`;
}

function portAnswer(index: FinderIndex, port: number, transports: readonly Transport[]): Answer | undefined {
  const at = { from: port, to: port };
  const features = index.features
    .map((feature) => ({ ...feature, flows: feature.flows.filter((flow) => overlaps(standingPort(flow), at) && uses(flow, transports)) }))
    .filter(({ flows }) => flows.length > 0);
  const flows = features.flatMap((feature) => feature.flows);
  if (flows.length === 0) return undefined;
  const shown = [...new Set(flows.flatMap((flow) => flow.transport))].filter(
    (name) => transports.length === 0 || transports.includes(name),
  );
  const role = flows.every(({ sourcePort }) => sourcePort) ? 'Source port of ' : '';
  return answer(
    'port',
    transports.length === 0 ? `Port ${port}` : `${shown.map((name) => name.toUpperCase()).join(' and ')} ${port}`,
    `${role}${count(flows.length, 'flow')} for ${listed(features.map(({ title }) => title))}.`,
    `ports/${port}/`,
    { chips: shown.map((transport) => ({ transport, port: String(port) })) },
  );
}

/** The features that use one of the ports and say all of the words. */
function portGroups(index: FinderIndex, ports: readonly AskedPort[], transports: readonly Transport[], words: readonly string[]): Answer[] {
  const isAsked = (flow: IndexedFlow) =>
    ports.some(({ range }) => range && (overlaps(standingPort(flow), range) || (flow.sourcePort && holds(range, flow.port))));
  return index.features
    .map((feature) => ({
      feature,
      flows: feature.flows.filter(
        (flow) => isAsked(flow) && uses(flow, transports) && words.every((word) => saysOf(feature, flow).includes(word)),
      ),
    }))
    .filter(({ flows }) => flows.length > 0)
    .map(({ feature, flows }) => groupAnswer(index, feature, flows));
}

const holds = (outer: PortRange, inner: PortRange) => outer.from <= inner.from && inner.to <= outer.to;

const saysOf = (feature: IndexedFeature, flow: IndexedFlow): string =>
  [feature.title, feature.summary, ...feature.also, flow.title, flow.application, ...flow.ends, ...hostsOf(flow)].join(' ').toLowerCase();

// Features

function groupAnswer(index: FinderIndex, feature: IndexedFeature, flows: readonly IndexedFlow[], detail?: string): Answer {
  const [first] = flows;
  const whole = first === undefined || (detail === undefined && flows.length === feature.flows.length && flows.length > 1);
  return answer('feature', feature.title, detail ?? flowWords(feature, flows), `features/${feature.id}/${whole ? '' : `#${first.id}`}`, {
    ...tokensOf(flows),
    marks: marksOf(index, flows),
  });
}

function tokensOf(flows: readonly IndexedFlow[]): Pick<Answer, 'chips' | 'directions'> {
  const chips = flows
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

const portText = ({ from, to }: PortRange): string => (from === to ? String(from) : `${from}-${to}`);

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** "A", "A and B", "A, B and C". */
const listed = (names: readonly string[]): string => [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part).join(' and ');

// Text

/** How well something answers, best first; the last two, one or two letters at a beginning and letters inside a word, only for want of better. */
const tiers = { equal: 0, words: 1, beginnings: 2, body: 3, letters: 4, parts: 5 } as const;

interface Found {
  readonly answer: Answer;
  readonly tier: number;
  /** Matching host names of the default release. */
  readonly hosts: number;
  /** How well the title alone does. */
  readonly title: number;
}

/** Answers to words; where there is none, to the same words in the singular. */
function textAnswers(index: FinderIndex, typed: readonly string[], transports: readonly Transport[], whole: string): Answer[] {
  const content = typed.filter((word) => !stopWords.has(word));
  const words = content.length > 0 ? content : typed;
  const answers = answersTo(index, words, transports, whole);
  const singular = words.map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
  return answers.length > 0 ? answers : answersTo(index, singular, transports, singular.join(' '));
}

function answersTo(index: FinderIndex, words: readonly string[], transports: readonly Transport[], whole: string): Answer[] {
  const named = (names: readonly (string | undefined)[], body: readonly string[] = []) =>
    tierOf(
      words,
      whole,
      names.filter((name) => name !== undefined),
      body,
    );

  const features = index.features.flatMap((feature) => {
    const flows = feature.flows.filter((flow) => uses(flow, transports));
    return flows.length === 0
      ? []
      : [byName(index, { ...feature, flows }, words, whole, named), ...byHost(index, { ...feature, flows }, words)];
  });
  const terms = index.terms.map((term) => ({
    answer: termAnswer(term),
    tier: named([term.term, term.expansion]),
    title: named([term.term]),
    hosts: 0,
  }));
  const pages = index.pages.map(({ kind, title, detail, path, also }) => ({
    answer: answer(kind, title, detail, path),
    tier: named([title, ...also], [detail]),
    title: named([title]),
    hosts: 0,
  }));

  const found = [...features, ...terms, ...pages]
    .filter(({ tier }) => tier <= tiers.parts)
    .toSorted((a, b) => a.tier - b.tier || ranks[a.answer.kind] - ranks[b.answer.kind] || b.hosts - a.hosts || a.title - b.title);
  const worst = Math.max(found[0]?.tier ?? 0, tiers.body);
  return onePerFeature(found.filter(({ tier }) => tier <= worst).map((entry) => entry.answer)).slice(0, mostAnswers);
}

const mostAnswers = 12;
const ranks: Record<Answer['kind'], number> = { port: 0, 'no-port': 0, feature: 1, host: 1, term: 2, guide: 3, page: 4 };

/** Words of a question that name nothing. */
const stopWords = new Set(
  'a an and are by do does for from how i in is it my need needs of on or over port ports the through to use used uses via what which who with'.split(
    ' ',
  ),
);

/** A feature may be found by its name and by its hosts: the better one stands. */
const onePerFeature = (answers: readonly Answer[]): Answer[] => {
  const pageOf = ({ kind, path }: Answer) => (kind === 'feature' || kind === 'host' ? path.replace(/#.*/, '') : `${kind} ${path}`);
  return answers.filter((one, at) => answers.findIndex((other) => pageOf(other) === pageOf(one)) === at);
};

/** The feature, or those of its flows whose own titles fit better than the feature's. */
function byName(
  index: FinderIndex,
  feature: IndexedFeature,
  words: readonly string[],
  whole: string,
  named: (names: readonly (string | undefined)[], body?: readonly string[]) => number,
): Found {
  const asTitle = named([feature.title]);
  // "NTLM" is as good a name of "NTLM authentication" as the whole of it.
  const title = asTitle === tiers.words && feature.title.toLowerCase().startsWith(words[0] as string) ? tiers.equal : asTitle;
  const own = feature.flows.map((flow) => {
    const application = flow.application === undefined ? Number.POSITIVE_INFINITY : Math.max(named([flow.application]), tiers.words);
    return { flow, tier: Math.min(named([flow.title]), application) };
  });
  const best = Math.min(...own.map(({ tier }) => tier));
  const body = feature.flows.map((flow) => [...flow.ends, ...flow.transport, flow.title].join(' '));
  const tier = Math.min(best, title, named(feature.also, [feature.summary, ...body]));
  const synonym = feature.also.findIndex((name) => name.toLowerCase() === whole);
  // The first synonyms are the aptest.
  const found = { tier, title: title <= tiers.parts ? title : tiers.parts + 1 + synonym, hosts: 0 };
  if (best >= asTitle || best > tiers.beginnings) {
    return { ...found, answer: { ...groupAnswer(index, feature, feature.flows, feature.summary), path: `features/${feature.id}/` } };
  }
  const flows = own.filter((entry) => entry.tier <= Math.max(best, tiers.words)).map(({ flow }) => flow);
  return { ...found, answer: groupAnswer(index, feature, flows) };
}

function termAnswer({ id, term, expansion }: FinderIndex['terms'][number]): Answer {
  return answer('term', term, expansion ?? 'Explained in the glossary', `glossary/#${id}`);
}

function tierOf(words: readonly string[], whole: string, names: readonly string[], body: readonly string[]): number {
  const lower = names.map((name) => name.toLowerCase());
  if (lower.includes(whole) || lower.includes(words.join(' '))) return tiers.equal;
  const all = lower.join('\n');
  const text = body.join('\n').toLowerCase();
  return Math.max(
    ...words.map((word) => Math.min(placeOf(word, all), placeOf(word, text) <= tiers.beginnings ? tiers.body : Number.POSITIVE_INFINITY)),
  );
}

/** Where a word stands in a text: as a whole word, at the beginning of one, inside one, or nowhere. */
function placeOf(word: string, text: string): number {
  let place: number = Number.POSITIVE_INFINITY;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const begins = !isWordSign(text.charAt(at - 1));
    if (begins && !isWordSign(text.charAt(at + word.length))) return tiers.words;
    if (begins) place = Math.min(place, word.length > 2 ? tiers.beginnings : tiers.letters);
    else if (word.length > 1) place = Math.min(place, tiers.parts);
  }
  return place;
}

const isWordSign = (sign: string): boolean => /[\p{L}\d]/u.test(sign);

// Hosts

function byHost(index: FinderIndex, feature: IndexedFeature, words: readonly string[]): Found[] {
  const [word = ''] = words;
  const name = word.replace(/^(?:\*?\.)(?=.)/, '');
  if (words.length !== 1 || name.length < 3 || !/[a-z]/.test(name)) return [];
  const own = feature.flows.map((flow) => ({ flow, hosts: matching(flow.hosts ?? [], word, name) }));
  const former = feature.flows.map((flow) => ({ flow, hosts: matching(Object.keys(flow.formerHosts ?? {}), word, name) }));
  const isFormer = own.every(({ hosts }) => hosts.length === 0);
  const groups = (isFormer ? former : own).filter(({ hosts }) => hosts.length > 0).toSorted((a, b) => b.hosts.length - a.hosts.length);
  const names = [...new Set(groups.flatMap(({ hosts }) => hosts.map(({ host }) => host)))];
  const [first] = groups;
  if (!first) return [];
  const flows = groups.map(({ flow }) => flow);
  const releases = [...new Set(flows.flatMap((flow) => names.flatMap((host) => flow.formerHosts?.[host] ?? [])))];
  const where = isFormer ? `, in ${listed(releases)} only` : '';
  const covering = names.length === 1 && names[0]?.startsWith('*.') && name.endsWith(names[0].slice(1)) ? `, which covers ${name}` : '';
  const title = flows.length === 1 && first.flow.title !== feature.title ? `${first.flow.title}: ` : '';
  const answered = groupAnswer(index, feature, flows, `${title}${hostWords(names)}${covering}${where}.`);
  return [
    {
      answer: { ...answered, kind: 'host', marks: isFormer ? [`not in ${index.release}`] : answered.marks },
      tier: Math.min(...first.hosts.map(({ tier }) => tier)),
      title: 0,
      hosts: isFormer ? 0 : names.length,
    },
  ];
}

const hostsOf = ({ hosts = [], formerHosts = {} }: IndexedFlow): string[] => [...hosts, ...Object.keys(formerHosts)];

/** Hosts that the word names, contains or lies below; `name` is the word without a leading wildcard. */
function matching(hosts: readonly string[], word: string, name: string): { host: string; tier: number }[] {
  const found = hosts.map((host) => ({ host, tier: hostTier(host, word, name) })).filter(({ tier }) => tier <= tiers.parts);
  const exact = found.filter(({ tier }) => tier === tiers.equal);
  return exact.length > 0 ? exact : found;
}

function hostTier(host: string, word: string, name: string): number {
  if (host === word || (host.startsWith('*.') && name.endsWith(host.slice(1)))) return tiers.equal;
  const domain = host.replace(/^\*\./, '');
  // A plain word is more likely the name of something than a part of a host.
  const isPlain = /^[a-z]+$/.test(name);
  if (domain === name || domain.endsWith(`.${name}`)) return isPlain ? tiers.body : tiers.words;
  if (word.startsWith('*')) return Number.POSITIVE_INFINITY;
  const place = placeOf(name, host);
  return isPlain && place < tiers.body ? tiers.body : Math.max(place, tiers.beginnings);
}

const hostWords = (names: readonly string[]): string =>
  names.length <= 2 ? listed(names) : `${names.length} hosts, among them ${names[0]}`;
