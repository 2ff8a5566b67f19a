/** The builder of the page: what is chosen and typed becomes rules at once, and can be shared, kept, and taken back. */

import { fitState } from '#builder/fit.ts';
import { toRequest } from '#builder/request.ts';
import { build } from '#builder/result.ts';
import { presetAnswers } from '#builder/selection.ts';
import { startPlatform, startState, withExample } from '#builder/start.ts';
import { readState, type State, type StateResult, stateText } from '#builder/state.ts';
import type { Dataset } from '#dataset/dataset.ts';
import type { Platform } from '#rules/platform.ts';
import { platforms } from '#rules/platforms.ts';
import { copy } from '#site/browser/copy.ts';
import { all, element, found, write } from './elements.ts';
import { readForm, withTyped, writeForm } from './form.ts';
import { forget, inAddress, inHistory, keep, kept, linkTo, remember } from './keeping.ts';
import { problemWords, showForm, showProblems } from './show-form.ts';
import { fileName, rulesFileName, type Shown, showFold, showResult, summary } from './show-result.ts';

/** Milliseconds without a stroke of a key after which something counts as typed. */
const pause = 600;

/** Loads the dataset and brings the form to life; where it cannot be had, the page says so. */
export async function startBuilder(): Promise<void> {
  const root = found(document, '#builder');
  const waiting = found(root, '.waiting');
  waiting.hidden = false;
  try {
    const answer = await fetch(root.dataset.dataset ?? '');
    if (!answer.ok) throw new Error(`${answer.status}`);
    run(root, (await answer.json()) as Dataset);
    waiting.hidden = true;
  } catch (error) {
    write(waiting, 'The dataset could not be loaded: reload the page, or take the ready-made rules.');
    throw error;
  }
}

function run(root: HTMLElement, dataset: Dataset): void {
  const form = found<HTMLFormElement>(root, 'form');
  const without = found<HTMLInputElement>(root, '[data-without]');
  const keeping = found<HTMLInputElement>(root, '[data-keep]');
  const fresh = () => startState(dataset, platformOf(startPlatform));
  /** Names of zones by what they are: an interface of one firewall is no security zone of another. */
  const names = new Map<string, State['zones']>();
  writeForm(form, dataset, fresh());
  let shown = display(root, dataset, fresh());
  /** What waits for a pause in typing. */
  let waiting: number | undefined;

  const show = (state: State, typing: string | null = null) => {
    shown = display(root, dataset, state, typing);
    const { zones } = shown.built.platform;
    if (zones) names.set(zones.kind, state.zones);
  };
  const settle = (entry: 'new' | 'same') => {
    window.clearTimeout(waiting);
    waiting = undefined;
    remember(shown.state, { entry, withAddresses: !without.checked });
    if (keeping.checked) keep(shown.state);
    showProblems(root, shown.built.problems, null);
    say(root, shown);
  };
  /** A choice is an entry of its own in the history: Back takes it back. What is typed belongs to the entry it is typed in. */
  const change = (state: State) => {
    if (waiting !== undefined) settle('same');
    writeForm(form, dataset, state);
    show(state);
    settle('new');
  };
  const take = (result: StateResult | undefined, what: string): boolean => {
    if (!result) return false;
    if ('problems' in result) {
      note(root, [
        `${what} cannot be read, and nothing of it is used:`,
        ...result.problems.map(({ field, message }) => `${field} ${message}`.trim()),
      ]);
      return false;
    }
    const { state, notes } = fitState(dataset, platforms, result.state);
    note(root, notes.length > 0 ? [`${what} has been read.`, ...notes] : []);
    writeForm(form, dataset, state);
    show(state);
    return true;
  };

  form.addEventListener('input', ({ target }) => {
    if (isTyped(target)) {
      show(withTyped(shown.state, target), fieldOf(target));
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => settle('same'), pause);
      return;
    }
    change(chosen(readForm(form, dataset), target, { dataset, names, before: shown.state }));
  });
  form.addEventListener('focusout', () => waiting !== undefined && settle('same'));
  form.addEventListener('submit', (event) => event.preventDefault());
  root.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('button') : null;
    if (button?.dataset.to !== undefined) goTo(root, button.dataset.to);
    if (button?.dataset.download !== undefined) download(button.dataset.download, shown);
    if (button?.dataset.toResult !== undefined) goTo(root, 'result');
  });
  found(root, '[data-example]').addEventListener('click', () => change(withExample(shown.state, shown.built.platform)));
  for (const fold of all<HTMLDetailsElement>(root, 'details[data-fold]')) {
    fold.addEventListener('toggle', () => fold.open && showFold(root, fold, shown));
  }

  without.addEventListener('change', () => settle('same'));
  keeping.addEventListener('change', () => {
    if (!keeping.checked) forget();
    else if (!keep(shown.state)) {
      keeping.checked = false;
      note(root, ['This browser refuses to keep anything for this page: save a file instead.']);
    }
  });
  found(root, '[data-forget]').addEventListener('click', () => {
    forget();
    keeping.checked = false;
    names.clear();
    writeForm(form, dataset, fresh());
    show(fresh());
    settle('same');
    note(root, ['Forgotten. Earlier steps stay in the history of this tab until you close it.']);
  });
  found(root, '[data-copy-link]').addEventListener('click', async () => {
    const status = found(root, '[data-copied]');
    const copied = await copy(linkTo(shown.state, !without.checked));
    write(status, copied ? 'Copied' : 'This browser refuses to copy here: copy the address of the page');
    window.setTimeout(() => write(status, ''), 4000);
  });
  found<HTMLInputElement>(root, '[data-open-file]').addEventListener('change', async ({ target }) => {
    const field = target as HTMLInputElement;
    const [file] = field.files ?? [];
    if (!file) return;
    if (waiting !== undefined) settle('same');
    const result = readState(await file.text());
    field.value = '';
    if (take(result, 'The file')) settle('new');
  });

  const restore = () => {
    window.clearTimeout(waiting);
    waiting = undefined;
    if (take(inHistory() ?? inAddress(), 'The address')) {
      say(root, shown);
      return;
    }
    // A place in the page has taken the place of the state in the address: write it back.
    remember(shown.state, { entry: 'same', withAddresses: !without.checked });
  };
  window.addEventListener('popstate', restore);
  window.addEventListener('pagehide', () => waiting !== undefined && settle('same'));

  const own = kept();
  keeping.checked = own !== undefined && inAddress() === undefined;
  const arrived = inHistory() ?? inAddress();
  if (!take(arrived, 'The address') && arrived === undefined) take(own, 'What is kept in this browser');
  if (arrived !== undefined && own !== undefined && !keeping.checked && inHistory() === undefined)
    offerKept(root, () => take(own, 'What is kept in this browser'));
  history.replaceState({ builder: shown.state }, '');

  form.inert = false;
  for (const part of all(root, '[data-result], [data-share], [data-summary]')) part.hidden = false;
}

