/** The form as a state, and a state in the form. */

import { presetOf } from '#builder/selection.ts';
import type { State } from '#builder/state.ts';
import { entriesIn } from '#builder/typed.ts';
import type { Dataset } from '#dataset/dataset.ts';
import type { Zone } from '#dataset/schema.ts';
import type { Vantage } from '#rules/vantage.ts';
import { all, found } from './elements.ts';

/** What stands in the form now. */
export function readForm(form: HTMLFormElement, dataset: Dataset): State {
  const data = new FormData(form);
  const text = (name: string) => `${data.get(name) ?? ''}`;
  const below = (prefix: string) => [...data.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const platform = text('platform');
  return {
    version: 1,
    dataset: dataset.product.dataset,
    release: text('release'),
    answers: Object.fromEntries(dataset.questions.map(({ id }) => [id, data.getAll(`q.${id}`).map(String)])),
    everything: text('preset') === 'everything',
    platform,
    form: text(`form.${platform}`) || null,
    vantage: text('vantage') as Vantage,
    prefix: text('prefix'),
    zones: Object.fromEntries(below('z.').flatMap((zone) => (text(`z.${zone}`) === '' ? [] : [[zone, text(`z.${zone}`)]]))),
    addresses: Object.fromEntries(
      below('a.')
        .map((party) => [party, entriesIn(text(`a.${party}`))] as const)
        .filter(([, entries]) => entries.length > 0),
    ),
    publicAddresses: entriesIn(text('nat')),
    placed: Object.fromEntries(
      all<HTMLSelectElement>(form, 'select[data-own-zone]')
        .filter(({ value, dataset: { ownZone } }) => value !== ownZone)
        .map(({ name, value }) => [name.replace(/^in\./, ''), value as Zone]),
    ),
    anyInternet: data.getAll('any').map(String),
    passive: text('passive').trim(),
  };
}

/** A state with what is typed into one field now: the others are as they were, and take time to read. */
export function withTyped(state: State, { name, value }: HTMLInputElement | HTMLTextAreaElement): State {
  const [kind, key = ''] = name.split(/\.(.*)/s);
  switch (kind) {
    case 'a': {
      const { [key]: _, ...others } = state.addresses;
      const entries = entriesIn(value);
      return { ...state, addresses: entries.length > 0 ? { ...others, [key]: entries } : others };
    }
    case 'z': {
      const { [key as Zone]: _, ...others } = state.zones;
      return { ...state, zones: value === '' ? others : { ...others, [key]: value } };
    }
    case 'nat':
      return { ...state, publicAddresses: entriesIn(value) };
    case 'prefix':
      return { ...state, prefix: value };
    case 'passive':
      return { ...state, passive: value.trim() };
    default:
      throw new Error(`nothing is typed into "${name}"`);
  }
}

/** Puts a state into the form; a field that says the same already stays untouched, and so does the place of the cursor. */
export function writeForm(form: HTMLFormElement, dataset: Dataset, state: State): void {
  choose(form, 'release', state.release);
  choose(form, 'platform', state.platform);
  check(form, 'vantage', [state.vantage]);
  check(form, `form.${state.platform}`, [state.form ?? '']);
  for (const { id } of dataset.questions) check(form, `q.${id}`, state.answers[id] ?? []);
  check(form, 'preset', [presetName(dataset, state)]);
  check(form, 'any', state.anyInternet);
  type(form, 'prefix', state.prefix);
  type(form, 'passive', state.passive);
  for (const field of all<HTMLInputElement>(form, 'input[name^="z."]')) {
    const name = state.zones[field.name.replace(/^z\./, '') as Zone] ?? '';
    if (field.value !== name) field.value = name;
  }
  for (const field of all<HTMLTextAreaElement>(form, 'textarea')) {
    const entries = field.name === 'nat' ? state.publicAddresses : (state.addresses[field.name.replace(/^a\./, '')] ?? []);
    if (entriesIn(field.value).join('\n') !== entries.join('\n')) field.value = entries.join('\n');
  }
  for (const select of all<HTMLSelectElement>(form, 'select[data-own-zone]')) {
    select.value = state.placed[select.name.replace(/^in\./, '')] ?? select.dataset.ownZone ?? '';
  }
}

/** The start that a state is, as the form names it. */
export const presetName = (dataset: Dataset, { everything, answers }: Pick<State, 'everything' | 'answers'>): string =>
  everything ? 'everything' : (presetOf(dataset, answers) ?? 'own');

/** Checks the boxes of a name whose values are chosen, and no others. */
export function check(form: HTMLFormElement, name: string, values: readonly string[]): void {
  for (const box of all<HTMLInputElement>(form, `input[name="${name}"]`)) {
    const chosen = values.includes(box.value);
    if (box.checked !== chosen) box.checked = chosen;
  }
}

function choose(form: HTMLFormElement, name: string, value: string): void {
  const select = found<HTMLSelectElement>(form, `select[name="${name}"]`);
  if (select.value !== value) select.value = value;
}

function type(form: HTMLFormElement, name: string, value: string): void {
  const field = found<HTMLInputElement>(form, `input[name="${name}"]`);
  if (field.value !== value) field.value = value;
}
