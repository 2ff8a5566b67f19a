import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const whole = 'src/data/releases/1.1.0.yaml';
const first = 'src/data/releases/1.0.0.yaml';
const newest = 'src/data/releases/2.0.0.yaml';

describe('row-transports', () => {
  it('refuses a protocol that nobody has read', () => {
    expect(reportAfter([whole, 'port: "161", protocol: UDP', 'port: "161", protocol: UPD'])).toEqual([
      'src/data/releases/1.1.0.yaml:29:38  nobody has read the protocol "UPD" yet: did you mean "UDP"? Otherwise say in src/dataset/transport.ts what it means',
    ]);
  });

  it('refuses a transport that the flow does not have', () => {
    expect(reportAfter([whole, 'port: "161", protocol: UDP', 'port: "161", protocol: TCP'])).toEqual([
      'src/data/releases/1.1.0.yaml:29:89  row 7 prints TCP, and "snmp-polling" runs over udp: correct one of them, or name another flow',
    ]);
  });

  it('refuses a transport of the flow that no row of the release prints', () => {
    expect(reportAfter([first, 'protocol: UDP, direction: Out, says: DNS', 'protocol: TCP, direction: Out, says: DNS'])).toEqual([
      'src/data/releases/1.0.0.yaml:13:77  release 1.0.0 prints "dns-queries" over tcp only, and the flow runs over udp and tcp: name it in the row that prints udp, or correct the flow',
    ]);
  });

  it('waits for rows that the copy does not reach', () => {
    expect(
      reportAfter(
        [newest, 'readTo: { port: 161, whole: false }', 'readTo: { port: 53, whole: false }'],
        [newest, 'protocol: TCP / UDP', 'protocol: UDP'],
        [
          newest,
          '  - { row: 5, port: "80", protocol: TCP, application: HTTP, direction: Out, says: certificates, flows: [certificate-status] }\n  - { row: 6, port: "161", protocol: UDP, direction: null, says: null, flows: [], cut: true }\n',
          '',
        ],
        [whole, 'flows:\n      updates:', 'flows:\n      certificate-status:\n      updates:'],
      ),
    ).toEqual([]);
  });
});
