/** How the finder weighs what it found. */
import type { Answer } from './answer.ts';

/** How well something answers, best first; the last two, one or two letters at a beginning and letters inside a word, only for want of better. */
export const tiers = { equal: 0, words: 1, beginnings: 2, body: 3, letters: 4, parts: 5 } as const;

/** Something found, with what decides its place. */
export interface Found {
  readonly answer: Answer;
  readonly tier: number;
  /** Matching host names of the default release. */
  readonly hosts: number;
  /** How well the title alone does. */
  readonly title: number;
}

/** Where a word stands in a text: as a whole word, at the beginning of one, inside one, or nowhere. */
export function placeOf(word: string, text: string): number {
  let place: number = Number.POSITIVE_INFINITY;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const begins = !isWordSign(text.charAt(at - 1));
    if (begins && !isWordSign(text.charAt(at + word.length))) return tiers.words;
    if (begins) place = Math.min(place, word.length > 2 ? tiers.beginnings : tiers.letters);
    else if (word.length > 1) place = Math.min(place, tiers.parts);
  }
  return place;
}

const isWordSign = (sign: string): boolean => /[\p{L}\d]/u.test(sign);
