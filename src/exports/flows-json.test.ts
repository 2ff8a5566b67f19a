import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { toFlowList } from './flow-record.ts';
import { format, renderFlowsSchema } from './flows-json.ts';

const dataset = exampleDataset();
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(renderFlowsSchema()));

/** The published list as a consumer parses it, to be spoilt. */
const parsed = (release = '1.1.0') => JSON.parse(format.render(toFlowList(dataset, release)));

it('is JSON with LF, two spaces and a last line break, keys in the order of the schema', () => {
  const text = format.render(toFlowList(dataset));
  expect(format).toMatchObject({ extension: 'json', perFeature: true });
  expect(text.startsWith('{\n  "schemaVersion": "1.1.0",\n  "dataset": "2026.02.01",\n')).toBe(true);
  expect(text.endsWith('\n}\n')).toBe(true);
  expect(text).not.toContain('\r');
  expect(Object.keys(parsed())).toEqual(['schemaVersion', 'dataset', 'product', 'release', 'complete', 'flows', 'absent']);
  expect(Object.keys(parsed().flows[0])).toEqual(Object.keys(JSON.parse(renderFlowsSchema()).properties.flows.items.properties));
});

it('keeps a value that a spreadsheet would run as it is', () => {
  const list = toFlowList(dataset);
  const [flow] = list.flows as [(typeof list.flows)[number]];
  const raw = "=cmd|' /C calc'!A0\t“é”";
  expect(JSON.parse(format.render({ ...list, flows: [{ ...flow, title: raw }] })).flows[0].title).toBe(raw);
});

it('renders a schema of draft 2020-12 with a description', () => {
  const schema = JSON.parse(renderFlowsSchema());
  expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', title: 'Portcullis flow list' });
  expect(schema.properties.flows.items.properties.ports.description).toBe('Destination ports');
});

it.each(['1.0.0', '1.1.0', '2.0.0'])('fits its published schema in release %s', (release) => {
  expect(validate(parsed(release)), JSON.stringify(validate.errors)).toBe(true);
});

type Spoil = (list: ReturnType<typeof parsed>) => unknown;
const ofFlow =
  (change: Record<string, unknown>): Spoil =>
  (list) => ({ ...list, flows: [{ ...list.flows[0], ...change }] });

describe('the published schema refuses', () => {
  it.each<[string, Spoil]>([
    ['a bare list', (list) => list.flows],
    ['a list without its version', ({ schemaVersion, ...list }) => list],
    ['a further key', (list) => ({ ...list, generated: '2026-02-01' })],
    ['"complete" as a word', (list) => ({ ...list, complete: 'yes' })],
    ['one flow where a list belongs', (list) => ({ ...list, flows: list.flows[0] })],
    ['a further key of a flow', ofFlow({ note: '' })],
    ['a port as text', ofFlow({ ports: [{ from: '25', to: '25' }] })],
    ['a port that is no whole number', ofFlow({ ports: [{ from: 25.5, to: 26 }] })],
    ['port 0', ofFlow({ ports: [{ from: 0, to: 25 }] })],
    ['a port beyond 65535', ofFlow({ ports: [{ from: 25, to: 65536 }] })],
    ['a range without its end', ofFlow({ ports: [{ from: 25 }] })],
    ['one port where a list belongs', ofFlow({ ports: { from: 25, to: 25 } })],
    ['one host where a list belongs', ofFlow({ hosts: 'one.updates.example.net' })],
    ['a transport by its number', ofFlow({ transport: [6] })],
    ['a transport that is none', ofFlow({ transport: ['icmp'] })],
    ['a direction as printed', ofFlow({ direction: 'In/Out' })],
    ['an unknown zone', ofFlow({ source: { party: 'x', zone: 'moon' } })],
    ['a flow that is gone among the current ones', ofFlow({ status: 'gone' })],
    ['a condition left out', (list) => ({ ...list, flows: [{ ...list.flows[0], condition: undefined }] })],
    ['an absent flow that is printed', (list) => ({ ...list, absent: [{ id: 'x', status: 'printed', lastPrinted: null }] })],
    ['an absent flow without the release that last printed it', (list) => ({ ...list, absent: [{ id: 'x', status: 'gone' }] })],
  ])('%s', (_, spoil) => {
    const list = JSON.parse(JSON.stringify(spoil(parsed())));
    expect(validate(list)).toBe(false);
  });
});

it('would accept the flow that those are made of', () => {
  expect(validate(ofFlow({})(parsed())), JSON.stringify(validate.errors)).toBe(true);
});

it('gives every field one type: a list is always a list, a number never a text', () => {
  const mixed: string[] = [];
  const visit = (node: unknown, path: string) => {
    if (typeof node !== 'object' || node === null) return;
    const { anyOf, type } = node as { anyOf?: { type: string }[]; type?: unknown };
    const types = anyOf?.map((option) => option.type) ?? (Array.isArray(type) ? type : [type]);
    if (types.filter((name) => name !== 'null').length > 1) mixed.push(path);
    for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
  };
  visit(JSON.parse(renderFlowsSchema()), '');
  expect(mixed).toEqual([]);
});
