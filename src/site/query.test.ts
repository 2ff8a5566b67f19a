import { describe, expect, test } from 'vitest';
import { parseQuery, rowMatches } from './query.ts';

/** "tcp 443 | words" in one line, so that a table of spellings reads as one. */
function read(text: string): string {
  const { ports, transports, words } = parseQuery(text);
  const asked = ports.map((port) =>
    port.range ? `${port.range.from}${port.range.to === port.range.from ? '' : `-${port.range.to}`}` : `no ${port.text}`,
  );
  return [transports.join('+'), asked.join(','), words.join(' ')].map((part) => part || '.').join(' | ');
}

describe('parseQuery', () => {
  test.each([
    ['443', '. | 443 | .'],
    ['  443 ', '. | 443 | .'],
    ['port 443', '. | 443 | .'],
    ['Port: 443', '. | 443 | .'],
    ['ports 443', '. | 443 | .'],
    ['port:443', '. | 443 | .'],
    ['port443', '. | 443 | .'],
    ['dport 443', '. | 443 | .'],
    [':443', '. | 443 | .'],
    ['#443', '. | 443 | .'],
    ['"443"', '. | 443 | .'],
    ['"port 443"', '. | 443 | .'],
    ['443?', '. | 443 | .'],
    ['(443)', '. | 443 | .'],
    ['\uff14\uff14\uff13', '. | 443 | .'],
    ['tcp/443', 'tcp | 443 | .'],
    ['tcp / 443', 'tcp | 443 | .'],
    ['443/tcp', 'tcp | 443 | .'],
    ['443 / TCP', 'tcp | 443 | .'],
    ['TCP 443', 'tcp | 443 | .'],
    ['443 TCP', 'tcp | 443 | .'],
    ['tcp443', 'tcp | 443 | .'],
    ['tcp-443', 'tcp | 443 | .'],
    ['tcp port 443', 'tcp | 443 | .'],
    ['port tcp 443', 'tcp | 443 | .'],
    ['udp:53', 'udp | 53 | .'],
    ['UDP : 53', 'udp | 53 | .'],
    ['53 udp', 'udp | 53 | .'],
    ['tcp/udp 53', 'tcp+udp | 53 | .'],
    ['UDP and TCP 53', 'udp+tcp | 53 | .'],
    ['destination port 443', '. | 443 | .'],
    ['137-139', '. | 137-139 | .'],
    ['137 \u2013 139', '. | 137-139 | .'],
    ['139-137', '. | 137-139 | .'],
    ['80, 443', '. | 80,443 | .'],
  ])('finds the port in %j', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ['0', '. | no 0 | .'],
    ['0443', '. | no 0443 | .'],
    ['65535', '. | 65535 | .'],
    ['65536', '. | no 65536 | .'],
    ['113719', '. | no 113719 | .'],
    ['tcp/99999999999999999999', 'tcp | no 99999999999999999999 | .'],
    ['1-65536', '. | no 1-65536 | .'],
  ])('knows that %j is no port', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ['', '. | . | .'],
    [' \t ', '. | . | .'],
    ['sav-update-1', '. | . | sav-update-1'],
    ['KSN1.kaspersky-labs.com.', '. | . | ksn1.kaspersky-labs.com'],
    ['*.apc.avira.com', '. | . | *.apc.avira.com'],
    ['203.0.113.71', '. | . | 203.0.113.71'],
    ['2001:db8::1', '. | . | 2001:db8::1'],
    ['5.1.0', '. | . | 5.1.0'],
    ['release 5', '. | . | release 5'],
    ['RFC 5321', '. | . | rfc 5321'],
    ['row 29', '. | . | row 29'],
    ['-443', '. | . | -443'],
    ['443x', '. | . | 443x'],
    ['tcp', 'tcp | . | .'],
    ['port', '. | . | port'],
    ['"data connection" active', '. | . | active data connection'],
  ])('leaves %j as text', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ['ldap 636', '. | 636 | ldap'],
    ['port 443 Kaspersky', '. | 443 | kaspersky'],
    ['repo.example.net:80', '. | 80 | repo.example.net'],
    ['http://repo.example.net:80/x/y?z', '. | 80 | repo.example.net'],
    ['https://repo.example.net/443', '. | . | repo.example.net'],
  ])('takes %j apart', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('keeps a quoted phrase in one piece', () => {
    expect(parseQuery('\u201cData  connection\u201d ftp').words).toEqual(['ftp', 'data connection']);
  });
});

describe('rowMatches', () => {
  const row = { ports: [{ from: 443, to: 443 }], transports: ['tcp'], text: 'Web interface, 4433 and 11371 in its text' };
  const matches = (text: string, changes = {}) => rowMatches({ ...row, ...changes }, parseQuery(text));

  test('matches a number to a whole port only', () => {
    expect(['443', 'tcp/443', '440-450', ''].map((text) => matches(text))).toEqual([true, true, true, true]);
    expect(['44', '4', '4433', '11371', '0443', 'udp/443', '444-450'].filter((text) => matches(text))).toEqual([]);
  });

  test('matches a port within a range of the row', () => {
    const ports = [{ from: 5000, to: 5010 }];
    expect([matches('5005', { ports }), matches('5011', { ports }), matches('5010-6000', { ports })]).toEqual([true, false, true]);
  });

  test('matches words anywhere, and wants all of them', () => {
    expect(['web', 'INTER', 'face 443', 'tcp web', '"web interface"'].map((text) => matches(text))).toEqual([true, true, true, true, true]);
    expect(['web mail', 'web 444', '"interface web"', 'udp web'].filter((text) => matches(text))).toEqual([]);
  });
});
