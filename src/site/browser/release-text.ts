import { fetchText } from './fetch-text.ts';

/** A text that follows the chosen release: that of the default one is in the page, another one is fetched. */
export class ReleaseText extends HTMLElement {
  #own = '';
  /** The release that the person wants to see; an answer for another one comes too late. */
  #wanted = '';

  connectedCallback() {
    // A text that has no room on the page is only linked.
    if (this.dataset.file === undefined) return;
    this.#own = this.#code.textContent ?? '';
    this.#wanted = this.dataset.default ?? '';
    addEventListener('portcullis:shown', ({ detail }) => this.show(detail));
    // The release may have been chosen before this element was there.
    const shown = document.documentElement.dataset.release;
    if (shown) this.show(shown);
  }

  /** Shows the text of a release; never that of another one beside its name. */
  async show(release: string) {
    if (release === this.#wanted) return;
    this.#wanted = release;
    this.#say('');
    if (release === this.dataset.default) {
      this.#code.textContent = this.#own;
      return;
    }
    const { what, file = '' } = this.dataset;
    this.#code.textContent = '';
    this.#say(`Loading the ${what} of ${release}`);
    const text = await fetchText(file.replace('{release}', release));
    if (release !== this.#wanted) return;
    this.#code.textContent = text ?? '';
    this.#say(text === undefined ? `The ${what} of ${release} could not be loaded here: download the file.` : '');
  }

  get #code(): HTMLElement {
    return this.querySelector('pre code') as HTMLElement;
  }

  #say(words: string) {
    (this.querySelector('.said') as HTMLElement).textContent = words;
  }
}
