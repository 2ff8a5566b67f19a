import type { Authored } from './authored.ts';
import type { Place } from './check.ts';
import { portsOf } from './flow-ports.ts';
import type { Flow } from './schema.ts';

/** A text that a person wrote and a reader sees. */
export interface Text {
  /** Markdown, or a line of plain text. */
  readonly text: string;
  /** Ports that it may name without a reason, 1 to 65535: those of the flows it tells of. */
  readonly ports: readonly number[];
  /** Where the character at `offset` of the text stands; in YAML, the value that holds it. */
  readonly placeAt: (offset: number) => Place;
}

/** Texts of one file or record, and the other ports that they name with a reason. */
export interface Prose {
  readonly texts: readonly Text[];
  /** Undefined where no `mentions` can stand. */
  readonly mentions?: readonly { readonly port: number; readonly place: Place }[];
}

/** All prose of the project, but for texts about a feature or a flow that does not exist: what is wrong there is the name. */
export const proseOf = (authored: Authored): Prose[] =>
  [pagesAndTerms, features, releases, productAndParties, questions, presets, changes].flatMap((read) => read(authored));

function pagesAndTerms(authored: Authored): Prose[] {
  const { pages, terms, featureIds, flows } = authored;
  const exist = (ids: readonly string[]) => ids.every((id) => featureIds.includes(id));
  const portsOfFeatures = (ids: readonly string[]) => flows.filter(({ feature }) => ids.includes(feature)).flatMap(portsOf);
  return [
    ...pages.flatMap((page) => {
      const told = page.feature === null ? page.features : [page.feature];
      const ports = portsOfFeatures(told);
      const body = { text: page.text, ports, placeAt: (offset: number) => ({ file: page.file, offset }) };
      const texts = [...textsOf(authored, page, ['title', 'description'], ports), body];
      return exist(told) ? [{ texts, mentions: mentionsOf(authored, page) }] : [];
    }),
    ...terms
      .filter((term) => exist(term.features))
      .map((term) => ({
        texts: textsOf(authored, term, ['term', 'expansion', 'definition'], portsOfFeatures(term.features)),
        mentions: mentionsOf(authored, term),
      })),
  ];
}

function features(authored: Authored): Prose[] {
  return authored.features.map((feature) => {
    const ports = feature.flows.flatMap(portsOf);
    const texts = feature.flows.flatMap((flow) => [
      ...textsOf(authored, flow, ['title', 'purpose', 'reading'], ports),
      ...flow.doubts.map((text, index) => ({ text, ports, placeAt: () => authored.at(flow, 'doubts', index) })),
    ]);
    return { texts: [...textsOf(authored, feature, ['title', 'summary'], ports), ...texts], mentions: mentionsOf(authored, feature) };
  });
}

function releases(authored: Authored): Prose[] {
  return authored.releases.map((release) => {
    const printed = release.rows.map(({ port }) => Number(port));
    const absences = Object.entries(release.absent).flatMap(([id, text]) => {
      const flow = authored.flowsById.get(id);
      return flow ? [{ text, ports: portsOf(flow), placeAt: () => authored.at(release.absent, id) }] : [];
    });
    const rows = release.rows.flatMap((row) => {
      const flows = existing(authored, Object.keys(row.flows));
      return flows ? textsOf(authored, row, ['says', 'condition', 'note'], [Number(row.port), ...flows.flatMap(portsOf)]) : [];
    });
    return {
      texts: [...textsOf(authored, release.source, ['title', 'note'], printed), ...absences, ...rows],
      mentions: mentionsOf(authored, release),
    };
  });
}

function productAndParties(authored: Authored): Prose[] {
  const { product, parties, features, flows } = authored;
  const groups = (product?.groups ?? []).flatMap((group) => {
    const members = features.filter((feature) => feature.group === group.id);
    return textsOf(
      authored,
      group,
      ['title', 'summary'],
      members.flatMap((feature) => feature.flows.flatMap(portsOf)),
    );
  });
  const ends = parties.flatMap((party) => {
    const own = flows.filter(({ from, to }) => from === party.id || to === party.id);
    return textsOf(authored, party, ['name', 'hint'], own.flatMap(portsOf));
  });
  return [{ texts: groups }, { texts: ends }];
}

function questions(authored: Authored): Prose[] {
  return authored.questions.map((question) => {
    const ports = authored.flows.filter(({ when = {} }) => Object.hasOwn(when, question.id)).flatMap(portsOf);
    const answers = question.answers.flatMap((answer) => textsOf(authored, answer, ['label', 'clause'], ports));
    return { texts: [...textsOf(authored, question, ['ask', 'why'], ports), ...answers] };
  });
}

/** What presets open follows from their answers: they name no port. */
const presets = (authored: Authored): Prose[] =>
  authored.presets.map((preset) => ({ texts: textsOf(authored, preset, ['title', 'summary'], []) }));

function changes(authored: Authored): Prose[] {
  return authored.changes.flatMap((change) => {
    const flows = existing(authored, change.flows);
    return flows ? [{ texts: textsOf(authored, change, ['title', 'reason'], flows.flatMap(portsOf)) }] : [];
  });
}

/** The flows with these ids; undefined where one of them does not exist. */
function existing({ flowsById }: Authored, ids: readonly string[]): Flow[] | undefined {
  const flows = ids.flatMap((id) => flowsById.get(id) ?? []);
  return flows.length === ids.length ? flows : undefined;
}

function textsOf<K extends string>(
  { at }: Authored,
  record: { readonly [key in K]?: string | null | undefined },
  keys: readonly K[],
  ports: readonly number[],
): Text[] {
  return keys.flatMap((key) => {
    const text = record[key];
    return text ? [{ text, ports, placeAt: () => at(record, key) }] : [];
  });
}

const mentionsOf = ({ keyAt }: Authored, record: { readonly mentions: Readonly<Record<string, string>> }) =>
  Object.keys(record.mentions).map((key) => ({ port: Number(key), place: keyAt(record, 'mentions', key) }));
