/** The release that a page shows: kept in the address (`?release=`) and, between pages, in the browser. */

const key = 'portcullis-release';
const changed = 'portcullis:release';

declare global {
  interface WindowEventMap {
    /** A release is shown; `detail` is its number. */
    'portcullis:shown': CustomEvent<string>;
  }
}

/** What the address asks for, whether or not it exists; null where it asks for nothing. */
export const releaseInAddress = (): string | null => new URLSearchParams(location.search).get('release');

/** The release chosen on an earlier page, if it is one of `known`. */
export function releaseKept(known: readonly string[]): string | undefined {
  return known.find((release) => release === stored());
}

/** Chooses a release on this page and the next ones. */
export function chooseRelease(release: string) {
  keep(release);
  history.pushState(history.state, '', addressWith(release));
  dispatchEvent(new CustomEvent(changed, { detail: release }));
}

/** Calls back whenever a release is chosen on this page. */
export function onRelease(listener: (release: string) => void) {
  addEventListener(changed, (event) => listener((event as CustomEvent<string>).detail));
}

/** Shows what holds for the release and hides what does not. */
export function showRelease(release: string) {
  document.documentElement.dataset.release = release;
  for (const element of document.querySelectorAll<HTMLElement>('[data-in]')) {
    element.hidden = !(element.dataset.in as string).split(' ').includes(release);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-release-file]')) {
    link.href = (link.dataset.releaseFile as string).replaceAll('{release}', release);
    link.download = (link.dataset.releaseName as string).replaceAll('{release}', release);
  }
  dispatchEvent(new CustomEvent('portcullis:shown', { detail: release }));
}

/** Makes the address name the release, so that a copied link shows the same to everybody. */
export function writeRelease(release: string) {
  history.replaceState(history.state, '', addressWith(release));
}

/** Keeps the release for the next pages. */
export function keep(release: string) {
  try {
    localStorage.setItem(key, release);
  } catch {
    // Storage is refused: the choice holds on this page only.
  }
}

function addressWith(release: string): string {
  const url = new URL(location.href);
  url.searchParams.set('release', release);
  return url.href;
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
