import { describe, expect, it } from 'vitest';
import { entriesIn, isMadeUp, readEntries } from './typed.ts';

describe('a field of addresses', () => {
  it('has an entry on each line, and commas part them too', () => {
    expect(entriesIn(' 10.0.0.1\n\n10.0.0.0/24 , mail.example.net;2001:db8::1\r\n')).toEqual([
      '10.0.0.1',
      '10.0.0.0/24',
      'mail.example.net',
      '2001:db8::1',
    ]);
    expect(entriesIn(' \n')).toEqual([]);
  });

  it('keeps a space inside an entry, for it to be refused', () => {
    expect(readEntries(entriesIn('10.0.0. 1'), 'party').refused).toEqual([
      { entry: '10.0.0. 1', message: 'has a space inside: type each address by itself, without one' },
    ]);
  });

  it('parts what a rule may be made of from what it may not', () => {
    const typed = readEntries(['10.0.0.1', ' ', '10.0.0.01', 'mail.acme.org'], 'party');
    expect(typed.valid).toEqual(['10.0.0.1', 'mail.acme.org']);
    expect(typed.refused.map(({ entry }) => entry)).toEqual(['10.0.0.01']);
    expect(readEntries(['mail.acme.org'], 'gateway').refused).toEqual([
      { entry: 'mail.acme.org', message: 'is a host name: type the address of the gateway' },
    ]);
  });
});

describe('an address or a name', () => {
  it.each(['192.0.2.1', '198.51.100.0/24', '203.0.113.9/32', '2001:db8:1::/48', '3fff::1', 'mail.example.net', '*.acme.example', 'x.test'])(
    'is made up: %s',
    (entry) => {
      expect(isMadeUp(entry)).toBe(true);
    },
  );

  it.each(['10.0.0.1', '192.0.2.0/23', '2001:db9::1', 'example.org.uk', 'mail.acme.org', 'myexample.com'])('is not: %s', (entry) => {
    expect(isMadeUp(entry)).toBe(false);
  });
});
