/** Every OSCAL file fits the schema, holds together, and says the same as flows.json, record by record. */
import { describe, expect, it } from 'vitest';
import { type ComponentDefinition, componentDefinition } from '#exports/component-definition.ts';
import { site } from './built.ts';
import { dataset, listOf, releases } from './published.ts';

type Definition = ComponentDefinition['component-definition'];
type Component = Definition['components'][number];

const textOf = (release: string) => site.text(`/api/v1/releases/${release}/oscal.json`);
const read = (release: string): Definition => componentDefinition.parse(JSON.parse(textOf(release)))['component-definition'];

const valuesOf = ({ props }: { props: Component['props'] }, name: string) =>
  props.filter((property) => property.name === name).map(({ value }) => value);
const ownOf = (component: { props: Component['props'] }, name: string) => valuesOf(component, name)[0] ?? null;
const portsOf = (text: string) => text.split('-').map(Number);
/** Markdown as its reader has it. */
const plain = (markdown = '') => markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** What a component says of its flow, in the words of flows.json. */
function toRecord(component: Component) {
  const [protocol, ...more] = component.protocols ?? [];
  if (!protocol || more.length > 0) throw new Error(`${component.title} has not one protocol`);
  const ranges = protocol['port-ranges'];
  const condition = ownOf(component, 'condition');
  return {
    id: ownOf(component, 'flow-id'),
    feature: ownOf(component, 'feature-id'),
    title: plain(component.title),
    purpose: plain(component.purpose),
    direction: ownOf(component, 'direction'),
    source: [ownOf(component, 'source'), ownOf(component, 'source-zone')],
    destination: [ownOf(component, 'destination'), ownOf(component, 'destination-zone')],
    ports: ranges.map(({ start, end, transport }) => `${transport.toLowerCase()} ${start}-${end}`),
    sourcePorts: valuesOf(component, 'source-port').map((text) => portsOf(text)),
    name: protocol.name,
    hosts: valuesOf(component, 'host'),
    hostList: ownOf(component, 'host-list'),
    condition: condition === 'on every gateway' ? null : (condition?.replace(/^when /, '') ?? null),
    configurable: ownOf(component, 'port-configurable'),
    dataChannel: ownOf(component, 'ftp-data-channel'),
    via: ownOf(component, 'via'),
    tlsInspection: ownOf(component, 'tls-inspection'),
    status: ownOf(component, 'status'),
    carriedFrom: ownOf(component, 'carried-from'),
    printed: component.props.flatMap((property) =>
      property.name === 'printed-row' && 'remarks' in property
        ? [`${property.value} ${/^Printed as (.*?)\. ?/.exec(plain(property.remarks))?.[1]}`]
        : [],
    ),
  };
}

const inJson = (release: string) =>
  listOf(release).flows.map((flow) => ({
    id: flow.id,
    feature: flow.feature,
    title: flow.title,
    purpose: flow.purpose,
    direction: flow.direction,
    source: [flow.source.party, flow.source.zone],
    destination: [flow.destination.party, flow.destination.zone],
    ports: flow.transport.flatMap((transport) => flow.ports.map(({ from, to }) => `${transport} ${from}-${to}`)),
    sourcePorts: flow.sourcePorts.map(({ from, to }) => (from === to ? [from] : [from, to])),
    name: flow.application ?? flow.title,
    hosts: flow.hosts,
    hostList: flow.hostList,
    condition: flow.condition,
    configurable: String(flow.configurable),
    dataChannel: flow.dataChannel,
    via: flow.via,
    tlsInspection: flow.tlsInspection,
    status: flow.status,
    carriedFrom: flow.carriedFrom,
    printed: flow.printed.map(({ row, port, protocol, direction }) => `${row} ${port} ${protocol}, ${direction ?? 'its direction lost'}`),
  }));

