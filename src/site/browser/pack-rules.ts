import { fetchText } from './fetch-text.ts';
import { keepPlatform, platformKept } from './platform.ts';

/** The rules on the print pack of a release: those of the start platform are in the page, others are fetched. */
export class PackRules extends HTMLElement {
  #own = '';
  /** The platform that the person wants to see; an answer for another one comes too late. */
  #wanted = '';

  connectedCallback() {
    this.#own = this.#code.textContent ?? '';
    this.#wanted = this.dataset.start ?? '';
    const select = this.querySelector('select') as HTMLSelectElement;
    const known = [...select.options].map(({ value }) => value);
    const asked = [new URLSearchParams(location.search).get('platform'), platformKept()].find((id) => id !== null && known.includes(id));
    select.disabled = false;
    select.addEventListener('change', () => {
      keepPlatform(select.value);
      const url = new URL(location.href);
      url.searchParams.set('platform', select.value);
      history.replaceState(history.state, '', url.href);
      this.#show(select);
    });
    if (asked) select.value = asked;
    this.#show(select);
  }

  async #show(select: HTMLSelectElement) {
    const platform = select.value;
    const [{ text: name, dataset } = select.options[0] as HTMLOptionElement] = select.selectedOptions;
    if (platform === this.#wanted) return;
    this.#wanted = platform;
    const about = this.querySelector(`template[data-platform="${platform}"]`) as HTMLTemplateElement;
    this.querySelector('.about')?.replaceChildren(about.content.cloneNode(true));
    this.#say('');
    if (platform === this.dataset.start) {
      this.#code.textContent = this.#own;
      return;
    }
    this.#code.textContent = '';
    this.#say(`Loading the ${name} rules`);
    const text = await fetchText(dataset.file as string);
    if (platform !== this.#wanted) return;
    this.#code.textContent = text ?? `The ${name} rules could not be loaded.`;
    this.#say(text === undefined ? `The ${name} rules could not be loaded.` : `The ${name} rules are on the page.`);
  }

  get #code(): HTMLElement {
    return this.querySelector('pre code') as HTMLElement;
  }

  #say(words: string) {
    (this.querySelector('[role=status]') as HTMLElement).textContent = words;
  }
}
