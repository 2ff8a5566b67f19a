import { describe, expect, it } from 'vitest';
import { merged } from './merge.ts';
import { toNetwork } from './network.ts';
import type { End, Rule } from './policy.ts';
import { membersText, serviceText } from './words.ts';

/** An end with these addresses and names, or any. */
const end = (...entries: string[]): End => ({
  parties: entries,
  titles: entries,
  any: entries.includes('any'),
  networks: entries.filter((entry) => /^[\d.:a-f/]+$/.test(entry) && entry !== 'any').map(toNetwork),
  names: entries.filter((entry) => /^[a-z]+\./.test(entry)),
  wildcards: entries.filter((entry) => entry.startsWith('*.')),
});

/** A rule for one flow from the gateway to these destinations. */
const rule = (id: string, destination: End, port: number | [number, number], more: Partial<Rule> = {}): Rule => {
  const [from, to] = typeof port === 'number' ? [port, port] : port;
  return {
    id: `${id}-tcp-4`,
    flows: [{ id, title: id, feature: 'made-up', carriedFrom: null }],
    direction: 'out',
    family: 'ipv4',
    from: 'dmz',
    to: 'outside',
    source: end('203.0.113.10'),
    destination,
    transport: 'tcp',
    port: { from, to },
    sourcePort: null,
    ftp: null,
    inspection: null,
    ...more,
  };
};

const lines = (rules: readonly Rule[]): string[] =>
  merged(rules).map(({ flows, destination, ...rest }) => `${flows.map(({ id }) => id)}: ${membersText(destination)} ${serviceText(rest)}`);

const [one, two] = [end('192.0.2.1'), end('192.0.2.2')];

describe('rules become one', () => {
  it('where they are the same', () => {
    expect(lines([rule('a', one, 80), rule('b', one, 80)])).toEqual(['a,b: 192.0.2.1 tcp/80']);
  });

  it('where one end has addresses or names in common', () => {
    expect(lines([rule('a', end('10.0.0.0/8', '192.0.2.1'), 80), rule('b', end('10.1.2.3', '192.0.2.2'), 80)])).toEqual([
      'a,b: 10.0.0.0/8 192.0.2.1 192.0.2.2 tcp/80',
    ]);
    expect(lines([rule('a', end('a.example', '192.0.2.1'), 80), rule('b', end('a.example', 'b.example', '*.c.example'), 80)])).toEqual([
      'a,b: 192.0.2.1 a.example b.example *.c.example tcp/80',
    ]);
  });

  it('where one of them is for any address', () => {
    expect(lines([rule('a', one, 25), rule('b', end('any'), 25), rule('c', end('c.example'), 25)])).toEqual(['a,b,c: any tcp/25']);
  });

  it('where only their ports differ, and overlap or touch', () => {
    expect(lines([rule('a', one, 3268), rule('b', one, 3269), rule('c', one, [3265, 3267]), rule('d', one, [3266, 3270])])).toEqual([
      'a,b,c,d: 192.0.2.1 tcp/3265-3270',
    ]);
  });

  it('where one permits nothing that the other does not', () => {
    expect(lines([rule('a', one, 3268), rule('b', end('192.0.2.0/24'), [1024, 65_535])])).toEqual(['a,b: 192.0.2.0/24 tcp/1024-65535']);
    expect(merged([rule('a', one, 80, { sourcePort: { from: 20, to: 20 } }), rule('b', one, 80)])).toMatchObject([
      { id: 'a-tcp-4', sourcePort: null },
    ]);
  });

  it('in the order of the first of them, with flows and parties in theirs, whichever came together first', () => {
    const both = end('192.0.2.1', '192.0.2.2');
    const [first, ...rest] = merged([rule('a', one, 80), rule('x', one, 25), rule('b', two, 80), rule('c', both, 80)]);
    expect(first?.flows.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(first?.destination.parties).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(rest.map(({ id }) => id)).toEqual(['x-tcp-4']);
  });

  it('and is kept from TLS inspection where one of them is', () => {
    expect(merged([rule('a', one, 443), rule('b', one, 443, { inspection: 'forbidden' })])).toMatchObject([{ inspection: 'forbidden' }]);
  });
});

describe('rules stay apart', () => {
  it.each<[string, Rule, Rule]>([
    ['no member in common', rule('a', one, 80), rule('b', two, 80)],
    ['ports with a gap', rule('a', one, 80), rule('b', one, 82)],
    ['ports that touch, and other destinations', rule('a', one, 80), rule('b', two, 81)],
    [
      'ports that overlap, and only some destinations in common',
      rule('a', end('192.0.2.1', '192.0.2.2'), [80, 82]),
      rule('b', two, [81, 83]),
    ],
    [
      'both ends different, since one rule would permit what neither does',
      rule('a', end('192.0.2.1', '192.0.2.2'), 80, { source: end('203.0.113.10', '203.0.113.11') }),
      rule('b', end('192.0.2.2', '192.0.2.3'), 80, { source: end('203.0.113.11', '203.0.113.12') }),
    ],
    ['another direction', rule('a', one, 80), rule('b', one, 80, { direction: 'in' })],
    ['another IP version', rule('a', end('any'), 80), rule('b', end('any'), 80, { family: 'ipv6' })],
    ['another transport', rule('a', one, 53), rule('b', one, 53, { transport: 'udp' })],
    ['another zone', rule('a', one, 80), rule('b', one, 80, { to: 'inside' })],
    [
      'another source port',
      rule('a', one, 80, { sourcePort: { from: 20, to: 20 } }),
      rule('b', one, 80, { sourcePort: { from: 53, to: 53 } }),
    ],
    ['a helper beside ports it must not follow', rule('a', one, 21, { ftp: 'control' }), rule('b', one, 22)],
    [
      'a helper beside hosts it must not follow',
      rule('a', end('192.0.2.1', '192.0.2.2'), 21, { ftp: 'control' }),
      rule('b', end('192.0.2.2', '192.0.2.3'), 21),
    ],
    ['helpers on ports that touch', rule('a', one, 21, { ftp: 'control' }), rule('b', one, 22, { ftp: 'control' })],
    ['a helper within a range', rule('a', one, 2121, { ftp: 'control' }), rule('b', one, [1024, 65_535])],
  ])('with %s', (_, a, b) => {
    expect(merged([a, b])).toEqual([a, b]);
  });

  it('but a helper follows what is the same connection, whichever came first', () => {
    const [followed, plain] = [rule('a', end('192.0.2.0/24'), 21, { ftp: 'control' }), rule('b', one, 21)];
    expect(merged([followed, plain])).toMatchObject([{ ftp: 'control', flows: [{ id: 'a' }, { id: 'b' }] }]);
    expect(merged([plain, followed])).toMatchObject([{ ftp: 'control', flows: [{ id: 'b' }, { id: 'a' }] }]);
  });

  it('leaves the rules it was given as they are', () => {
    const given = [rule('a', one, 80), rule('b', one, 81)].map((each) => Object.freeze(each));
    merged(given);
    expect(given.map(serviceText)).toEqual(['tcp/80', 'tcp/81']);
  });
});
