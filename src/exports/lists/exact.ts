import type { Notation } from '#exports/notation.ts';

/** One exact name on a line; a wildcard has no line, since no reader of plain names could look it up. */
export const notation = {
  id: 'exact',
  folder: false,
  title: 'Exact names',
  holds: 'The exact names, as printed. Wildcards are left out.',
  wider: null,
  apex: 'has no wildcards',
  readers: ['MikroTik address lists', 'scripts that fill a set or an alias'],
  onlyFor: null,
  lines: ({ exact }) => exact,
} satisfies Notation;
