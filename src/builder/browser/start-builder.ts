/** The builder of the page: what is chosen and typed becomes rules at once, and can be shared, kept, and taken back. */

import { fitState } from '#builder/fit.ts';
import { toRequest } from '#builder/request.ts';
import { build } from '#builder/result.ts';
import { presetAnswers } from '#builder/selection.ts';
import { startPlatform, startState, withExample } from '#builder/start.ts';
import { readState, type State, type StateResult, stateLimit, stateText, tooLong as tooLongState } from '#builder/state.ts';
import { judgeText, testScript, testSides } from '#builder/test-kit.ts';
import type { Dataset } from '#dataset/dataset.ts';
import { reportBytes, reportText, tooLong } from '#kit/report.ts';
import type { Platform } from '#rules/platform.ts';
import { platforms } from '#rules/platforms.ts';
import { copy } from '#site/browser/copy.ts';
import { platformInAddress, platformKept } from '#site/browser/platform.ts';
import { releaseInAddress, releaseKept } from '#site/browser/release.ts';
import { all, element, found, write } from './elements.ts';
import { readForm, withTyped, writeForm } from './form.ts';
import { forget, inAddress, inHistory, keep, kept, leavesOutAddresses, linkTo, remember } from './keeping.ts';
import { problemWords, showForm, showProblems } from './show-form.ts';
import { fileName, rulesFileName, type Shown, showFold, showResult, summary } from './show-result.ts';
import { showJudged, showSides } from './show-test.ts';

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
    new Builder(root, (await answer.json()) as Dataset);
    waiting.hidden = true;
  } catch (error) {
    write(waiting, 'The dataset could not be loaded: reload the page, or take the ready-made rules.');
    throw error;
  }
}

/** What the page shows, and everything that changes it. */
class Builder {
  readonly #root: HTMLElement;
  readonly #dataset: Dataset;
  readonly #form: HTMLFormElement;
  readonly #without: HTMLInputElement;
  readonly #keeping: HTMLInputElement;
  /** Names of zones by what they are: an interface of one firewall is no security zone of another. */
  readonly #names = new Map<string, State['zones']>();
  #shown: Shown;
  /** What waits for a pause in typing. */
  #waiting: number | undefined;
  /** Whether something is being pressed: what is said beside a field would move it away from under the pointer. */
  #pressed = false;

  constructor(root: HTMLElement, dataset: Dataset) {
    this.#root = root;
    this.#dataset = dataset;
    this.#form = found(root, 'form');
    this.#without = found(root, '[data-without]');
    this.#keeping = found(root, '[data-keep]');
    this.#shown = this.#show(this.#fresh());
    this.#arrive();
    this.#listen();
    this.#listenToReports();
    this.#form.inert = false;
    for (const part of all(root, '[data-result], [data-test], [data-share], [data-summary]')) part.hidden = false;
  }

  #fresh = (): State => startAs(this.#dataset, { release: releaseInAddress(), platform: platformInAddress() ?? platformKept() });

  /** Shows a state, in the form and below it. */
  #show(state: State): Shown {
    writeForm(this.#form, this.#dataset, state);
    return this.#display(state, null);
  }

