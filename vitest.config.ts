import { defineConfig } from 'vitest/config';

const seconds = (count: number) => count * 1000;

/** Four kinds of tests, one after the other, so that a browser never waits for a processor that the others hold. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/*.test.ts'],
          // What is tested is pure functions and programs of their own: to load the code once for all files saves two thirds of the time.
          isolate: false,
          testTimeout: seconds(60),
          hookTimeout: seconds(60),
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'dist',
          include: ['tests/dist/**/*.test.ts'],
          testTimeout: seconds(60),
          hookTimeout: seconds(120),
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          fileParallelism: false,
          // As long as the browser itself waits for what is to come.
          expect: { poll: { timeout: seconds(15) } },
          testTimeout: seconds(120),
          hookTimeout: seconds(180),
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'hosting',
          include: ['tests/hosting/**/*.test.ts'],
          fileParallelism: false,
          expect: { poll: { timeout: seconds(15) } },
          testTimeout: seconds(60),
          hookTimeout: seconds(180),
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
