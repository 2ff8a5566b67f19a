import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { fileIndex, renderFileIndex, renderIndexSchema, toFileIndex } from './index-json.ts';

const sha256 = 'a'.repeat(64);
const csv = { path: '/api/v1/releases/1.1.0/features/smtp.csv', mediaType: 'text/csv', bytes: 12, sha256 };
const pair = { path: '/api/v1/releases/1.0.0/2.0.0.txt', mediaType: 'text/plain', bytes: 3, sha256 };
const index = toFileIndex(exampleDataset(), [csv, pair, { path: '/llms.txt', mediaType: 'text/plain', bytes: 0, sha256 }]);

it('says what the dataset holds, and which release is the default', () => {
  expect(index).toMatchObject({
    dataset: '2026.02.01',
    product: 'Example Mail Lighthouse',
    notice: 'Made up for tests; no such product exists.',
    defaultRelease: '1.1.0',
  });
  expect(index.releases.map(({ release, complete }) => `${release} ${complete}`)).toEqual(['1.0.0 false', '1.1.0 true', '2.0.0 false']);
  expect(index.features).toContainEqual({ id: 'smtp', title: 'SMTP mail' });
});

it('says of each file what it is of', () => {
  const template = '/api/v1/releases/{release}/features/{feature}.csv';
  expect(index.files).toEqual([
    { ...csv, template, release: '1.1.0', later: null, feature: 'smtp' },
    { ...pair, template: '/api/v1/releases/{release}/{later}.txt', release: '1.0.0', later: '2.0.0', feature: null },
    { path: '/llms.txt', mediaType: 'text/plain', bytes: 0, sha256, template: '/llms.txt', release: null, later: null, feature: null },
  ]);
});

it('refuses a file at an address that nobody has promised', () => {
  expect(() => toFileIndex(exampleDataset(), [{ ...csv, path: '/api/v1/notes.csv' }])).toThrow('/api/v1/notes.csv is published');
});

it('is JSON with a line for each file, and fits its published schema', () => {
  const text = renderFileIndex(index);
  expect(JSON.parse(text)).toEqual(index);
  expect(text.split('\n').filter((line) => line.includes('"sha256"'))).toHaveLength(3);
  expect(text.endsWith('\n')).toBe(true);
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(renderIndexSchema()));
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...index, files: [{ ...csv, sha256: 'A' }] })).toBe(false);
});

it('is JSON without a file too', () => {
  expect(fileIndex.parse(JSON.parse(renderFileIndex({ ...index, files: [] })))).toMatchObject({ files: [] });
});