  /** Shows what is made of a state; of the field that is being typed in, no new problem yet. */
  #display(state: State, typing: string | null): Shown {
    const platform = platformOf(state.platform);
    const built = build(this.#dataset, platform, state);
    this.#shown = { dataset: this.#dataset, state, built };
    if (platform.zones) this.#names.set(platform.zones.kind, state.zones);
    showForm(this.#root, this.#dataset, state, built);
    showProblems(this.#root, built.problems, typing);
    showResult(this.#root, this.#shown);
    if (typing === null) this.#showTest();
    return this.#shown;
  }

  /** A choice is an entry of its own in the history: Back takes it back. What is typed belongs to the entry it is typed in. */
  #change(state: State): void {
    this.#settleTyped();
    this.#show(state);
    this.#settle('new');
  }

  #settle(entry: 'new' | 'same'): void {
    window.clearTimeout(this.#waiting);
    this.#waiting = undefined;
    const { state, built } = this.#shown;
    remember(state, { entry, withAddresses: !this.#without.checked });
    if (this.#keeping.checked) keep(state);
    showProblems(this.#root, built.problems, null);
    this.#showTest();
    say(this.#root, this.#shown);
  }

  /** The scripts, and the report that is there held against what is chosen now; gives what it says in a sentence. */
  #showTest(): string {
    const { dataset, state, built } = this.#shown;
    showSides(this.#root, this.#shown);
    const text = found<HTMLTextAreaElement>(this.#root, '#builder-report').value.trim();
    return showJudged(this.#root, text === '' ? null : judgeText(text, dataset, state, built));
  }

  #settleTyped = (): void => {
    if (this.#waiting !== undefined) this.#settle('same');
  };

  /** Shows what was read from somewhere; false where there is nothing, or it cannot be read, which is said in the box. */
  #take(result: StateResult | undefined, what: string, box = found(this.#root, '[data-notes]')): boolean {
    if (!result) return false;
    if ('problems' in result) {
      const problems = result.problems.map(({ field, message }) => `${field} ${message}`.trim());
      note(box, [`${what} cannot be read, and nothing of it is used:`, ...problems]);
      return false;
    }
    const { state, notes } = fitState(this.#dataset, platforms, result.state);
    note(box, notes.length > 0 ? [`${what} has been read.`, ...notes] : []);
    this.#show(state);
    return true;
  }

  /** What this tab had, else what the address says, else what is kept: a link never takes the place of what is kept. */
  #arrive(): void {
    const [held, linked, own] = [inHistory(), inAddress(), kept()];
    this.#keeping.checked = own !== undefined && (held !== undefined || linked === undefined);
    this.#without.checked = leavesOutAddresses();
    const read = this.#take(held ?? linked, 'The address');
    if (!read && held === undefined && linked === undefined) this.#take(own, ofBrowser);
    if (own !== undefined && !this.#keeping.checked) {
      offerKept(this.#root, () => {
        if (!this.#take(own, ofBrowser)) return;
        this.#keeping.checked = true;
        this.#settle('new');
      });
    }
    history.replaceState({ builder: this.#shown.state }, '');
  }

  /** Another entry of the history, or an address that somebody has typed. */
  #restore = (): void => {
    window.clearTimeout(this.#waiting);
    this.#waiting = undefined;
    if (this.#take(inHistory() ?? inAddress(), 'The address')) {
      // Who has ticked the box wants no address there, whatever this entry had.
      if (this.#without.checked) remember(this.#shown.state, { entry: 'same', withAddresses: false });
      this.#without.checked ||= leavesOutAddresses();
      say(this.#root, this.#shown);
      return;
    }
    // A place in the page has taken the place of the state in the address: write it back.
    remember(this.#shown.state, { entry: 'same', withAddresses: !this.#without.checked });
  };

  #listen(): void {
    this.#form.addEventListener('input', ({ target }) => {
      if (!isTyped(target)) return this.#change(this.#chosen(target));
      this.#display(withTyped(this.#shown.state, target), fieldOf(target));
      window.clearTimeout(this.#waiting);
      this.#waiting = window.setTimeout(() => this.#pressed || this.#settle('same'), pause);
    });
    this.#listenToLeaving();
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    window.addEventListener('popstate', this.#restore);
    this.#root.addEventListener('click', ({ target }) => {
      const { to, rule, download: what } = (target instanceof Element ? target.closest<HTMLElement>('button') : null)?.dataset ?? {};
      if (to !== undefined) goTo(this.#root.querySelector<HTMLElement>(`#${CSS.escape(to)}`));
      if (rule !== undefined) this.#goToRule(rule);
      if (what !== undefined) download(what, this.#shown);
    });
    const clicked = (part: string, act: () => void) => found(this.#root, part).addEventListener('click', act);
    clicked('[data-example]', () => this.#change(withExample(this.#shown.state, this.#shown.built.platform)));
    clicked('[data-forget]', () => this.#forget());
    clicked('[data-copy-link]', () => this.#copyLink());
    for (const fold of all<HTMLDetailsElement>(this.#root, 'details[data-fold]')) {
      fold.addEventListener('toggle', () => fold.open && showFold(this.#root, fold, this.#shown));
    }
    this.#without.addEventListener('change', () => this.#settle('same'));
    this.#keeping.addEventListener('change', () => this.#keepOrNot());
    found<HTMLInputElement>(this.#root, '[data-open-file]').addEventListener('change', ({ target }) =>
      this.#open(target as HTMLInputElement),
    );
  }

  /** What follows from a choice: a start has its answers, and another firewall has other names and stands where it can. */
  #chosen(target: EventTarget | null): State {
    const state = readForm(this.#form, this.#dataset);
    const { name, value } = target as HTMLInputElement | HTMLSelectElement;
    if (name === 'preset' && this.#dataset.presets.some(({ id }) => id === value)) {
      return { ...state, answers: presetAnswers(this.#dataset, value) };
    }
    const { zones, vantages, alternatives } = platformOf(state.platform);
    const vantage = vantages.includes(state.vantage) ? state.vantage : (vantages[0] ?? 'edge');
    const form = alternatives?.find((each) => each.id === state.form && each.vantages.includes(vantage))?.id ?? null;
    const isOther = zones !== null && zones.kind !== this.#shown.built.platform.zones?.kind;
    return { ...state, vantage, form, ...(isOther && { zones: this.#names.get(zones.kind) ?? {} }) };
  }

  #keepOrNot(): void {
    const isKept = this.#keeping.checked && keep(this.#shown.state);
    const refused = this.#keeping.checked && !isKept;
    if (!isKept) forget();
    this.#keeping.checked = isKept;
    sayKept(this.#root, refused ? 'This browser refuses to keep anything for this page: save a file instead' : '');
  }

  #forget(): void {
    forget();
    this.#keeping.checked = false;
    found<HTMLTextAreaElement>(this.#root, '#builder-report').value = '';
    this.#show(this.#fresh());
    this.#names.clear();
    this.#settle('same');
    sayKept(this.#root, 'Forgotten. Earlier steps stay in the history of this browser');
  }

  async #copyLink(): Promise<void> {
    const status = found(this.#root, '[data-copied]');
    const copied = await copy(linkTo(this.#shown.state, !this.#without.checked));
    write(status, copied ? 'Copied' : 'This browser refuses to copy here: copy the address of the page');
    window.setTimeout(() => write(status, ''), 4000);
  }

  /** Whatever takes the reader away from a field, or from here: what is typed belongs to the entry of the history that they leave. */
  #listenToLeaving(): void {
    window.addEventListener('pointerdown', () => {
      this.#pressed = true;
    });
    for (const event of ['pointerup', 'pointercancel'] as const) {
      // The click comes after it.
      window.addEventListener(event, () =>
        window.setTimeout(() => {
          this.#pressed = false;
          this.#settleTyped();
        }),
      );
    }
    this.#form.addEventListener('focusout', () => this.#pressed || this.#settleTyped());
    for (const event of ['pagehide', 'blur'] as const) window.addEventListener(event, this.#settleTyped);
    window.addEventListener('keydown', ({ altKey, metaKey }) => (altKey || metaKey) && this.#settleTyped());
  }

  #listenToReports(): void {
    const area = found<HTMLTextAreaElement>(this.#root, '#builder-report');
    const show = () => write(found(this.#root, '[data-said]'), this.#showTest());
    const read = async (file: File | undefined) => {
      if (!file) return;
      const isRead = file.size <= reportBytes;
      area.value = isRead ? reportText(new Uint8Array(await file.arrayBuffer())) : '';
      if (isRead) show();
      else showJudged(this.#root, tooLong);
    };
    area.addEventListener('input', show);
    found<HTMLInputElement>(this.#root, '[data-open-report]').addEventListener('change', async ({ target }) => {
      const field = target as HTMLInputElement;
      await read(field.files?.[0]);
      field.value = '';
    });
    const box = found(this.#root, '[data-drop]');
    for (const name of ['dragover', 'drop'] as const) {
      // A text that is dropped goes where it is dropped.
      box.addEventListener(name, (event) => event.dataTransfer?.types.includes('Files') && event.preventDefault());
    }
    box.addEventListener('drop', ({ dataTransfer }) => read(dataTransfer?.files[0]));
  }

  /** Unfolds the rules in words, and takes the reader to one of them. */
  #goToRule(id: string): void {
    const fold = found<HTMLDetailsElement>(this.#root, 'details[data-fold="lines"]');
    fold.open = true;
    showFold(this.#root, fold, this.#shown);
    goTo(this.#root.querySelector<HTMLElement>(`[data-rules~="${CSS.escape(id)}"]`));
  }

  async #open(field: HTMLInputElement): Promise<void> {
    const [file] = field.files ?? [];
    if (!file) return;
    this.#settleTyped();
    // No character of UTF-8 has more bytes than four: what is longer need not be read.
    const result = file.size > 4 * stateLimit ? tooLongState : readState(await file.text());
    field.value = '';
    if (this.#take(result, 'The file', found(this.#root, '[data-file-notes]'))) this.#settle('new');
  }
}

const ofBrowser = 'What is kept in this browser';

/** The start, with the release and the platform that a link from another page names, or that were chosen there. */
function startAs(dataset: Dataset, { release, platform }: { release: string | null; platform: string | null }): State {
  const known = dataset.releases.map((each) => each.release);
  const state = startState(dataset, platforms.find(({ id }) => id === platform) ?? platformOf(startPlatform));
  return { ...state, release: known.find((each) => each === release) ?? releaseKept(known) ?? state.release };
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

/** Takes the reader to a part of the page, and the keyboard with them. */
function goTo(part: HTMLElement | null): void {
  part?.scrollIntoView({ block: 'center' });
  part?.focus({ preventScroll: true });
}

/** Says what has come of it to those who do not see it, once it is another thing. */
function say(root: HTMLElement, shown: Shown): void {
  const [problem] = shown.built.problems;
  write(found(root, '[data-said]'), `${summary(shown)}${problem ? `: ${problemWords(problem)}` : ''}`);
}

/** Says what has become of what was kept. */
const sayKept = (root: HTMLElement, text: string): void => write(found(root, '[data-kept-words]'), text);

/** Says what was read, and what could not be. */
function note(box: HTMLElement, lines: readonly string[]): void {
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
  const [kind, id = '', language] = what.split('.');
  if (kind === 'test') {
    const side = testSides(built).find((each) => each.side.id === id)?.side;
    const script = side && testScript(dataset, state, built, side, language === 'ps1' ? 'ps1' : 'sh');
    if (script) save(script.name, script.text);
  } else if (what === 'rules') save(rulesFileName(shown), built.rules?.text ?? '');
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
