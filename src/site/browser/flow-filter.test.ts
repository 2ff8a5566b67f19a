import { afterEach, describe, expect, it, vi } from 'vitest';
import { alsoNeeded, readFilter, rowShows, writeFilter } from './flow-filter.ts';

/** A row of the table, as its data attributes and its text give it. */
const row = {
  direction: 'out',
  transport: 'udp tcp',
  zone: 'lan',
  feature: 'dns',
  needed: 'always',
  ports: '53',
  words: 'UDP 53 TCP 53 DNS queries from the gateway to DNS resolvers domain ns.example.net',
};
const shows = (filter: Record<string, string>, more = {}) => rowShows({ ...row, ...more }, filter);

afterEach(() => vi.unstubAllGlobals());

describe('a row shows', () => {
  it('where nothing is asked for', () => {
    expect(shows({})).toBe(true);
    expect(shows({ q: '', direction: '', transport: '', zone: '', feature: '', needed: '' })).toBe(true);
  });

  it.each([
    ['direction', 'out', 'in'],
    ['transport', 'tcp', 'sctp'],
    ['transport', 'udp', 'u'],
    ['zone', 'lan', 'internet'],
    ['feature', 'dns', 'dn'],
    ['needed', 'always', 'sometimes'],
  ])('where its %s is %s, and not where %s is asked for', (name, right, wrong) => {
    expect(shows({ [name]: right })).toBe(true);
    expect(shows({ [name]: wrong })).toBe(false);
  });

  it('only where every part of the filter holds', () => {
    expect(shows({ direction: 'out', transport: 'udp', zone: 'lan', feature: 'dns', needed: 'always', q: '53' })).toBe(true);
    expect(shows({ direction: 'out', transport: 'udp', zone: 'lan', feature: 'dns', needed: 'always', q: '54' })).toBe(false);
    expect(shows({ direction: 'in', q: '53' })).toBe(false);
  });

  it('where it lacks what is asked of another kind of row, no', () => {
    expect(rowShows({}, { direction: 'out' })).toBe(false);
    expect(rowShows({}, {})).toBe(true);
  });
});

describe('the text of the filter', () => {
  it.each(['53', 'port 53', 'udp/53', '53/tcp', 'TCP 53', 'udp:53', 'DNS', 'resolvers', 'ns.example', 'example.net', ' dns '])(
    'finds a port however it is typed, a word, and part of a host: %s',
    (q) => expect(shows({ q })).toBe(true),
  );

  it.each(['5', '530', '153', 'ldap', 'ns.example.org'])('does not take a shorter or longer number, or another word, for it: %s', (q) =>
    expect(shows({ q })).toBe(false),
  );

  it('asks for the transport with the port', () => {
    expect(shows({ q: 'tcp/53' }, { transport: 'udp' })).toBe(false);
    expect(shows({ q: 'udp/53' }, { transport: 'udp' })).toBe(true);
  });

  it('finds a port within a range', () => {
    const range = { ports: '1024-65535', transport: 'tcp', words: 'TCP 1024-65535 active data' };
    expect(shows({ q: '50000' }, range)).toBe(true);
    expect(shows({ q: '1023' }, range)).toBe(false);
  });
});

describe('what the features of the shown rows need besides', () => {
  const all = [
    { feature: 'Anti-virus updates', ports: ['TCP 80'] },
    { feature: 'Anti-virus updates', ports: ['TCP 443'] },
    { feature: 'Web interface', ports: ['TCP 443'] },
    { feature: 'DNS', ports: ['UDP 53', 'TCP 53'] },
    { feature: 'Transaction logs', ports: ['TCP 21'] },
    { feature: 'Transaction logs', ports: ['TCP 21'] },
    { feature: 'Transaction logs', ports: ['TCP 990'] },
  ];
  const shown = (...ports: string[]) => all.filter((row) => row.ports.some((port) => ports.includes(port)));

  it('are the ports of their other rows, each once', () => {
    expect(alsoNeeded(shown('TCP 443'), all)).toEqual(['Anti-virus updates: TCP 80']);
    expect(alsoNeeded(shown('TCP 990'), all)).toEqual(['Transaction logs: TCP 21']);
  });

  it('are none where all of a feature shows', () => {
    expect(alsoNeeded(all, all)).toEqual([]);
    expect(alsoNeeded(shown('UDP 53'), all)).toEqual([]);
    expect(alsoNeeded([], all)).toEqual([]);
  });
});

describe('the address', () => {
  it('gives the filter, and nothing else that it holds', () => {
    expect(readFilter('?q=udp%2F53&zone=lan&release=6.3.0&__proto__=x')).toEqual({ q: 'udp/53', zone: 'lan' });
    expect(readFilter('')).toEqual({});
  });

  it('gives text as text, whatever it holds', () => {
    expect(readFilter('?q=%3Cimg%20src%3Dx%3E')).toEqual({ q: '<img src=x>' });
  });

  it('takes the filter beside whatever else it says, and drops what is no longer asked for', () => {
    const replaceState = vi.fn();
    vi.stubGlobal('location', { href: 'https://ports.example.org/ports/?release=6.3.0&zone=lan#top' });
    vi.stubGlobal('history', { state: { kept: true }, replaceState });
    writeFilter({ q: 'udp/53 & more', direction: 'in', zone: '' });
    const [state, , address] = replaceState.mock.calls[0] as [unknown, string, string];
    expect(state).toEqual({ kept: true });
    expect(new URL(address).hash).toBe('#top');
    expect(Object.fromEntries(new URL(address).searchParams)).toEqual({ release: '6.3.0', q: 'udp/53 & more', direction: 'in' });
    expect(readFilter(new URL(address).search)).toEqual({ q: 'udp/53 & more', direction: 'in' });
  });
});
