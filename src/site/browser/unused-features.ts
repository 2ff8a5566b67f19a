/** The features that a person does not use: kept in the browser between pages. A feature that is new is used until somebody says otherwise. */

const key = 'portcullis-unused-features';

/** Those of `known` that were left out on an earlier page; none where storage is refused. */
export function unusedKept(known: readonly string[]): string[] {
  const kept = (stored() ?? '').split(' ');
  return known.filter((feature) => kept.includes(feature));
}

/** Keeps the features that are left out for the next pages. */
export function keepUnused(features: readonly string[]) {
  try {
    localStorage.setItem(key, features.join(' '));
  } catch {
    // Storage is refused: the choice holds on this page only.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
