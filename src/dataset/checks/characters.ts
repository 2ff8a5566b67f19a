import { characterName, foreignIn } from '#dataset/ascii.ts';
import type { Check } from '#dataset/check.ts';

/** Lists are ASCII: a text that cannot be written so stops here, with its place, and not while a list is being made. */
export const check = {
  name: 'characters',
  description: 'A text that lists are made from can be written in ASCII, and a page has no control character.',
  needs: [],
  check: ({ product, parties, questions, presets, features, releases, changes, retired, pages, at }) => [
    ...[product ?? [], parties, questions, presets, features, releases, changes, retired].flat().flatMap((record) =>
      textsIn(record).flatMap(({ text, path }) =>
        foreignIn(text).map((character) => ({
          ...at(record, ...path),
          message: `lists are ASCII, and ${characterName(character)} has no form there: write it otherwise, or say what stands for it in src/dataset/ascii.ts`,
        })),
      ),
    ),
    ...pages.flatMap(({ file, text }) =>
      [...text.matchAll(/[^\P{Cc}\t\r\n]/gu)].map(({ 0: character, index: offset }) => ({
        file,
        offset,
        message: `control character ${characterName(character)}: take it out`,
      })),
    ),
  ],
} satisfies Check;

type Path = readonly (string | number)[];

/** The texts of a record and where in it they stand, but for the words that people search by: no list has those. */
function textsIn(value: unknown, path: Path = []): { text: string; path: Path }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => key !== 'also')
    .flatMap(([key, member]) => textsIn(member, [...path, Array.isArray(value) ? Number(key) : key]));
}
