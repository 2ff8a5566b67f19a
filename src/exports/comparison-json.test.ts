import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { renderComparisonJson, renderComparisonSchema } from './comparison-json.ts';
import { toComparison } from './comparison-record.ts';

const dataset = exampleDataset();
const schema = JSON.parse(renderComparisonSchema());
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

/** The published comparison as a consumer parses it, to be spoilt. */
const parsed = (from = '1.1.0', to = '2.0.0') => JSON.parse(renderComparisonJson(toComparison(dataset, from, to)));

it('is JSON with LF, two spaces and a last line break, keys in the order of the schema', () => {
  const text = renderComparisonJson(toComparison(dataset, '1.1.0', '2.0.0'));
  expect(text.startsWith('{\n  "schemaVersion": "1.1.0",\n  "dataset": "2026.02.01",\n')).toBe(true);
  expect(text.endsWith('\n}\n')).toBe(true);
  expect(text).not.toContain('\r');
  expect(Object.keys(parsed())).toEqual(Object.keys(schema.properties));
  const flow = schema.properties.flows.items.properties;
  expect(Object.keys(parsed().flows[0])).toEqual(Object.keys(flow));
  expect(Object.keys(parsed().flows[0].previous)).toEqual(Object.keys(flow.previous.properties));
  expect(Object.keys(parsed().flows[0].previous.printed[0])).toEqual(Object.keys(flow.previous.properties.printed.items.properties));
});

it('has a schema of draft 2020-12 with a description', () => {
  expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', title: 'Portcullis comparison' });
  expect(schema.properties.flows.items.properties.disposition.description).toMatch(
    /^add: open it before the upgrade, but for a flow with `via`, which the FTP helper opens/,
  );
});

it.each([
  ['1.0.0', '1.1.0'],
  ['1.1.0', '2.0.0'],
  ['1.0.0', '2.0.0'],
  ['2.0.0', '1.0.0'],
])('fits its published schema from %s to %s', (from, to) => {
  expect(validate(parsed(from, to)), JSON.stringify(validate.errors)).toBe(true);
});

type Spoil = (value: ReturnType<typeof parsed>) => unknown;
const ofFlow =
  (change: Record<string, unknown>): Spoil =>
  (value) => ({ ...value, flows: [{ ...value.flows[0], ...change }] });

describe('the published schema refuses', () => {
  it.each<[string, Spoil]>([
    ['a bare list', (value) => value.flows],
    ['a comparison without its version', ({ schemaVersion, ...value }) => value],
    ['a further key', (value) => ({ ...value, generated: '2026-02-01' })],
    ['a release by its number alone', (value) => ({ ...value, to: '2.0.0' })],
    ['another disposition', ofFlow({ disposition: 'maybe' })],
    ['a reason left out', ofFlow({ reason: undefined })],
    ['hosts that are only a list', ofFlow({ hosts: ['one.updates.example.net'] })],
    ['a change of another kind', ofFlow({ printedChanges: [{ kind: 'port', previous: '25', current: '26' }] })],
    ['a port as text', ofFlow({ ports: [{ from: '25', to: '25' }] })],
  ])('%s', (_, spoil) => {
    expect(validate(JSON.parse(JSON.stringify(spoil(parsed()))))).toBe(false);
  });
});

it('would accept the flow that those are made of', () => {
  expect(validate(ofFlow({})(parsed())), JSON.stringify(validate.errors)).toBe(true);
});
