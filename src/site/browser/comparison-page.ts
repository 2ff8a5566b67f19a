/** The page that compares two releases: restricted to the features that a person uses, its lists, counts and text alike. */
import { keepUnused, unusedKept } from './unused-features.ts';

/** Makes `comparison-page` an element; `render` writes the text of the change request for some features. */
export function defineComparisonPage(render: (features: readonly string[]) => string) {
  class ComparisonPage extends HTMLElement {
    #whole = '';
    #address = '';

    connectedCallback() {
      this.#whole = this.#text.textContent ?? '';
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
      this.#write(isWhole ? this.#whole : render(used), isWhole);
    }

    #words(used: number): string {
      return used === this.#boxes.length ? `All ${used} features` : `${used} of ${this.#boxes.length} features`;
    }

    #titles(): string {
      return this.#boxes.flatMap(({ checked, labels }) => (checked ? (labels?.[0]?.textContent?.trim() ?? []) : [])).join('; ');
    }

    #write(text: string, isWhole: boolean) {
      const link = this.#download;
      if (link.href.startsWith('blob:')) URL.revokeObjectURL(link.href);
      this.#text.textContent = text;
      link.href = isWhole ? this.#address : URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
      link.download = (isWhole ? link.dataset.whole : link.dataset.part) as string;
    }

    get #form(): HTMLFormElement {
      return this.querySelector('form') as HTMLFormElement;
    }
    get #boxes(): HTMLInputElement[] {
      return [...this.#form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    }
    get #text(): HTMLElement {
      return this.querySelector('pre code') as HTMLElement;
    }
    get #download(): HTMLAnchorElement {
      return this.querySelector('a[data-whole]') as HTMLAnchorElement;
    }
  }
  customElements.define('comparison-page', ComparisonPage);
}