it('is published for every release, and under no other address', () => {
  const published = site.files.filter((path) => path.includes('oscal'));
  expect(published).toEqual(releases.map((release) => `/api/v1/releases/${release}/oscal.json`).sort());
});

describe.each(releases)('in %s', (release) => {
  const definition = read(release);
  const [product, ...services] = definition.components;

  it('says the same as flows.json, record by record', () => {
    expect(services.map(toRecord)).toEqual(inJson(release));
  });

  it('has every reading and doubt in its remarks', () => {
    const words = listOf(release).flows.map(({ reading, doubts }) => [reading, ...doubts].filter((text) => text !== null));
    for (const [at, { remarks }] of services.entries()) {
      for (const text of words[at] as string[]) expect(plain(remarks)).toContain(text);
    }
    expect(words.flat().length).toBeGreaterThan(20);
  });

  it('names the flows that flows.json calls absent, as such', () => {
    const absent = definition.metadata.props.flatMap((property) =>
      property.name === 'absent-flow' && 'class' in property ? [{ id: property.value, status: property.class }] : [],
    );
    expect(absent).toEqual(listOf(release).absent.map(({ id, status }) => ({ id, status })));
  });

  it('is of this release, this dataset and its day, never of a clock', () => {
    expect(definition.metadata).toMatchObject({
      version: dataset.product.dataset,
      'last-modified': `${dataset.product.dataset.replaceAll('.', '-')}T00:00:00Z`,
    });
    expect(valuesOf(definition.metadata, 'release')).toEqual([release]);
    expect(ownOf(definition.metadata, 'table-complete')).toBe(String(listOf(release).complete));
    expect(product).toMatchObject({ type: 'software', title: dataset.product.name, props: [{ name: 'version', value: release }] });
    expect(plain(definition.metadata.remarks)).toContain(dataset.product.notice.trim());
  });

  it('uses each UUID once, and refers to none that it does not have', () => {
    const uuids = [...textOf(release).matchAll(/"uuid": "([^"]+)"/g)].map(([, uuid]) => uuid);
    expect(new Set(uuids).size).toBe(uuids.length);
    const components = new Set(definition.components.map(({ uuid }) => uuid));
    for (const { links = [] } of services) expect(links.map(({ href }) => href)).toEqual([`#${product?.uuid}`]);
    for (const { uuid } of definition.capabilities.flatMap((capability) =>
      capability['incorporates-components'].map((part) => ({ uuid: part['component-uuid'] })),
    )) {
      expect(components).toContain(uuid);
    }
  });

  it('has a capability for each feature with flows, made of those', () => {
    const flowOf = new Map(services.map((service) => [service.uuid, ownOf(service, 'flow-id')]));
    const capabilities = definition.capabilities.map((capability) => [
      ownOf(capability, 'feature-id'),
      capability['incorporates-components'].map((part) => flowOf.get(part['component-uuid'])),
    ]);
    const byFeature = Object.groupBy(listOf(release).flows, ({ feature }) => feature);
    expect(Object.fromEntries(capabilities)).toEqual(
      Object.fromEntries(Object.entries(byFeature).map(([feature, flows = []]) => [feature, flows.map(({ id }) => id)])),
    );
  });
});

it('gives a flow and a feature the same UUID in every release, and each document its own', () => {
  const definitions = releases.map(read);
  const uuidOf = new Map<string, Set<string>>();
  const note = (record: string, uuid: string) => uuidOf.set(record, (uuidOf.get(record) ?? new Set()).add(uuid));
  for (const { components, capabilities } of definitions) {
    for (const component of components) note(`flow ${ownOf(component, 'flow-id')}`, component.uuid);
    for (const capability of capabilities) note(`feature ${ownOf(capability, 'feature-id')}`, capability.uuid);
  }
  for (const [record, uuids] of uuidOf) expect(uuids.size, record).toBe(1);
  expect(new Set(definitions.map(({ uuid }) => uuid)).size).toBe(releases.length);
});
