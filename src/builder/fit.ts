/** A state that was made elsewhere, or earlier, against what this dataset and these platforms have. */
import type { Dataset } from '#dataset/dataset.ts';
import { defaultRelease } from '#dataset/release-flow.ts';
import type { Platform } from '#rules/platform.ts';
import { defaultAnswers } from './selection.ts';
import type { State } from './state.ts';
import { entriesIn } from './typed.ts';

/** A state that fits, and what had to be changed for that, in sentences. */
export interface Fitted {
  readonly state: State;
  readonly notes: readonly string[];
}

/** What the dataset or the platform does not have is left out, and said. Addresses that nobody asks for stay: another answer may. */
export function fitState(dataset: Dataset, platforms: readonly Platform[], given: State): Fitted {
  const { product, releases, questions, parties } = dataset;
  const notes: string[] = [];
  const say = (holds: boolean, note: string): boolean => {
    if (!holds) notes.push(note);
    return holds;
  };
  const own = product.dataset;
  const age = given.dataset < own ? 'newer' : 'older';
  say(given.dataset === own, `It was made with dataset ${given.dataset}. This page has the ${age} one of ${own}: look through the result.`);

  const fallback = defaultRelease(dataset).release;
  const release = say(
    releases.some((each) => each.release === given.release),
    `Release ${given.release} is not in this dataset: ${fallback} is chosen.`,
  )
    ? given.release
    : fallback;

  const first = platforms.find(({ id }) => id === given.platform) ?? platforms[0];
  if (!first) throw new Error('there is no platform');
  say(first.id === given.platform, `There are no rules for "${given.platform}" here: ${first.name} is chosen.`);
  const vantage = first.vantages.includes(given.vantage) ? given.vantage : (first.vantages[0] as State['vantage']);
  say(vantage === given.vantage, `${first.name} has no rules from the vantage point "${given.vantage}": "${vantage}" is chosen.`);
  const form = first.alternatives?.find(({ id, vantages }) => id === given.form && vantages.includes(vantage))?.id ?? null;
  say(form === given.form, `${first.name} has no form "${given.form}" here: the plain one is chosen.`);

  const isTyped = (party: string) =>
    say(
      parties.some(({ id, reach }) => id === party && reach !== 'internet'),
      noParty(party),
    );
  const state: State = {
    ...given,
    dataset: own,
    release,
    platform: first.id,
    vantage,
    form,
    answers: fitAnswers(questions, defaultAnswers(dataset), given.answers, notes),
    // As the form would read what it shows: a field may not hold one thing, and the rules another.
    prefix: oneLine(given.prefix),
    passive: oneLine(given.passive).trim(),
    zones: Object.fromEntries(Object.entries(given.zones).map(([zone, name]) => [zone, oneLine(name)])),
    addresses: Object.fromEntries(
      Object.entries(given.addresses)
        .filter(([party]) => isTyped(party))
        .map(([party, entries]) => [party, entries.flatMap(entriesIn)]),
    ),
    publicAddresses: given.publicAddresses.flatMap(entriesIn),
    placed: Object.fromEntries(
      Object.entries(given.placed).filter(([party]) => isTyped(party) && say(party !== 'gateway', 'The gateway stands in the DMZ here.')),
    ),
    anyInternet: given.anyInternet.filter((party) =>
      say(
        parties.some(({ id, reach }) => id === party && (reach === 'unpublished' || reach === 'hosts')),
        `"${party}" is nobody who can be any Internet address: that is left out.`,
      ),
    ),
  };
  return { state, notes: [...new Set(notes)] };
}

/** A text as a field of one line has it. */
const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, '');

const noParty = (party: string): string => `"${party}" is nobody whose addresses are asked for: what is said of them is left out.`;

function fitAnswers(
  questions: Dataset['questions'],
  defaults: State['answers'],
  given: State['answers'],
  notes: string[],
): State['answers'] {
  for (const id of Object.keys(given)) {
    if (!questions.some((question) => question.id === id))
      notes.push(`The question "${id}" is not in this dataset: its answer is left out.`);
  }
  return Object.fromEntries(
    questions.map(({ id, answers, choose, ask }) => {
      const start = defaults[id] ?? [];
      const chosen = given[id];
      if (chosen === undefined) return [id, start];
      const known = answers.filter((answer) => chosen.includes(answer.id)).map((answer) => answer.id);
      if (known.length === chosen.length && (choose === 'any' || known.length === 1)) return [id, known];
      notes.push(`"${ask}" has other answers in this dataset: look at yours.`);
      return [id, choose === 'any' ? known : start];
    }),
  );
}
