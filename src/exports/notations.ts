import type { Notation } from './notation.ts';

/** Every notation of the folder `lists`, that of exact names first: a new file is in it without being listed anywhere. */
export const notations: readonly Notation[] = Object.values(
  import.meta.glob<Notation>(['./lists/*.ts', '!./lists/*.test.ts'], { eager: true, import: 'notation' }),
).sort((a, b) => Number(a.folder) - Number(b.folder));
