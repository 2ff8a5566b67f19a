import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { columns, renderComparisonCsv } from './comparison-csv.ts';
import { type FlowChange, toComparison } from './comparison-record.ts';

const comparison = toComparison(exampleDataset(), '1.1.0', '2.0.0');
const csv = renderComparisonCsv(comparison);

type Line = Record<string, string>;
/** Records as another program reads them: RFC 4180, strictly. */
const read = (text: string) => parse<Line>(text, { columns: true, record_delimiter: '\r\n' });
const linesOf = (id: string, text = csv) => read(text).filter((line) => line.id === id);
const changed = (change: Partial<FlowChange>) => {
  const flow = comparison.flows.find(({ id }) => id === 'updates') as FlowChange;
  return read(renderComparisonCsv({ ...comparison, flows: [{ ...flow, ...change }] }));
};

it('is ASCII text without a byte order mark, with CRLF after every line, header first (RFC 4180)', () => {
  expect(csv).toMatch(/^[ -~\r\n]+$/);
  expect(csv.startsWith(`${columns.join(',')}\r\n1.1.0,2.0.0,smtp-inbound,`)).toBe(true);
  expect(csv.endsWith('\r\n')).toBe(true);
  expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

it('has one record for each flow, transport and port range, in the order of the comparison', () => {
  const expected = comparison.flows.flatMap(({ id, transport }) => transport.map((name) => `${id} ${name}`));
  expect(read(csv).map(({ id, transport }) => `${id} ${transport}`)).toEqual(expected);
  expect(linesOf('dns-queries').map(({ transport }) => transport)).toEqual(['udp', 'tcp']);
  const ports = [
    { from: 389, to: 389 },
    { from: 3268, to: 3269 },
  ];
  expect(changed({ ports }).map((line) => [line.port_from, line.port_to])).toEqual([
    ['389', '389'],
    ['3268', '3269'],
  ]);
});

it('holds every value of the flow, and an empty cell where there is none', () => {
  expect(linesOf('updates')).toEqual([
    {
      from: '1.1.0',
      to: '2.0.0',
      id: 'updates',
      feature: 'upkeep',
      title: 'Updates',
      disposition: 'remove',
      reason: '',
      source: 'gateway',
      source_zone: 'dmz',
      destination: 'update-servers',
      destination_zone: 'internet',
      direction: 'out',
      transport: 'tcp',
      port_from: '80',
      port_to: '80',
      source_port_from: '',
      source_port_to: '',
      application: 'http',
      condition: '',
      via: '',
      hosts_added: '',
      hosts_removed: 'one.updates.example.net two.updates.example.net *.mirror.example.net',
      hosts_covered: '',
      hosts_perhaps_added: '',
      hosts_perhaps_removed: '',
      shared_with: '',
      printed_changes: '',
      previous_status: 'printed',
      previous_carried_from: '',
      previous_hosts: 'one.updates.example.net two.updates.example.net *.mirror.example.net',
      previous_rows: '6',
      previous_direction: 'Out',
      previous_condition: '',
      current_status: 'gone',
      current_carried_from: '',
      current_hosts: '',
      current_rows: '',
      current_direction: '',
      current_condition: '',
      caution: comparison.caution,
    },
  ]);
  expect(linesOf('snmp-polling')[0]).toMatchObject({
    disposition: 'unknown',
    reason: 'The copy of 2.0.0 ends before its place, and 1.1.0 printed it. Leave it open until you know.',
    current_status: 'carried',
    current_carried_from: '1.1.0',
  });
  expect(linesOf('backup-ftp-data')[0]).toMatchObject({ source_port_from: '20', source_port_to: '20', via: 'backup-ftp' });
});

it('cautions where something may go and the later copy ends early, and nowhere else', () => {
  expect(comparison.caution).not.toBeNull();
  const cautioned = read(csv).filter(({ caution }) => caution !== '');
  expect([...new Set(cautioned.map(({ id }) => id))]).toEqual(['backup-ftp-data', 'updates']);
  const hosts = { added: [], removed: ['a.example.net'], covered: [], perhapsAdded: [], perhapsRemoved: [] };
  expect(changed({ disposition: 'stay', hosts })[0]?.caution).toBe(comparison.caution);
  expect(changed({ disposition: 'unknown', hosts })[0]?.caution).toBe('');
  const whole = read(renderComparisonCsv(toComparison(exampleDataset(), '2.0.0', '1.1.0')));
  expect(whole.filter(({ disposition, caution }) => disposition === 'remove' && caution === '')).toHaveLength(1);
});

it('says what is printed before and after, and which of it changed', () => {
  expect(linesOf('backup-ftp')[0]).toMatchObject({
    printed_changes: 'condition',
    previous_rows: '2',
    previous_direction: 'In/Out',
    previous_condition: 'a server beyond the firewall',
    current_rows: '1',
    current_direction: 'In/Out',
    current_condition: '',
  });
  const [line] = linesOf('dns-queries', renderComparisonCsv(toComparison(exampleDataset(), '1.0.0', '1.1.0')));
  expect(line).toMatchObject({ previous_rows: '5 6', previous_direction: 'Out', current_rows: '5' });
});

it('keeps each list of hosts, and each flow of a shared rule, in one cell', () => {
  const hosts = {
    added: ['a.example.net', 'b.example.net'],
    removed: ['c.example.net'],
    covered: ['c.example.net'],
    perhapsAdded: ['d.example.net'],
    perhapsRemoved: ['e.example.net'],
  };
  expect(changed({ hosts, sharedWith: ['one', 'two'] })[0]).toMatchObject({
    hosts_added: 'a.example.net b.example.net',
    hosts_removed: 'c.example.net',
    hosts_covered: 'c.example.net',
    hosts_perhaps_added: 'd.example.net',
    hosts_perhaps_removed: 'e.example.net',
    shared_with: 'one two',
  });
});

it('runs no formula', () => {
  const record = changed({ title: '=1+1', condition: '+1', reason: '@SUM(1)' })[0];
  expect(record).toMatchObject({ title: "'=1+1", condition: "'+1", reason: "'@SUM(1)" });
});
