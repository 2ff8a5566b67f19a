/** Which flows a person's answers leave, what each answer brings, and who stands at the other ends. */
import type { Dataset } from '#dataset/dataset.ts';
import { isCurrent, type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import type { Flow, Party, Question, Zone } from '#dataset/schema.ts';
import type { Environment } from '#rules/environment.ts';
import { crosses, zoneOf } from '#rules/plan.ts';
import type { State } from './state.ts';

/** Question → its answers. */
export type Answers = State['answers'];

/** Flows of a release, made once: they are asked for at each stroke of a key. */
const made = new WeakMap<Dataset, Map<string, readonly ReleaseFlow[]>>();

/** Every flow of the dataset as it stands in a release. */
function flowsIn(dataset: Dataset, release: string): readonly ReleaseFlow[] {
  const known = made.get(dataset) ?? new Map<string, readonly ReleaseFlow[]>();
  made.set(dataset, known);
  const flows = known.get(release) ?? releaseFlows(dataset, release);
  known.set(release, flows);
  return flows;
}

/** The flows that the answers leave, whatever their status in the release; all of them where everything is asked for. */
export const selectFlows = (dataset: Dataset, { release, answers, everything }: Pick<State, 'release' | 'answers' | 'everything'>) =>
  flowsIn(dataset, release).filter(({ flow }) => everything || isNeeded(flow, answers));

const isNeeded = ({ when = {} }: Flow, answers: Answers): boolean =>
  Object.entries(when).every(([question, wanted]) => wanted.some((answer) => answers[question]?.includes(answer)));

/** The answers of a start: the default of every question. */
export const defaultAnswers = ({ questions }: Pick<Dataset, 'questions'>): Answers =>
  Object.fromEntries(questions.map((question) => [question.id, [...question.default]]));

/** The answers of a preset: what it says, and the default of every other question. */
export function presetAnswers(dataset: Dataset, id: string): Answers {
  const preset = dataset.presets.find((each) => each.id === id);
  if (!preset) throw new Error(`there is no preset "${id}"`);
  return { ...defaultAnswers(dataset), ...preset.answers };
}

/** The preset that these answers are; undefined where a person has gone their own way. */
export const presetOf = (dataset: Dataset, answers: Answers): string | undefined =>
  dataset.presets.find(({ id }) => {
    const own = presetAnswers(dataset, id);
    return dataset.questions.every((question) => same(own[question.id] ?? [], answers[question.id] ?? []));
  })?.id;

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((member) => b.includes(member));

/** Questions by the group of features that they decide on. */
export interface QuestionGroup {
  readonly group: Dataset['product']['groups'][number];
  readonly features: readonly Dataset['features'][number][];
  /** Each with the features of other groups that it decides on too, in the order of the features. */
  readonly questions: readonly { readonly question: Question; readonly others: readonly Dataset['features'][number][] }[];
}

/** The questions as the site groups the features: a question that several groups share stands in the first of them. */
export function questionGroups({ product, features, questions }: Dataset): QuestionGroup[] {
  const deciding = (question: Question) => features.filter(({ flows }) => flows.some(({ when = {} }) => Object.hasOwn(when, question.id)));
  return product.groups.map((group) => ({
    group,
    features: features.filter((feature) => feature.group === group.id),
    questions: questions
      .map((question) => ({ question, decided: deciding(question) }))
      .filter(({ decided }) => product.groups.find(({ id }) => decided.some((feature) => feature.group === id))?.id === group.id)
      .map(({ question, decided }) => ({ question, others: decided.filter((feature) => feature.group !== group.id) })),
  }));
}

/** Whether a question decides anything, the other answers being what they are: of peers that there are none of, nothing is to be asked. */
export const isAsked = (dataset: Dataset, { release, answers }: Pick<State, 'release' | 'answers'>, question: string): boolean =>
  flowsIn(dataset, release).some(
    (entry) =>
      isCurrent(entry) &&
      Object.hasOwn(entry.flow.when ?? {}, question) &&
      isNeeded(entry.flow, { ...answers, [question]: entry.flow.when?.[question] ?? [] }),
  );

/** What an answer brings, in a few words: "SNMP polling UDP 161", or that this release does not have it; empty where it brings nothing. */
export const broughtWords = (dataset: Dataset, state: Pick<State, 'release' | 'answers'>, question: string, answer: string): string =>
  broughtBy(dataset, state, question, answer)
    .map((entry) => (isCurrent(entry) ? shortWords(entry) : `${entry.flow.title}: ${notInWords(entry)}`))
    .join(', ');

/** "SNMP polling UDP 161". */
export const shortWords = ({ flow }: ReleaseFlow): string =>
  `${flow.title} ${flow.transport.map((each) => each.toUpperCase()).join('+')} ${flow.port.from === flow.port.to ? flow.port.from : `${flow.port.from}-${flow.port.to}`}`;

const notInWords = ({ status, release }: ReleaseFlow): string => `${status === 'unprinted' ? 'not printed' : status} in ${release}`;

/** The flows that an answer brings, the other questions being answered as they are, whatever their status in the release. */
export const broughtBy = (
  dataset: Dataset,
  { release, answers }: Pick<State, 'release' | 'answers'>,
  question: string,
  answer: string,
): ReleaseFlow[] =>
  flowsIn(dataset, release).filter(
    (entry) => entry.flow.when?.[question]?.includes(answer) && isNeeded(entry.flow, { ...answers, [question]: [answer] }),
  );

/** Someone at the other end, or the gateway itself, and the flows that need them. */
export interface Need {
  readonly party: Party;
  /** Those that cross the firewall and may be a rule; empty where the party is asked for only because it has been placed elsewhere. */
  readonly flows: readonly ReleaseFlow[];
}

/** The flows that a rule of this firewall may be made of: printed or carried, opened by no helper, and crossing it. */
export const rulable = (flows: readonly ReleaseFlow[], place: Pick<Environment, 'vantage' | 'placed'>): ReleaseFlow[] =>
  flows.filter((entry) => mayBeRule(entry) && crosses(entry, place));

const mayBeRule = ({ status, flow }: ReleaseFlow): boolean => (status === 'printed' || status === 'carried') && flow.via === undefined;

/** Everybody whose addresses the rules of these flows need, and what for: in the dataset's order, the gateway first. */
export function partiesOf(
  { parties }: Pick<Dataset, 'parties'>,
  flows: readonly ReleaseFlow[],
  place: Pick<Environment, 'vantage' | 'placed'>,
): Need[] {
  const able = flows.filter(mayBeRule);
  return parties.flatMap((party) => {
    const own = able.filter(({ source, destination }) => source.id === party.id || destination.id === party.id);
    const { [party.id]: _, ...others } = place.placed;
    // Who has been placed where nothing crosses must be shown, or could not be placed back.
    const shown = own.some((entry) => crosses(entry, place) || crosses(entry, { ...place, placed: others }));
    return shown ? [{ party, flows: own.filter((entry) => crosses(entry, place)) }] : [];
  });
}

/** The zone that a party stands in. */
export const placeOf = (party: Party, placed: State['placed']): Zone => zoneOf(party, { placed });
