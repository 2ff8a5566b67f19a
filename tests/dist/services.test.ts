/** The services of firewalld: read by libxml2 against the grammar of their manual page, and by firewalld itself. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import type { FlowRecord } from '#exports/flow-record.ts';
import { checkConfig } from '#prove/firewalld.ts';
import { lacking, needsWords } from '#prove/lacking.ts';
import { attribute, find, site } from './built.ts';
import { dataset, features, listOf, releases } from './published.ts';

const files = site.files.filter((path) => path.startsWith('/services/'));
const directions = ['in', 'out'] as const;
const fileOf = (release: string, feature: string, direction: string) => `/services/${release}/seg-${feature}-${direction}.xml`;
/** The flows that a service may open by itself. */
const flowsOf = (release: string, feature: string, direction: string): FlowRecord[] =>
  listOf(release, feature).flows.filter((flow) => flow.direction === direction && flow.status !== 'unresolved' && flow.via === null);
const published = features.flatMap((feature) =>
  directions
    .filter((direction) => releases.some((release) => flowsOf(release, feature, direction).length > 0))
    .map((direction) => ({ feature, direction })),
);

/** 1 to 65535, in digits. */
const port = '([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])';

/** firewalld.service(5), as far as a service of ours may go: no protocol without a port, no source port, no other helper. */
const grammar = `
  <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <xs:element name="service">
      <xs:complexType>
        <xs:sequence>
          <xs:element name="short" type="xs:string"/>
          <xs:element name="description" type="xs:string"/>
          <xs:element name="port" minOccurs="0" maxOccurs="unbounded">
            <xs:complexType>
              <xs:attribute name="protocol" use="required">
                <xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="tcp|udp"/></xs:restriction></xs:simpleType>
              </xs:attribute>
              <xs:attribute name="port" use="required">
                <xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="${port}(-${port})?"/></xs:restriction></xs:simpleType>
              </xs:attribute>
            </xs:complexType>
          </xs:element>
          <xs:element name="helper" minOccurs="0">
            <xs:complexType><xs:attribute name="name" use="required" fixed="ftp"/></xs:complexType>
          </xs:element>
        </xs:sequence>
      </xs:complexType>
      <xs:unique name="once"><xs:selector xpath="port"/><xs:field xpath="@protocol"/><xs:field xpath="@port"/></xs:unique>
    </xs:element>
  </xs:schema>`.trim();

/** A service as libxml2 reads it; one that is none throws. */
function read(text: string) {
  using schema = XmlDocument.fromString(grammar);
  using validator = XsdValidator.fromDoc(schema);
  using document = XmlDocument.fromString(text);
  validator.validate(document);
  const all = (name: string) => document.root.find(name) as XmlElement[];
  return {
    short: all('short')[0]?.content ?? '',
    description: all('description')[0]?.content ?? '',
    ports: all('port').map((element) => `${element.attr('protocol')?.value}/${element.attr('port')?.value}`),
    helpers: all('helper').length,
  };
}

it('stand in every release for each feature and direction that has a flow in any', () => {
  expect(files).toEqual(
    releases.flatMap((release) => published.map(({ feature, direction }) => fileOf(release, feature, direction))).sort(),
  );
  expect(published.map(({ feature, direction }) => `${feature}-${direction}`)).toEqual(
    expect.arrayContaining(['smtp-in', 'smtp-out', 'dns-out', 'snmp-in', 'snmp-out', 'web-interface-in', 'backup-out', 'directory-out']),
  );
  expect(files.filter((path) => /unresolved|backup-in/.test(path))).toEqual([]);
});

it('are ASCII: firewalld shows them in terminals', () => {
  for (const path of files) expect(site.text(path), path).toMatch(/^[\x20-\x7e\n]+\n$/);
});

