/** The platform whose rules a person reads: kept in the browser between pages. */

const key = 'portcullis-platform';

/** The platform that the address asks for (`?platform=`), whether or not it exists; null where it asks for none. */
export const platformInAddress = (): string | null => new URLSearchParams(location.search).get('platform');

/** The platform chosen on an earlier page; null where none was, or storage is refused. */
export function platformKept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps the platform for the next pages. */
export function keepPlatform(platform: string) {
  try {
    localStorage.setItem(key, platform);
  } catch {
    // Storage is refused: the choice holds on this page only.
  }
}
