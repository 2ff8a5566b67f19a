import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { releaseSummaries } from './release-summary.ts';

const summaries = releaseSummaries(exampleDataset());
const sentences = summaries.map(({ release, sentence }) => `${release}: ${sentence}`);

it('says of each release how far its copy reached and how many flows have each status', () => {
  expect(sentences).toEqual([
    '1.0.0: the copy could be read into port 80 (7 rows). 7 flows printed and 4 unknown.',
    '1.1.0: the whole table of 9 rows could be read. 10 flows printed and 1 unresolved.',
    '2.0.0: the copy could be read into port 161 (6 rows). 6 flows printed, 3 carried from an earlier release, 1 unresolved and 2 gone.',
  ]);
});

it('says that the rows of the last port were read whole where they were', () => {
  const { releases, ...dataset } = exampleDataset();
  const [first, ...others] = releases;
  const whole = { ...dataset, releases: [{ ...first, readTo: { port: 80, whole: true, end: false } }, ...others] } as typeof dataset & {
    releases: typeof releases;
  };
  expect(releaseSummaries(whole)[0]?.sentence).toMatch(/^the copy could be read to the end of port 80 \(7 rows\)\./);
});

it('counts every flow once in each release', () => {
  for (const { counts } of summaries) expect(Object.values(counts).reduce((sum, number) => sum + number)).toBe(12);
  expect(summaries[1]?.counts).toEqual({ printed: 10, carried: 0, unresolved: 1, gone: 0, unknown: 0, unprinted: 1 });
});

it('knows the default release, and leads from every older one to the newest', () => {
  expect(summaries.map(({ isDefault, complete }) => ({ isDefault, complete }))).toEqual([
    { isDefault: false, complete: false },
    { isDefault: true, complete: true },
    { isDefault: false, complete: false },
  ]);
  expect(summaries.map(({ newer }) => newer?.release)).toEqual(['2.0.0', '2.0.0', undefined]);
});
