import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type ComponentDefinition, componentDefinition } from './component-definition.ts';
import { renderOscal } from './oscal.ts';

const dataset = exampleDataset();
type Definition = ComponentDefinition['component-definition'];
const read = (release: string, from = dataset): Definition =>
  componentDefinition.parse(JSON.parse(renderOscal(from, release)))['component-definition'];
const older = read('1.0.0');
const current = read('1.1.0');
const newer = read('2.0.0');

/** Values of a property, in their order. */
const valuesOf = ({ props }: { props: readonly { name: string; value: string }[] }, name: string) =>
  props.filter((property) => property.name === name).map(({ value }) => value);
const serviceOf = ({ components }: Definition, id: string) => {
  const found = components.find((component) => valuesOf(component, 'flow-id')[0] === id);
  if (!found) throw new Error(`no component for ${id}`);
  return found;
};
const uuidsIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, part]) => (key === 'uuid' ? [part as string] : uuidsIn(part)))
    : [];

it('says what it is of, at the day of the dataset, and what its table says of itself', () => {
  expect(newer.metadata).toMatchObject({
    title: 'Services, ports and protocols of Example Mail Lighthouse 2.0.0',
    'last-modified': '2026-02-01T00:00:00Z',
    version: '2026.02.01',
    'oscal-version': '1.2.1',
    links: [{ href: 'https://docs.example.net/2.0/ports', rel: 'reference', text: 'Ports of Lighthouse 2.0' }],
  });
  expect(newer.metadata.remarks).toContain('Made up for tests; no such product exists.');
  expect(newer.metadata.remarks).toContain('could be read to port 161, not all of its rows; what stands after is not known.');
  expect(current.metadata.remarks).toContain('The table of 1.1.0 is known to its end.');
  expect([newer, current].map(({ metadata }) => valuesOf(metadata, 'table-complete'))).toEqual([['false'], ['true']]);
});

it('has the product as software, with its release, and links every flow to it: what it provides, and what it uses', () => {
  const [product] = current.components;
  expect(product).toMatchObject({ type: 'software', title: 'Example Mail Lighthouse', props: [{ name: 'version', value: '1.1.0' }] });
  const href = `#${product?.uuid}`;
  expect(serviceOf(current, 'snmp-polling').links).toEqual([{ href, rel: 'provided-by' }]);
  expect(serviceOf(current, 'dns-queries').links).toEqual([{ href, rel: 'used-by' }]);
});

it('gives the ports of each transport, under the name of the IANA or, without one, the title', () => {
  expect(serviceOf(current, 'dns-queries').protocols).toMatchObject([
    {
      name: 'domain',
      title: 'DNS',
      'port-ranges': [
        { start: 53, end: 53, transport: 'UDP' },
        { start: 53, end: 53, transport: 'TCP' },
      ],
    },
  ]);
  expect(serviceOf(current, 'peer-sync-in').protocols).toMatchObject([{ name: 'Data from peers', title: 'Data from peers' }]);
});

it('says of a flow what OSCAL has no place for, in properties of our own', () => {
  const { props } = serviceOf(current, 'backup-ftp-data');
  expect(new Set(props.map((property) => 'ns' in property && property.ns))).toEqual(
    new Set(['urn:uuid:f6137d3f-cc26-475d-a27f-48b4110511a4']),
  );
  expect(props.map(({ name, value }) => `${name}=${value}`)).toEqual([
    'flow-id=backup-ftp-data',
    'feature-id=upkeep',
    'direction=in',
    'source=backup-servers',
    'source-zone=lan',
    'destination=gateway',
    'destination-zone=dmz',
    'source-port=20',
    'status=printed',
    'condition=when backups travel by FTP, and FTP is active',
    'printed-row=1',
    'host-list=none-printed',
    'port-configurable=false',
    'tls-inspection=unknown',
    'via=backup-ftp',
  ]);
  expect(valuesOf(serviceOf(current, 'backup-ftp'), 'ftp-data-channel')).toEqual(['helper']);
  expect(valuesOf(serviceOf(current, 'updates'), 'host')).toEqual([
    'one.updates.example.net',
    'two.updates.example.net',
    '*.mirror.example.net',
  ]);
  expect(valuesOf(serviceOf(current, 'smtp-inbound'), 'condition')).toEqual(['on every gateway']);
});

it('says how each row was printed, and where its lost words were found', () => {
  const remarksOf = (id: string) =>
    serviceOf(current, id).props.flatMap((property) =>
      'remarks' in property && property.name === 'printed-row' ? [property.remarks] : [],
    );
  expect(remarksOf('snmp-polling')).toEqual(['Printed as 161 UDP, Out.']);
  expect(remarksOf('dns-queries')).toEqual([
    'Printed as 53 UDP/TCP, Out. The copy breaks off in this row. What it lost of its purpose is read from row 5 of 1.0.0 (proven).',
  ]);
});

it('says readings, doubts, and what rests on an earlier release, in remarks', () => {
  expect(serviceOf(current, 'backup-ftp').remarks).toBe(
    'Our reading departs from the printed row: The gateway is the FTP client.\n\nDoubt: Passive mode needs ports that no row gives.',
  );
  expect(serviceOf(newer, 'peer-sync-in').remarks).toBe('The copy of this release ends before its place; 1.1.0 printed it.');
  expect(valuesOf(serviceOf(newer, 'peer-sync-in'), 'carried-from')).toEqual(['1.1.0']);
  expect(serviceOf(current, 'smtp-inbound')).not.toHaveProperty('remarks');
});

