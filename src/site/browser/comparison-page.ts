/** The page that compares two releases: restricted to the features that a person uses, its lists, counts and text alike. */
import { keepUnused, unusedKept } from './unused-features.ts';

/** Makes `comparison-page` an element; `render` writes the text of the change request from the published comparison, for some features. */
export function defineComparisonPage<Comparison>(render: (comparison: Comparison, features: readonly string[]) => string) {
  class ComparisonPage extends HTMLElement {
    /** The text of all features, none where the page has no room for it, and what is said in its place. */
    #whole = '';
    #instead = '';
    #address = '';
    #comparison: Promise<Comparison | undefined> | undefined;
    /** How often the text was asked for: one that comes after the next was asked for comes too late. */
    #asked = 0;

    connectedCallback() {
      // A page in parts holds some flows only: it can be restricted, and its flows counted, once they are all here.
      if (document.querySelector('nav.parts')) addEventListener('portcullis:joined', () => this.#start(), { once: true });
      else this.#start();
    }

    #start() {
      this.#whole = this.#code.textContent ?? '';
      this.#instead = this.#said.textContent?.trim() ?? '';
      this.#address = this.#download.href;
      const unused = unusedKept(this.#boxes.map(({ value }) => value));
      for (const box of this.#boxes) box.checked = !unused.includes(box.value);
      this.#form.hidden = false;
      this.#form.addEventListener('submit', (event) => event.preventDefault());
      this.#form.addEventListener('change', () => this.#choose());
      for (const button of this.#form.querySelectorAll<HTMLButtonElement>('button[data-all]')) {
        button.addEventListener('click', () => {
          for (const box of this.#boxes) box.checked = button.dataset.all === 'true';
          this.#choose();
        });
      }
      this.#show();
    }

    #choose() {
      keepUnused(this.#boxes.filter(({ checked }) => !checked).map(({ value }) => value));
      this.#show();
      // Only a choice is announced: what a page opens with is read with it.
      const counts = [...this.querySelectorAll<HTMLElement>('[data-label]')].map((count) => `${count.textContent} ${count.dataset.label}`);
      const used = this.#boxes.filter(({ checked }) => checked).length;
      (this.#form.querySelector('[role=status]') as HTMLElement).textContent = `${this.#words(used)}: ${counts.join(', ')}.`;
    }

    #show() {
      const used = this.#boxes.filter(({ checked }) => checked).map(({ value }) => value);
      const isWhole = used.length === this.#boxes.length;
      for (const part of this.querySelectorAll<HTMLElement>('[data-feature]')) part.hidden = !used.includes(part.dataset.feature as string);
      for (const list of this.querySelectorAll<HTMLElement>('[data-list]')) {
        const isEmpty = list.querySelector('[data-feature]:not([hidden])') === null;
        list.hidden = isEmpty;
        const instead = list.nextElementSibling;
        if (instead instanceof HTMLElement && instead.matches('.none')) instead.hidden = !isEmpty;
      }
      for (const count of this.querySelectorAll<HTMLElement>('[data-count]')) {
        const parts = this.querySelectorAll(`[data-part~="${count.dataset.count}"]:not([hidden])`);
        count.textContent = String(parts.length);
      }
      (this.querySelector('.chosen') as HTMLElement).textContent = this.#words(used.length);
      (this.querySelector('.restricted') as HTMLElement).hidden = isWhole;
      (this.querySelector('.used') as HTMLElement).textContent = this.#titles() || 'no feature at all';
      this.#tell(used, isWhole);
    }

    #words(used: number): string {
      return used === this.#boxes.length ? `All ${used} features` : `${used} of ${this.#boxes.length} features`;
    }

    #titles(): string {
      return this.#boxes.flatMap(({ checked, labels }) => (checked ? (labels?.[0]?.textContent?.trim() ?? []) : [])).join('; ');
    }

    /** Shows the text of the features in use; never that of others beside their flows. */
    async #tell(used: readonly string[], isWhole: boolean) {
      this.#asked += 1;
      const turn = this.#asked;
      if (isWhole) {
        this.#write(this.#whole, this.#instead);
        return;
      }
      this.#write('', 'Loading the text of these features');
      this.#download.hidden = true;
      this.#comparison ??= this.#fetchComparison();
      const comparison = await this.#comparison;
      if (comparison === undefined) this.#comparison = undefined;
      if (turn !== this.#asked) return;
      if (comparison === undefined) this.#write('', 'The text of these features alone could not be loaded: the file has that of all.');
      else this.#write(render(comparison, used), '', true);
    }

    /** Shows a text, and offers to take along this one where it is a part, else the file of the whole. */
    #write(text: string, said: string, isPart = false) {
      const link = this.#download;
      if (link.href.startsWith('blob:')) URL.revokeObjectURL(link.href);
      this.#code.textContent = text;
      (this.#code.parentElement as HTMLElement).hidden = text === '';
      this.#said.textContent = said;
      link.href = isPart ? URL.createObjectURL(new Blob([text], { type: 'text/plain' })) : this.#address;
      link.download = (isPart ? link.dataset.part : link.dataset.whole) as string;
      link.hidden = false;
    }

    /** The comparison as published; undefined where it cannot be had. */
    async #fetchComparison(): Promise<Comparison | undefined> {
      try {
        const answer = await fetch(this.dataset.record as string);
        return answer.ok ? await answer.json() : undefined;
      } catch {
        return undefined;
      }
    }

    get #form(): HTMLFormElement {
      return this.querySelector('form') as HTMLFormElement;
    }
    get #boxes(): HTMLInputElement[] {
      return [...this.#form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    }
    get #code(): HTMLElement {
      return this.querySelector('pre code') as HTMLElement;
    }
    get #said(): HTMLElement {
      return this.querySelector('.said') as HTMLElement;
    }
    get #download(): HTMLAnchorElement {
      return this.querySelector('a[data-whole]') as HTMLAnchorElement;
    }
  }
  customElements.define('comparison-page', ComparisonPage);
}
