import type { Format } from './format.ts';

/** Every format of this folder: a new file `flows-<extension>.ts` is in it without being listed anywhere. */
export const formats: readonly Format[] = Object.values(
  import.meta.glob<Format>(['./flows-*.ts', '!./*.test.ts'], { eager: true, import: 'format' }),
);
