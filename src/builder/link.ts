/**
 * A state as the fragment of an address, which no browser sends to a server (RFC 3986, section 3.5): words that a person can read, such as
 * `v=1&d=2026.11.25&r=5.1.0&p=nftables&q=delivery.direct_peers.no&a.gateway=203.0.113.10`.
 */
import type { State, StateResult } from './state.ts';
import { stateLimit, toState } from './state.ts';

/** The state as a fragment without its "#"; without addresses, nothing stands in it that names a machine or a zone of anybody's. */
export function toFragment(state: State, { withAddresses }: { readonly withAddresses: boolean }): string {
  const words = new URLSearchParams({ v: `${state.version}`, d: state.dataset, r: state.release, p: state.platform, at: state.vantage });
  if (state.form !== null) words.set('f', state.form);
  if (state.everything) words.set('all', '1');
  words.set(
    'q',
    Object.entries(state.answers)
      .map(([question, answers]) => [question, ...answers].join('.'))
      .join('_'),
  );
  for (const [party, zone] of Object.entries(state.placed)) words.set(`in.${party}`, zone);
  for (const party of state.anyInternet) words.append('any', party);
  if (state.passive !== '') words.set('pasv', state.passive);
  if (withAddresses) {
    words.set('x', state.prefix);
    for (const [zone, name] of Object.entries(state.zones)) words.set(`z.${zone}`, name);
    for (const [party, entries] of Object.entries(state.addresses)) for (const entry of entries) words.append(`a.${party}`, entry);
    for (const entry of state.publicAddresses) words.append('nat', entry);
  }
  return words.toString();
}

/** Whether a fragment means to be a state: all others are places in the page, or a slip. */
export const isLink = (fragment: string): boolean => /^v=/.test(fragment);

/** Whether a link has what somebody has typed: their prefix at least. */
export const namesSomething = (fragment: string): boolean => new URLSearchParams(fragment).has('x');

/** Reads a fragment without its "#". `prefix` stands in for that of a link without addresses. */
export function fromFragment(fragment: string, { prefix }: { readonly prefix: string }): StateResult {
  if (fragment.length > stateLimit) return { problems: [{ field: '', message: 'is too long for a link of the builder' }] };
  const words = new URLSearchParams(fragment);
  const unknown = [...new Set(words.keys())].filter((key) => !known.test(key));
  if (unknown.length > 0) return { problems: unknown.map((key) => ({ field: key, message: 'is nothing that a link of the builder has' })) };
  const one = (key: string) => words.get(key) ?? undefined;
  return toState({
    version: Number(one('v')),
    dataset: one('d'),
    release: one('r'),
    answers: Object.fromEntries(
      (one('q') ?? '')
        .split('_')
        .filter((part) => part !== '')
        .map((part) => {
          const [question = '', ...answers] = part.split('.');
          return [question, answers];
        }),
    ),
    everything: one('all') === '1',
    platform: one('p'),
    form: one('f') ?? null,
    vantage: one('at'),
    prefix: one('x') ?? prefix,
    zones: Object.fromEntries(below(words, 'z.').map((zone) => [zone, one(`z.${zone}`)])),
    addresses: Object.fromEntries(below(words, 'a.').map((party) => [party, words.getAll(`a.${party}`)])),
    publicAddresses: words.getAll('nat'),
    placed: Object.fromEntries(below(words, 'in.').map((party) => [party, one(`in.${party}`)])),
    anyInternet: words.getAll('any'),
    passive: one('pasv') ?? '',
  });
}

const known = /^(?:v|d|r|p|f|at|all|q|x|nat|any|pasv|(?:z|a|in)\.[a-z0-9-]+)$/;

/** What follows a beginning in the keys that have it, each once. */
const below = (words: URLSearchParams, beginning: string): string[] => [
  ...new Set([...words.keys()].filter((key) => key.startsWith(beginning)).map((key) => key.slice(beginning.length))),
];