/** Shows what is made of a state; of the field that is being typed in, no new problem yet. */
function display(root: HTMLElement, dataset: Dataset, state: State, typing: string | null = null): Shown {
  const shown = { dataset, state, built: build(dataset, platformOf(state.platform), state) };
  showForm(root, dataset, state, shown.built);
  showProblems(root, shown.built.problems, typing);
  showResult(root, shown);
  return shown;
}

function platformOf(id: string): Platform {
  const platform = platforms.find((each) => each.id === id);
  if (!platform) throw new Error(`there is no platform "${id}"`);
  return platform;
}

/** Whether something is typed there, stroke by stroke; all else is chosen at once. */
const isTyped = (target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox');

/** The field that problems name, of an element of the form. */
const fieldOf = ({ name }: HTMLInputElement | HTMLTextAreaElement): string =>
  name === 'nat' ? 'publicAddresses' : name.replace(/^a\./, 'addresses.').replace(/^z\./, 'zones.');

/** What follows from a choice: a start has its answers, and another firewall has other names and stands where it can. */
function chosen(
  state: State,
  target: EventTarget | null,
  { dataset, names, before }: { dataset: Dataset; names: ReadonlyMap<string, State['zones']>; before: State },
): State {
  const name = target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.name : '';
  if (name === 'preset' && target instanceof HTMLInputElement && dataset.presets.some(({ id }) => id === target.value)) {
    return { ...state, answers: presetAnswers(dataset, target.value) };
  }
  const platform = platformOf(state.platform);
  const vantage = platform.vantages.includes(state.vantage) ? state.vantage : (platform.vantages[0] ?? 'edge');
  const form = platform.alternatives?.find(({ id, vantages }) => id === state.form && vantages.includes(vantage))?.id ?? null;
  const { zones } = platform;
  const isOther = state.platform !== before.platform && zones !== null && zones.kind !== platformOf(before.platform).zones?.kind;
  return { ...state, vantage, form, ...(isOther && { zones: names.get(zones.kind) ?? {} }) };
}

/** Takes the reader to a part of the page, and the keyboard with them. */
function goTo(root: HTMLElement, id: string): void {
  const part = root.querySelector<HTMLElement>(`#${CSS.escape(id)}`);
  part?.scrollIntoView({ block: 'center' });
  part?.focus({ preventScroll: true });
}

/** Says what has come of it to those who do not see it, once it is another thing. */
function say(root: HTMLElement, shown: Shown): void {
  const [problem] = shown.built.problems;
  write(found(root, '[data-said]'), `${summary(shown)}${problem ? `: ${problemWords(problem)}` : ''}`);
}

/** Says something above the form: what was read, and what could not be. */
function note(root: HTMLElement, lines: readonly string[]): void {
  const box = found(root, '[data-notes]');
  const [first, ...rest] = lines;
  box.hidden = first === undefined;
  box.replaceChildren(
    ...(first === undefined ? [] : [element('p', { text: first })]),
    ...(rest.length > 0 ? [element('ul', {}, ...rest.map((text) => element('li', { text })))] : []),
  );
}

/** A link was opened where something of one's own is kept: neither takes the other's place unasked. */
function offerKept(root: HTMLElement, use: () => void): void {
  const box = found(root, '[data-notes]');
  const button = element('button', { class: 'button', type: 'button', text: 'Show what is kept in this browser instead' });
  button.addEventListener('click', use);
  box.hidden = false;
  box.append(element('p', {}, button));
}

function download(what: string, shown: Shown): void {
  const { dataset, state, built } = shown;
  if (what === 'rules') save(rulesFileName(shown), built.rules?.text ?? '');
  else if (what === 'request') save(fileName(shown, 'change-request', 'txt'), toRequest(dataset, state, built));
  else save(fileName(shown, 'builder', 'json'), stateText(state));
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = element('a', { href: address, attributes: { download: name } });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}
