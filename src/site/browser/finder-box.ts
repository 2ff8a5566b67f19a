/** `<finder-box>`: the box with its answers. A page loads it at the first sign of use. */
import type { Answer } from '#site/answer.ts';
import { find, textOf } from '#site/find.ts';
import type { FinderIndex } from '#site/finder-index.ts';
import { directionWord } from '#site/words.ts';
import { type PagefindResult, searchText } from './page-text.ts';

/** Fetched once for all boxes of a page; a failure is tried again at the next query. */
let index: Promise<FinderIndex> | undefined;

function fetchIndex(site: string): Promise<FinderIndex> {
  index ??= fetch(`${site}finder.json`)
    .then((response) => (response.ok ? (response.json() as Promise<FinderIndex>) : Promise.reject(new Error(response.statusText))))
    .catch((error: unknown) => {
      index = undefined;
      throw error;
    });
  return index;
}

/** How long typing must rest before the text of the pages is searched, and before a screen reader is told, in milliseconds. */
const rest = { text: 150, announcement: 500 };

class FinderBox extends HTMLElement {
  #site = '/';
  #input!: HTMLInputElement;
  #status!: HTMLElement;
  #answers!: HTMLElement;
  #text!: HTMLElement;
  #note!: HTMLElement;
  #known: FinderIndex | undefined;
  #shown = '';
  #opensFirst = false;
  #timers: Partial<Record<keyof typeof rest, number>> = {};

  connectedCallback() {
    this.#site = this.dataset.site as string;
    this.#input = this.#part('input') as HTMLInputElement;
    this.#status = this.#part('[role=status]');
    this.#answers = this.#part('.answers');
    this.#text = this.#part('.in-text');
    this.#note = this.#part('.note');

    this.#input.addEventListener('focus', () => this.prepare());
    this.#input.addEventListener('input', () => this.#update());
    this.#part('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#openFirst();
    });
    this.addEventListener('keydown', (event) => this.#move(event));

    if (this.dataset.inline !== undefined) this.#input.value ||= new URLSearchParams(location.search).get('q') ?? '';
    this.prepare();
  }

  /** Fetches the index ahead of the first query. */
  async prepare() {
    if (this.#known) return;
    try {
      this.#known = await fetchIndex(this.#site);
      this.#shown = '';
      this.#update();
    } catch {
      if (this.#input.value.trim() !== '') this.#say('The list of ports could not be loaded.');
    }
  }

  #part(selector: string): HTMLElement {
    return this.querySelector(selector) as HTMLElement;
  }

  #update() {
    const query = this.#input.value.trim();
    this.#input.classList.toggle('code', /^(?:(?:tcp|udp)[/: ]?)?[:\d]|^\S+\.\S/i.test(query));
    if (query === this.#shown) return;
    if (query !== '' && !this.#known) {
      this.prepare();
      return;
    }
    this.#shown = query;
    const answers = this.#known && query !== '' ? find(this.#known, query) : [];
    this.#answers.replaceChildren(...answers.map((answer, at) => answerRow(answer, this.#site, at === 0)));
    this.#text.hidden = true;
    this.#say('');
    this.#announce(answers);
    if (this.#opensFirst) this.#openFirst();

    const words = textOf(query);
    if (query === '') return;
    if (words.length < 2) {
      if (answers.length === 0) this.#sayNothingFound(query);
      return;
    }
    if (answers.length === 0) this.#say('Searching the text of the pages.', false);
    clearTimeout(this.#timers.text);
    this.#timers.text = window.setTimeout(() => this.#searchText(query, words, answers), rest.text);
  }

  async #searchText(query: string, words: string, answers: readonly Answer[]) {
    let results: PagefindResult[] | undefined;
    try {
      results = await searchText(this.#site, words);
    } catch {
      results = undefined;
    }
    if (query !== this.#shown) return;
    const known = answers.map(({ path }) => this.#site + path.replace(/#.*/, ''));
    const others = (results ?? []).filter(({ page }) => !known.includes(page));
    this.#part('.in-text ol').replaceChildren(...others.map(resultRow));
    this.#text.hidden = others.length === 0;
    if (answers.length + others.length === 0) this.#sayNothingFound(query, results === undefined);
    else this.#say(results === undefined ? 'The text of the pages cannot be searched here.' : '', false);
    this.#announce(answers, others.length);
    if (this.#opensFirst) this.#openFirst();
  }

  #sayNothingFound(query: string, withoutText = false) {
    this.#opensFirst = false;
    this.#say(`Nothing found for \u201c${query}\u201d.${withoutText ? ' The text of the pages cannot be searched here.' : ''}`);
  }

  /** One line below the answers, with the way to all ports. */
  #say(text: string, withLink = text !== '') {
    const link = element('a', { className: 'link', href: `${this.#site}ports/` }, 'See all ports in one table');
    this.#note.replaceChildren(text, ...(withLink ? [' ', link] : []));
    this.#note.hidden = text === '';
  }

  /** For a screen reader, once typing rests. */
  #announce(answers: readonly Answer[], inText = 0) {
    clearTimeout(this.#timers.announcement);
    const [first] = answers;
    const words = [
      first ? `${answers.length} ${answers.length === 1 ? 'answer' : 'answers'}. First: ${first.title}.` : 'No answer.',
      inText > 0 ? `${inText} in the text of the pages.` : '',
    ];
    const text = this.#shown === '' ? '' : words.join(' ').trim();
    this.#timers.announcement = window.setTimeout(() => {
      this.#status.textContent = text;
    }, rest.announcement);
  }

  /** Follows the first link, or, if the answers are not there yet, as soon as they are. */
  #openFirst() {
    const link = this.#links()[0];
    this.#opensFirst = link === undefined && this.#input.value.trim() !== '';
    link?.click();
  }

  #links(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>('.answers a, .in-text:not([hidden]) a')];
  }

  /** Arrow keys go through the answers and back to the box; letters go on with the query. */
  #move(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const links = this.#links();
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const inInput = document.activeElement === this.#input;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && (inInput || at >= 0)) {
      const next = at + step;
      if (next >= links.length || (inInput && step < 0)) return;
      event.preventDefault();
      (next < 0 ? this.#input : links[next])?.focus();
    } else if (at >= 0 && (event.key.length === 1 || event.key === 'Backspace') && event.key !== ' ') {
      this.#input.focus();
    } else if (inInput && event.key !== 'Enter') {
      this.#opensFirst = false;
    }
  }
}