describe.each(releases)('in %s', (release) => {
  it('have the ports of flows.json, and the helper where a flow needs it', () => {
    for (const { feature, direction } of published) {
      const path = fileOf(release, feature, direction);
      const { ports, helpers } = read(site.text(path));
      const flows = flowsOf(release, feature, direction);
      const wanted = flows.flatMap(({ transport, ports: ranges }) =>
        transport.flatMap((name) => ranges.map(({ from, to }) => `${name}/${from === to ? from : `${from}-${to}`}`)),
      );
      expect(ports.toSorted(), path).toEqual([...new Set(wanted)].sort());
      expect(helpers, path).toBe(flows.some(({ dataChannel }) => dataChannel === 'helper') ? 1 : 0);
    }
  });

  it('say of each flow what it is, when it is needed, whether its port is a setting, and where it is carried from', () => {
    for (const { feature, direction } of published) {
      const { short, description } = read(site.text(fileOf(release, feature, direction)));
      const flows = flowsOf(release, feature, direction);
      expect(short).toContain(`${dataset.product.name} ${release}`);
      expect(description).toContain(`dataset ${dataset.product.dataset}`);
      for (const { title, condition, source, destination } of flows) {
        expect(description).toContain(`: ${title}, from ${source.name} to ${destination.name}`);
        if (condition) expect(description).toContain(`; when ${condition}`);
      }
      const said = (words: RegExp) => description.match(words)?.length ?? 0;
      expect(said(/the port is a setting/g)).toBe(flows.filter(({ configurable }) => configurable).length);
      expect(said(/carried from \d/g)).toBe(flows.filter(({ status }) => status === 'carried').length);
      expect(said(/the server's passive range/g)).toBe(flows.filter(({ dataChannel }) => dataChannel === 'passive-range').length);
      expect(/opens nothing/.test(description)).toBe(flows.length === 0);
    }
  });
});

it('lead from the page of their feature and from that of firewalld, under the name that firewalld takes for the service', () => {
  const linksOf = (page: string) =>
    find(site.page(page).document, 'a[data-release-file]')
      .filter((link) => attribute(link, 'data-release-file')?.startsWith('/services/'))
      .map((link) => ({
        path: attribute(link, 'data-release-file'),
        name: attribute(link, 'download'),
        chosen: attribute(link, 'data-release-name'),
      }));
  const wanted = (own: typeof published) =>
    own.map(({ feature, direction }) => {
      const path = fileOf('{release}', feature, direction);
      return { path, name: basename(path), chosen: basename(path) };
    });
  expect(linksOf('/rules/firewalld/')).toEqual(wanted(published));
  for (const feature of features)
    expect(linksOf(`/features/${feature}/`)).toEqual(wanted(published.filter((each) => each.feature === feature)));
});

const missing = lacking({ programs: ['firewall-offline-cmd'] });
describe.skipIf(missing.length > 0)(`firewalld itself${needsWords(missing)}`, () => {
  it.each(releases)('takes every service of %s without a warning', async (release) => {
    const own = files.filter((path) => path.startsWith(`/services/${release}/`));
    expect(await problemsOf(Object.fromEntries(own.map((path) => [basename(path), site.text(path)])))).toEqual([]);
  });

  const whole = site.text(fileOf(releases.at(-1) as string, 'backup', 'out'));
  const broken: [string, string, string, RegExp][] = [
    ['a port beyond the last', 'port="21"', 'port="70000"', /INVALID_PORT/],
    ['a transport that is none', 'protocol="tcp"', 'protocol="tpc"', /INVALID_PROTOCOL/],
    ['an element that is none', '<port ', '<ports ', /PARSE_ERROR: Unexpected element ports/],
    ['a port twice', '<port protocol="tcp" port="22"/>', '<port protocol="tcp" port="21"/>', /already set/],
    ['text that is not escaped', '<description>', '<description>a < b & c', /not a valid service file/],
    ['an end that is missing', '</service>', '', /not a valid service file/],
  ];
  it.each(broken)('refuses %s', async (_, from, to, reason) => {
    const bad = whole.replace(from, to);
    expect(bad).not.toBe(whole);
    expect(await problemsOf({ 'seg-backup-out.xml': whole })).toEqual([]);
    expect((await problemsOf({ 'seg-backup-out.xml': bad })).join('\n')).toMatch(reason);
    expect(() => read(bad)).toThrow();
  });
});

/** What firewalld says of service files in a configuration of their own. */
async function problemsOf(services: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-services-'));
  try {
    await mkdir(join(folder, 'services'));
    for (const [name, text] of Object.entries(services)) await writeFile(join(folder, 'services', name), text);
    return await checkConfig(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
