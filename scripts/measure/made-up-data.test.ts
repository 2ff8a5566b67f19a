import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { formatProblem } from '#dataset/problem.ts';
import { toDataset } from '#dataset/read.ts';
import { madeUpFiles } from './made-up-data.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('makes a dataset of the wanted size that the gate lets through', async () => {
  const result = toDataset(await madeUpFiles(root, { flows: 80, releases: 3 }));
  expect('problems' in result ? result.problems.map(formatProblem) : []).toEqual([]);
  if (!('dataset' in result)) return;
  expect(result.dataset.features.flatMap(({ flows }) => flows)).toHaveLength(80);
  expect(result.dataset.releases.map(({ rows }) => rows.length)).toEqual([76, 76, 80]);
});
