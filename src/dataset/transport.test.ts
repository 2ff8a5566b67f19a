import { expect, it } from 'vitest';
import { printedProtocols, printedTransports } from './transport.ts';

it.each([
  ['TCP', 'tcp'],
  ['UDP', 'udp'],
  ['UDP/TCP', 'udp tcp'],
  ['TCP / UDP', 'tcp udp'],
  ['FTP', 'tcp'],
  ['FTPS (exp)', 'tcp'],
  ['FTPS (explicit)', 'tcp'],
  ['FTPS', 'tcp'],
  ['SFTP', 'tcp'],
])('reads the protocol column "%s" as %s', (label, transports) => {
  expect(printedTransports(label)?.join(' ')).toBe(transports);
  expect(printedProtocols).toContain(label);
});

it.each(['', 'tcp', 'SSH', 'ICMP', 'TCP/UDP', 'constructor'])('does not guess at the label "%s"', (label) => {
  expect(printedTransports(label)).toBeUndefined();
});
