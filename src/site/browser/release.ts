/** The release that a page shows: kept in the address (`?release=`) and, between pages, in the browser. */

const key = 'portcullis-release';
const changed = 'portcullis:release';

/** The release that the address names, if it is one of `known`. */
export function releaseInAddress(known: readonly string[]): string | undefined {
  return known.find((release) => release === new URLSearchParams(location.search).get('release'));
}

/** The release chosen on an earlier page, if it is one of `known`. */
export function releaseKept(known: readonly string[]): string | undefined {
  return known.find((release) => release === stored());
}

/** Chooses a release on this page and the next ones. */
export function chooseRelease(release: string, fallback: string) {
  store(release === fallback ? null : release);
  history.pushState(history.state, '', addressWith(release, fallback));
  dispatchEvent(new CustomEvent(changed, { detail: release }));
}

/** Calls back whenever a release is chosen on this page. */
export function onRelease(listener: (release: string) => void) {
  addEventListener(changed, (event) => listener((event as CustomEvent<string>).detail));
}

/** Shows what holds for the release and hides what does not; makes the address say so. */
export function showRelease(release: string, fallback: string) {
  document.documentElement.dataset.release = release;
  for (const element of document.querySelectorAll<HTMLElement>('[data-in]')) {
    element.hidden = !(element.dataset.in as string).split(' ').includes(release);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-release-file]')) {
    link.href = (link.dataset.releaseFile as string).replaceAll('{release}', release);
    link.download = (link.dataset.releaseName as string).replaceAll('{release}', release);
  }
  store(release === fallback ? null : release);
  history.replaceState(history.state, '', addressWith(release, fallback));
  dispatchEvent(new CustomEvent('portcullis:shown', { detail: release }));
}

function addressWith(release: string, fallback: string): string {
  const url = new URL(location.href);
  if (release === fallback) url.searchParams.delete('release');
  else url.searchParams.set('release', release);
  return url.href;
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(release: string | null) {
  try {
    if (release === null) localStorage.removeItem(key);
    else localStorage.setItem(key, release);
  } catch {
    // Storage is refused: the address still carries the choice.
  }
}
