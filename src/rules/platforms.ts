import type { Platform } from './platform.ts';

/** Every platform of the folder: a new file is in it without being listed anywhere. In the order of their names. */
export const platforms: readonly Platform[] = Object.values(
  import.meta.glob<Platform>(['./platforms/*.ts', '!./platforms/*.test.ts'], { eager: true, import: 'platform' }),
).sort((a, b) => a.name.localeCompare(b.name, 'en'));