it('shows an unresolved flow as such, and knows no condition of it', () => {
  const service = serviceOf(current, 'unresolved-https');
  expect(valuesOf(service, 'status')).toEqual(['unresolved']);
  expect(valuesOf(service, 'condition')).toEqual([]);
  expect(service.remarks).toContain('Unresolved: the source breaks off before it says what this is for.');
});

it('names the flows that are gone or not known here, and makes no component of them', () => {
  const absent = (definition: Definition) =>
    definition.metadata.props.flatMap((property) =>
      property.name === 'absent-flow' && 'class' in property ? [`${property.class} ${property.value}`] : [],
    );
  expect(absent(newer)).toEqual(['gone backup-ftp-data', 'gone updates']);
  expect(absent(older)).toEqual(['unknown peer-sync-out', 'unknown peer-sync-in', 'unknown snmp-polling', 'unknown unresolved-https']);
  const ids = newer.components.flatMap((component) => valuesOf(component, 'flow-id'));
  expect(ids).toHaveLength(10);
  expect(ids).not.toContain('updates');
});

it('groups the flows of a feature as a capability', () => {
  expect(current.capabilities.map(({ name, 'incorporates-components': parts }) => [name, parts.length])).toEqual([
    ['SMTP mail', 6],
    ['Backups and upkeep', 5],
  ]);
  expect(current.capabilities[0]?.['incorporates-components'][0]).toEqual({
    'component-uuid': serviceOf(current, 'smtp-inbound').uuid,
    description: 'Inbound mail',
  });
});

it('leaves out a feature that has no flow in the release', () => {
  const [first, second] = dataset.features as [(typeof dataset.features)[number], (typeof dataset.features)[number]];
  const { capabilities } = read('1.1.0', { ...dataset, features: [{ ...first, flows: [] }, second] });
  expect(capabilities.map(({ name }) => name)).toEqual(['Backups and upkeep']);
});

describe('UUIDs', () => {
  it('are each of one record', () => {
    for (const definition of [older, current, newer]) {
      const uuids = uuidsIn(definition);
      expect(new Set(uuids).size).toBe(uuids.length);
    }
  });

  it('stay with the record over releases and builds, as published first', () => {
    expect(renderOscal(exampleDataset(), '1.1.0')).toBe(renderOscal(dataset, '1.1.0'));
    for (const definition of [older, current, newer]) {
      expect(definition.components[0]?.uuid).toBe('612477f4-e996-5338-98c8-1bbefb619868');
      expect(serviceOf(definition, 'smtp-inbound').uuid).toBe('0f103826-3d0a-53a9-8fb6-461acde95e0b');
      expect(serviceOf(definition, 'smtp-inbound').protocols?.[0]?.uuid).toBe('cf8bf232-a1d7-592c-8fb1-f41fbd2bc737');
      expect(definition.capabilities[0]?.uuid).toBe(current.capabilities[0]?.uuid);
    }
  });

  it('of the document changes with a word of it', () => {
    const [first, ...rest] = dataset.features;
    const changed = { ...dataset, features: [{ ...first, summary: 'Mail.' } as (typeof dataset.features)[number], ...rest] };
    expect(new Set([older, current, newer, read('1.1.0', changed)].map(({ uuid }) => uuid)).size).toBe(4);
  });
});

it('escapes what Markdown would take for mark-up, in texts and not in values', () => {
  const features = dataset.features.map((feature) => ({
    ...feature,
    flows: feature.flows.map((flow) => ({ ...flow, purpose: 'A *star*, `code`, <b>, [a](b), x_y, ~1~, ^2^, {{ x }}, &amp; & \\' })),
  }));
  const service = serviceOf(read('1.1.0', { ...dataset, features }), 'updates');
  expect(service.purpose).toBe('A \\*star\\*, \\`code\\`, \\<b\\>, \\[a\\](b), x\\_y, \\~1\\~, \\^2\\^, \\{\\{ x \\}\\}, \\&amp; & \\\\');
  expect(valuesOf(service, 'host')).toContain('*.mirror.example.net');
});

describe('its schema', () => {
  // biome-ignore lint/suspicious/noExplicitAny: it is broken on purpose, in ways that no type allows.
  type Broken = any;
  const broken = (change: (definition: Broken) => void) => {
    const copy = JSON.parse(renderOscal(dataset, '1.1.0'));
    change(copy['component-definition']);
    return componentDefinition.safeParse(copy).success;
  };
  it.each<[string, (definition: Broken) => void]>([
    ['no version', ({ metadata }) => delete metadata.version],
    ['a day without a time', ({ metadata }) => (metadata['last-modified'] = '2026-02-01')],
    ['another version of OSCAL', ({ metadata }) => (metadata['oscal-version'] = '1.0.0')],
    ['a name with a space', ({ components }) => (components[1].props[0].name = 'flow id')],
    ['an empty value', ({ components }) => (components[1].props[0].value = '')],
    ['a property without a namespace that is not of OSCAL', ({ components }) => delete components[1].props[0].ns],
    ['a UUID of another version', ({ components }) => (components[1].uuid = 'f6137d3f-cc26-475d-a27f-48b4110511a4')],
    ['properties of a protocol, which OSCAL has none of', ({ components }) => (components[1].protocols[0].props = [])],
    ['another transport', ({ components }) => (components[1].protocols[0]['port-ranges'][0].transport = 'SCTP')],
    ['a reversed range', ({ components }) => (components[1].protocols[0]['port-ranges'][0].start = 65535)],
    ['a title of two lines', ({ components }) => (components[1].title = 'a\nb')],
    ['no component', (definition) => (definition.components = [])],
  ])('refuses %s', (_, change) => {
    expect(broken(() => undefined)).toBe(true);
    expect(broken(change)).toBe(false);
  });
});