function answerRow({ kind, title, detail, path, chips, directions, marks }: Answer, site: string, isFirst: boolean): HTMLElement {
  const tokens = [
    ...chips.map(({ transport, port }) => element('span', { className: 'chip' }, span('', transport.toUpperCase()), ' ', span('', port))),
    ...(chips.length === 0 ? [span('mark', kindWords[kind])] : []),
  ];
  const directionWords = directions.map((name) => span(`direction ${name}`, directionWord(name)));
  const aside = [...marks.map((mark) => span('mark', mark)), ...directionWords];
  const link = element(
    'a',
    { href: site + path },
    element('span', { className: 'tokens' }, ...spaced(tokens)),
    ' ',
    element('span', { className: 'what' }, element('strong', {}, title), ' ', span('detail', detail)),
    ' ',
    element('span', { className: 'aside' }, ...spaced(aside), ...(isFirst ? [hint()] : [])),
  );
  link.dataset.kind = kind;
  return element('li', {}, link);
}

const kindWords: Record<Answer['kind'], string> = {
  port: 'port',
  'no-port': 'not used',
  feature: 'feature',
  host: 'host',
  term: 'term',
  guide: 'guide',
  page: 'page',
};

function resultRow({ title, url, excerpt }: PagefindResult): HTMLElement {
  const parts = excerpt.map(({ text, hit }) => (hit ? element('mark', {}, text) : text));
  const what = element(
    'span',
    { className: 'what' },
    element('strong', {}, title),
    ' ',
    element('span', { className: 'detail' }, ...parts),
  );
  return element('li', {}, element('a', { href: url }, what));
}

const hint = () => {
  const key = span('key', '\u21b5');
  key.ariaHidden = 'true';
  return key;
};

const span = (className: string, text: string) => element('span', className ? { className } : {}, text);

/** A space between neighbours, so that what is read aloud or copied does not run together. */
const spaced = (nodes: readonly Node[]): (Node | string)[] => nodes.flatMap((node, at) => (at === 0 ? [node] : [' ', node]));

/** Text goes in as text, never as markup: a query or a page may hold anything. */
function element<T extends keyof HTMLElementTagNameMap>(
  name: T,
  properties: Partial<HTMLElementTagNameMap[T]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

customElements.define('finder-box', FinderBox);
