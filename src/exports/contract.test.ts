/** What consumers rely on. A test that fails here says which promise the change breaks. */
import { describe, expect, it } from 'vitest';
import { renderChangesSchema } from './changes-json.ts';
import { columns as comparisonColumns } from './comparison-csv.ts';
import { renderComparisonSchema } from './comparison-json.ts';
import { schemaVersion } from './flow-record.ts';
import { columns } from './flows-csv.ts';
import { renderFlowsSchema } from './flows-json.ts';
import { renderIndexSchema } from './index-json.ts';

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

/** Every field of `changes.json`, as first published with 1.1.0. */
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
changes[].covered[]: string
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

/** The header of a comparison as CSV, as published first. */
const comparisonHeader =
  'from,to,id,feature,title,disposition,reason,source,source_zone,destination,destination_zone,direction,transport,port_from,port_to,' +
  'source_port_from,source_port_to,application,condition,via,hosts_added,hosts_removed,hosts_covered,hosts_perhaps_added,' +
  'hosts_perhaps_removed,shared_with,printed_changes,previous_status,previous_carried_from,previous_hosts,previous_rows,' +
  'previous_direction,previous_condition,current_status,current_carried_from,current_hosts,current_rows,current_direction,current_condition';

/** Every field of a comparison, as first published with 1.1.0. */
const comparisonFields = `
schemaVersion: string
dataset: string
product: string
notice: string
from.release: string
from.complete: boolean
from.readTo.port: integer
from.readTo.whole: boolean
from.source.title: string
from.source.url: string
to.release: string
to.complete: boolean
to.readTo.port: integer
to.readTo.whole: boolean
to.source.title: string
to.source.url: string
caution: string or null
features[].id: string
features[].title: string
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
flows[].condition: string or null
flows[].configurable: boolean
flows[].dataChannel: string or null
flows[].via: string or null
flows[].tlsInspection: allowed | forbidden | unknown
flows[].doubts[]: string
flows[].disposition: add | stay | remove | unknown
flows[].reason: string or null
flows[].sharedWith[]: string
flows[].previous.status: printed | carried | unresolved | gone | unknown | unprinted
flows[].previous.carriedFrom: string or null
flows[].previous.goneIn: string or null
flows[].previous.lastPrinted: string or null
flows[].previous.hosts[]: string
flows[].previous.hostList: complete | cut | none-printed
flows[].previous.reading: string or null
flows[].previous.printed[].row: integer
flows[].previous.printed[].port: string
flows[].previous.printed[].protocol: string
flows[].previous.printed[].direction: string or null
flows[].previous.printed[].cut: boolean
flows[].previous.printed[].restored.from: string or null
flows[].previous.printed[].restored.row: integer or null
flows[].previous.printed[].restored.what: purpose | hosts or null
flows[].previous.printed[].restored.strength: proven | strong or null
flows[].previous.printed[].mark: string or null
flows[].previous.printed[].application: string or null
flows[].previous.printed[].condition: string or null
flows[].previous.printed[].says: string or null
flows[].current.status: printed | carried | unresolved | gone | unknown | unprinted
flows[].current.carriedFrom: string or null
flows[].current.goneIn: string or null
flows[].current.lastPrinted: string or null
flows[].current.hosts[]: string
flows[].current.hostList: complete | cut | none-printed
flows[].current.reading: string or null
flows[].current.printed[].row: integer
flows[].current.printed[].port: string
flows[].current.printed[].protocol: string
flows[].current.printed[].direction: string or null
flows[].current.printed[].cut: boolean
flows[].current.printed[].restored.from: string or null
flows[].current.printed[].restored.row: integer or null
flows[].current.printed[].restored.what: purpose | hosts or null
flows[].current.printed[].restored.strength: proven | strong or null
flows[].current.printed[].mark: string or null
flows[].current.printed[].application: string or null
flows[].current.printed[].condition: string or null
flows[].current.printed[].says: string or null
flows[].hosts.added[]: string
flows[].hosts.removed[]: string
flows[].hosts.covered[]: string
flows[].hosts.perhapsAdded[]: string
flows[].hosts.perhapsRemoved[]: string
flows[].printedChanges[].kind: direction | condition | wording
flows[].printedChanges[].previous: string or null
flows[].printedChanges[].current: string or null
`
  .trim()
  .split('\n');

