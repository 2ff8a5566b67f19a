/** What consumers rely on. A test that fails here says which promise the change breaks. */
import { expect, it } from 'vitest';
import { changesVersion, renderChangesSchema } from './changes-json.ts';
import { schemaVersion } from './flow-record.ts';
import { columns } from './flows-csv.ts';
import { renderFlowsSchema } from './flows-json.ts';

/** The header of `flows.csv`, as published first. */
const header =
  'id,feature,title,source,source_zone,destination,destination_zone,direction,transport,port_from,port_to,source_port_from,' +
  'source_port_to,application,hosts,condition,status,printed_rows,printed_direction,reading,data_channel,via,tls_inspection,' +
  'configurable,carried_from';

/** Every field of `flows.json` 1.1.0 and its type; `[]` is a list, a word after a colon one of the values. */
const fields = `
schemaVersion: string
dataset: string
product: string
release: string
complete: boolean
flows[].id: string
flows[].feature: string
flows[].title: string
flows[].purpose: string
flows[].source.party: string
flows[].source.name: string
flows[].source.zone: internet | dmz | lan | management | peers
flows[].destination.party: string
flows[].destination.name: string
flows[].destination.zone: internet | dmz | lan | management | peers
flows[].direction: in | out
flows[].transport[]: tcp | udp
flows[].ports[].from: integer
flows[].ports[].to: integer
flows[].sourcePorts[].from: integer
flows[].sourcePorts[].to: integer
flows[].application: string or null
flows[].hosts[]: string
flows[].hostList: complete | cut | none-printed
flows[].condition: string or null
flows[].configurable: boolean
flows[].dataChannel: string or null
flows[].via: string or null
flows[].tlsInspection: allowed | forbidden | unknown
flows[].status: printed | carried | unresolved
flows[].carriedFrom: string or null
flows[].reading: string or null
flows[].doubts[]: string
flows[].printed[].row: integer
flows[].printed[].port: string
flows[].printed[].protocol: string
flows[].printed[].direction: string or null
flows[].printed[].cut: boolean
flows[].printed[].restored.from: string or null
flows[].printed[].restored.row: integer or null
flows[].printed[].restored.what: purpose | hosts or null
flows[].printed[].restored.strength: proven | strong or null
absent[].id: string
absent[].status: gone | unknown
absent[].lastPrinted: string or null
`
  .trim()
  .split('\n');

/** Every field of `changes.json` 1.0.0, likewise. */
const changeFields = `
schemaVersion: string
dataset: string
product: string
releases[].release: string
releases[].previousRelease: string or null
releases[].since: string
releases[].complete: boolean
changes[].id: string
changes[].release: string
changes[].previousRelease: string
changes[].since: string
changes[].flow: string
changes[].feature: string
changes[].disposition: Add | Change | Remove
changes[].impact: AddedFlow | RemovedFlow | AddedHosts | RemovedHosts | PerhapsAddedHosts | PerhapsRemovedHosts | ChangedDirection | ChangedCondition | ChangedWording
changes[].hosts[]: string
changes[].previous.status: printed | carried | unresolved | gone | unknown | unprinted
changes[].previous.carriedFrom: string or null
changes[].previous.rows[]: integer
changes[].previous.printed: string or null
changes[].previous.hosts[]: string
changes[].previous.hostList: complete | cut | none-printed
changes[].current.status: printed | carried | unresolved | gone | unknown | unprinted
changes[].current.carriedFrom: string or null
changes[].current.rows[]: integer
changes[].current.printed: string or null
changes[].current.hosts[]: string
changes[].current.hostList: complete | cut | none-printed
unknown[].id: string
unknown[].release: string
unknown[].previousRelease: string
unknown[].since: string
unknown[].flow: string
unknown[].feature: string
unknown[].reason: string
unknown[].previous.status: printed | carried | unresolved | gone | unknown | unprinted
unknown[].previous.carriedFrom: string or null
unknown[].previous.rows[]: integer
unknown[].previous.printed: string or null
unknown[].previous.hosts[]: string
unknown[].previous.hostList: complete | cut | none-printed
unknown[].current.status: printed | carried | unresolved | gone | unknown | unprinted
unknown[].current.carriedFrom: string or null
unknown[].current.rows[]: integer
unknown[].current.printed: string or null
unknown[].current.hosts[]: string
unknown[].current.hostList: complete | cut | none-printed
datasetChanges[].id: string
datasetChanges[].dataset: string
datasetChanges[].date: string
datasetChanges[].title: string
datasetChanges[].reason: string
datasetChanges[].flows[]: string
`
  .trim()
  .split('\n');

