/** A page that was too long to be sent as one: where scripts run, its parts are put together again. */
import { showRelease } from './release.ts';

declare global {
  interface WindowEventMap {
    /** All parts of the page are on it. */
    'portcullis:joined': Event;
  }
}

/** Fetches the other parts of this page and lays their rows around its own; where one cannot be had, the links between them stay. */
export async function joinParts(): Promise<void> {
  const [links, ...others] = document.querySelectorAll<HTMLElement>('nav.parts');
  if (!links) return;
  const steps = [...links.querySelectorAll('a, [aria-current]')];
  const parts = await Promise.all(steps.map((step) => (step instanceof HTMLAnchorElement ? readPart(step.href) : document)));
  if (!parts.every((part) => part !== undefined)) return;

  for (const [at, container] of containersIn(document).entries()) {
    const rows = parts.flatMap((part) => [...(containersIn(part)[at]?.children ?? [])]);
    container.append(...rows.map((row) => document.adoptNode(row)));
  }
  for (const nav of [links, ...others]) nav.remove();
  const { release } = document.documentElement.dataset;
  if (release !== undefined) showRelease(release);
  dispatchEvent(new Event('portcullis:joined'));
  // What the address points at may have stood in another part.
  if (location.hash !== '') location.replace(location.href);
}

const containersIn = (page: Document): Element[] => [...page.querySelectorAll('[data-split]:not([data-split] *)')];

async function readPart(address: string): Promise<Document | undefined> {
  try {
    const answer = await fetch(address);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined;
  } catch {
    return undefined;
  }
}
