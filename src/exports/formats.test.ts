import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { addressOf } from './addresses.ts';
import { toFlowList } from './flow-record.ts';
import { formats } from './formats.ts';

it('holds every format of the folder, named by its file, and no file that is none', () => {
  const files = readdirSync(import.meta.dirname).flatMap((name) => /^flows-([a-z]+)\.ts$/.exec(name)?.[1] ?? []);
  expect(formats.map(({ extension }) => extension).sort()).toEqual(files.sort());
  expect(files).toEqual(expect.arrayContaining(['csv', 'json']));
});

it.each(formats.map((format) => [format.extension, format] as const))(
  'has a published address, and a text for an empty list: %s',
  async (extension, { render }) => {
    const list = { ...toFlowList(exampleDataset()), flows: [], absent: [] };
    expect(addressOf(`/api/v1/flows.${extension}`).address.use).toMatch(/^[A-Z].*\.$/);
    expect((await render(list)).length).toBeGreaterThan(0);
  },
);
