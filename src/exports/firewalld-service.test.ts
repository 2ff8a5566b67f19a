import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { renderFirewalldService } from './firewalld-service.ts';
import { type FlowRecord, toFlowList } from './flow-record.ts';

const dataset = exampleDataset();
const service = (feature: string, direction: 'in' | 'out', release = '1.1.0') =>
  renderFirewalldService(toFlowList(dataset, release, feature), feature === 'smtp' ? 'Mail' : 'Upkeep', direction);
const list = toFlowList(dataset);
const [sample] = list.flows as [FlowRecord];
const serviceOf = (...flows: Partial<FlowRecord>[]) =>
  renderFirewalldService({ ...list, flows: flows.map((flow) => ({ ...sample, direction: 'out', ...flow })) }, 'A', 'out');
/** What stands in the elements of a name, as libxml2 reads it. */
const contentOf = (text: string, name: string) => {
  using document = XmlDocument.fromString(text);
  return document.root.find(name).map((element) => element.content);
};
const portsIn = (text: string) => {
  using document = XmlDocument.fromString(text);
  return document.root
    .find('port')
    .map((element) => `${(element as XmlElement).attr('protocol')?.value}/${(element as XmlElement).attr('port')?.value}`);
};

it('has the ports of the flows that go the same way, and says of each what it is', () => {
  expect(service('smtp', 'in')).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="utf-8"?>
    <service>
      <short>Mail, to the gateway: Example Mail Lighthouse 1.1.0</short>
      <description>tcp/25: Inbound mail, from Internet mail servers to the gateway. udp/17777: Data from peers, from peer gateways to the gateway; when peer gateways share data. Unofficial; Portcullis dataset 2026.02.01.</description>
      <port protocol="tcp" port="25"/>
      <port protocol="udp" port="17777"/>
    </service>
    "
  `);
  expect(service('upkeep', 'out')).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="utf-8"?>
    <service>
      <short>Upkeep, from the gateway: Example Mail Lighthouse 1.1.0</short>
      <description>tcp/21: Backup by FTP, from the gateway to backup servers; when backups travel by FTP; the port is a setting of the gateway. tcp/80: Updates, from the gateway to update servers. Unofficial; Portcullis dataset 2026.02.01.</description>
      <port protocol="tcp" port="21"/>
      <port protocol="tcp" port="80"/>
      <helper name="ftp"/>
    </service>
    "
  `);
});

it('says that a flow is carried, from which release, and why', () => {
  expect(contentOf(service('upkeep', 'in', '2.0.0'), 'description')).toEqual([
    'udp/161: SNMP polling, from SNMP managers to the gateway; carried from 1.1.0, since the copy of this release ends before its place. ' +
      'Unofficial; Portcullis dataset 2026.02.01.',
  ]);
});

it('opens nothing where the release has no such flow, and says so', () => {
  const text = renderFirewalldService({ ...list, flows: [] }, 'Mail', 'in');
  expect(portsIn(text)).toEqual([]);
  expect(contentOf(text, 'description')).toEqual([
    'No such connection is printed or carried in release 1.1.0: this service opens nothing. Unofficial; Portcullis dataset 2026.02.01.',
  ]);
});

describe('a port', () => {
  it('stands once, though two flows need it: firewalld warns of the second', () => {
    expect(portsIn(serviceOf({ ports: [{ from: 25, to: 25 }] }, { ports: [{ from: 25, to: 25 }], id: 'other' }))).toEqual(['tcp/25']);
  });

  it('stands for each transport, and a range is one port element', () => {
    expect(portsIn(serviceOf({ transport: ['udp', 'tcp'], ports: [{ from: 5000, to: 5010 }] }))).toEqual([
      'udp/5000-5010',
      'tcp/5000-5010',
    ]);
  });

  it('is never that of a flow whose purpose is not known, nor one that a helper opens', () => {
    expect(portsIn(serviceOf({ status: 'unresolved' }, { via: 'backup-ftp', sourcePorts: [{ from: 20, to: 20 }] }))).toEqual([]);
  });

  it('is never wider than its flow: a source port stops the build', () => {
    expect(() => serviceOf({ sourcePorts: [{ from: 20, to: 20 }] })).toThrow(`${sample.id} has a source port`);
  });
});

it('has the helper of FTP where a flow needs it, and nowhere else', () => {
  expect(serviceOf({ dataChannel: 'helper' })).toContain('<helper name="ftp"/>');
  expect(serviceOf({ dataChannel: 'passive-range' })).not.toContain('helper');
  expect(contentOf(serviceOf({ dataChannel: 'passive-range' }), 'description')[0]).toContain(
    "its data needs the server's passive range as well",
  );
  expect(serviceOf({ direction: 'in', dataChannel: 'helper' })).not.toContain('helper');
});

it('says where a port is a setting', () => {
  expect(contentOf(serviceOf({ configurable: true }), 'description')[0]).toContain('; the port is a setting of the gateway');
  expect(contentOf(serviceOf({ configurable: false }), 'description')[0]).not.toContain('setting');
});

describe('hostile text', () => {
  it.each([
    ['markup', '</description><port protocol="tcp" port="1"/>', '</description><port protocol="tcp" port="1"/>'],
    ['entities', '&lt; &amp; &#0; &nope; "\'', '&lt; &amp; &#0; &nope; "\''],
    ['the end of a section', ']]> <!-- -- > <?x?>', ']]> <!-- -- > <?x?>'],
    ['line breaks', 'a\r\nb\tc\u2028d', 'a b c d'],
    ['controls', 'a\u0000b\u001bc\ufffe', 'a\ufffdb\ufffdc\ufffd'],
    ['half a character', 'a\ud800b', 'a\ufffdb'],
    ['beyond ASCII', 'é “x” 😀', 'é “x” 😀'],
  ])('stays text: %s', (_, title, read) => {
    const text = serviceOf({ title });
    expect(portsIn(text)).toEqual(['tcp/25']);
    expect(contentOf(text, 'description')[0]).toContain(`: ${read}, from`);
  });
});