interface Schema {
  type?: string | string[];
  enum?: string[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}
const schema: Schema = JSON.parse(renderFlowsSchema());
const changesSchema: Schema = JSON.parse(renderChangesSchema());

/** The lines of `fields`, read from a JSON Schema. */
function fieldsOf({ type, anyOf, properties, items, enum: values }: Schema, path = '', or = ''): string[] {
  if (anyOf) return anyOf.filter((option) => option.type !== 'null').flatMap((option) => fieldsOf(option, path, ' or null'));
  if (items) return fieldsOf(items, `${path}[]`, or);
  if (properties) return Object.entries(properties).flatMap(([key, value]) => fieldsOf(value, path ? `${path}.${key}` : key, or));
  return [`${path}: ${values?.join(' | ') ?? [type].flat().join(' or ')}${or}`];
}

it('keeps the columns of flows.csv in their order', () => {
  expect(
    columns.slice(0, header.split(',').length).join(','),
    'Scripts and spreadsheets find a cell by its place and its name. A column that is renamed, moved or removed breaks them: ' +
      'append new columns at the end; anything else is a new major version under a new address (/api/v2/).',
  ).toBe(header);
});

it('keeps every field of flows.json, its type and its values', () => {
  const now = fieldsOf(schema);
  expect(
    fields.filter((field) => !now.includes(field)),
    'Programs read these fields of flows.json by name and rely on their types. A field that is renamed, removed or changed breaks ' +
      'them: that is a new major version of schemaVersion under a new address (/api/v2/), not an edit of this list.',
  ).toEqual([]);
});

it('gives a field that is new a new minor version', () => {
  const added = fieldsOf(schema).filter((field) => !fields.includes(field));
  expect(
    { added, schemaVersion },
    'A field was added to flows.json. Consumers see that by schemaVersion: raise its minor version, and add the field and the ' +
      'version here.',
  ).toEqual({ added: [], schemaVersion: '1.1.0' });
});

it('keeps every field of changes.json, its type and its values', () => {
  const now = fieldsOf(changesSchema);
  expect(
    changeFields.filter((field) => !now.includes(field)),
    'Programs ask for changes.json every day, find a change by its impact and decide by it. A field or a value that is renamed, removed ' +
      'or changed breaks them: that is a new major version of changesVersion under a new address (/api/v2/), not an edit of this list.',
  ).toEqual([]);
});

it('gives a field of changes.json that is new a new minor version', () => {
  const added = fieldsOf(changesSchema).filter((field) => !changeFields.includes(field));
  expect(
    { added, changesVersion },
    'A field was added to changes.json. Consumers see that by schemaVersion: raise the minor version of changesVersion, and add the ' +
      'field and the version here.',
  ).toEqual({ added: [], changesVersion: '1.0.0' });
});

it.each([
  ['flows.json', schema],
  ['changes.json', changesSchema],
])('leaves no field of %s out: one that has no value is null or an empty list', (_, root) => {
  const optional: string[] = [];
  const visit = ({ properties = {}, required = [], items, anyOf = [] }: Schema) => {
    optional.push(...Object.keys(properties).filter((key) => !required.includes(key)));
    for (const part of [...Object.values(properties), ...(items ? [items] : []), ...anyOf]) visit(part);
  };
  visit(root);
  expect(optional, 'Programs read every field without asking whether it is there: keep it required, and null or [] where empty.').toEqual(
    [],
  );
});

it.each([
  ['flows.json', schema],
  ['changes.json', changesSchema],
])('answers for %s with an object that holds the lists, never with a bare list', (_, { type }) => {
  expect(type, 'Programs read list.flows: a bare list at the top breaks every one of them.').toBe('object');
});