/** Every field of `index.json`, as first published with 1.1.0. */
const indexFields = `
schemaVersion: string
dataset: string
product: string
notice: string
defaultRelease: string
releases[].release: string
releases[].complete: boolean
releases[].readTo.port: integer
releases[].readTo.whole: boolean
releases[].source.title: string
releases[].source.url: string
features[].id: string
features[].title: string
addresses[].template: string
addresses[].use: string
files[].path: string
files[].template: string
files[].mediaType: string
files[].bytes: integer
files[].sha256: string
files[].release: string or null
files[].later: string or null
files[].feature: string or null
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
/** The lines of `fields`, read from a JSON Schema. */
function fieldsOf({ type, anyOf, properties, items, enum: values }: Schema, path = '', or = ''): string[] {
  if (anyOf) return anyOf.filter((option) => option.type !== 'null').flatMap((option) => fieldsOf(option, path, ' or null'));
  if (items) return fieldsOf(items, `${path}[]`, or);
  if (properties) return Object.entries(properties).flatMap(([key, value]) => fieldsOf(value, path ? `${path}.${key}` : key, or));
  return [`${path}: ${values?.join(' | ') ?? [type].flat().join(' or ')}${or}`];
}

const shapes: readonly { file: string; schema: Schema; fields: readonly string[] }[] = [
  { file: 'flows.json', schema: JSON.parse(renderFlowsSchema()), fields },
  { file: 'changes.json', schema: JSON.parse(renderChangesSchema()), fields: changeFields },
  { file: 'a comparison', schema: JSON.parse(renderComparisonSchema()), fields: comparisonFields },
  { file: 'index.json', schema: JSON.parse(renderIndexSchema()), fields: indexFields },
];

it.each([
  { file: 'flows.csv', now: columns, published: header },
  { file: 'a comparison as CSV', now: comparisonColumns, published: comparisonHeader },
])('keeps the columns of $file in their order', ({ now, published }) => {
  expect(
    now.slice(0, published.split(',').length).join(','),
    'Scripts and spreadsheets find a cell by its place and its name. A column that is renamed, moved or removed breaks them: ' +
      'append new columns at the end; anything else is a new major version under a new address (/api/v2/).',
  ).toBe(published);
});

describe.each(shapes)('$file', ({ file, schema, fields: published }) => {
  it('keeps every field, its type and its values', () => {
    const now = fieldsOf(schema);
    expect(
      published.filter((field) => !now.includes(field)),
      `Programs read these fields of ${file} by name and rely on their types. A field that is renamed, removed or changed breaks ` +
        'them: that is a new major version of schemaVersion under a new address (/api/v2/), not an edit of this list.',
    ).toEqual([]);
  });

  it('gives a field that is new a new minor version', () => {
    const added = fieldsOf(schema).filter((field) => !published.includes(field));
    expect(
      { added, schemaVersion },
      `A field was added to ${file}. Consumers see that by schemaVersion: raise its minor version, and add the field and the ` +
        'version here.',
    ).toEqual({ added: [], schemaVersion: '1.1.0' });
  });

  it('leaves no field out: one that has no value is null or an empty list', () => {
    const optional: string[] = [];
    const visit = ({ properties = {}, required = [], items, anyOf = [] }: Schema) => {
      optional.push(...Object.keys(properties).filter((key) => !required.includes(key)));
      for (const part of [...Object.values(properties), ...(items ? [items] : []), ...anyOf]) visit(part);
    };
    visit(schema);
    expect(optional, 'Programs read every field without asking whether it is there: keep it required, and null or [] where empty.').toEqual(
      [],
    );
  });

  it('is an object that holds its lists, never a bare list', () => {
    expect(schema.type, 'Programs read lists by name, as list.flows: a bare list at the top breaks every one of them.').toBe('object');
  });
});
