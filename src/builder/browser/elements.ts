/** Elements of the page, made and found: text goes in as text, whatever it says. */

/** What an element has beside its name. */
export interface Parts {
  readonly class?: string;
  readonly text?: string;
  readonly href?: string;
  readonly type?: 'button';
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an element with what stands in it. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  { class: names, text, href, type, attributes = {} }: Parts = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (names) made.className = names;
  if (text !== undefined) made.textContent = text;
  if (href !== undefined) made.setAttribute('href', href);
  if (type !== undefined) made.setAttribute('type', type);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Makes an element of a drawing. */
export function drawn(name: string, attributes: Readonly<Record<string, string | number>>, ...children: (Node | string)[]): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`);
  made.append(...children);
  return made;
}

/** The element that a page has for this; without it the page is broken, which is not to be passed over. */
export function found<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const element = root.querySelector<E>(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}

/** All such elements, those of a name. */
export const all = <E extends Element = HTMLElement>(root: ParentNode, selector: string): E[] => [...root.querySelectorAll<E>(selector)];

/** Writes a text where it is another one than before: what does not change is neither laid out nor read out again. */
export function write(to: Element, text: string): void {
  if (to.textContent !== text) to.textContent = text;
}

/** What lists were made of last. */
const made = new WeakMap<Element, string>();

/** Makes the items of a list anew that are made of something else than before, and leaves the others as they are. */
export function remakeItems<T>(list: Element, members: readonly T[], make: (member: T) => HTMLElement): void {
  const items = [...list.children];
  for (const [at, member] of members.entries()) {
    const key = JSON.stringify(member);
    const before = items[at];
    if (before && made.get(before) === key) continue;
    const item = make(member);
    made.set(item, key);
    if (before) before.replaceWith(item);
    else list.append(item);
  }
  for (const item of items.slice(members.length)) item.remove();
}

/** Makes what stands in an element anew, where it is made of something else than before. */
export function remake(within: Element, from: unknown, make: () => readonly (Node | string)[]): void {
  const key = JSON.stringify(from);
  if (made.get(within) === key) return;
  made.set(within, key);
  within.replaceChildren(...make());
}
