/** What may become of an attempt to connect: the words that the scripts write and the page reads, and what each of them means. */

/** What an outcome says of the flow: `connected` it is let through, `blocked` it is not, `unclear` nothing that one could rely on. */
export type Verdict = 'connected' | 'blocked' | 'unclear';

interface Meaning {
  /** As the table of a script says it. */
  readonly words: string;
  readonly verdict: Verdict;
  /** Whether a script that has found this ends with 1. */
  readonly fails: boolean;
}

/** The closed list. */
export const outcomes = {
  connected: { words: 'connected', verdict: 'connected', fails: false },
  answered: { words: 'answered', verdict: 'connected', fails: false },
  'http-error': { words: 'connected, but an HTTP error', verdict: 'connected', fails: false },
  'turned-away': {
    words: 'connected, but turned away by HTTP: by a server, a proxy, or a block page of the firewall',
    verdict: 'unclear',
    fails: false,
  },
  refused: { words: 'refused: nothing listens there, or a firewall rejects it', verdict: 'blocked', fails: true },
  unreachable: { words: 'said to be unreachable, by a router or a firewall', verdict: 'blocked', fails: true },
  'no-answer': { words: 'no answer', verdict: 'blocked', fails: true },
  inspected: { words: "answered by someone else's certificate: TLS inspection, or another server", verdict: 'blocked', fails: true },
  untrusted: { words: 'connected, but this machine does not know who issued the certificate', verdict: 'unclear', fails: false },
  'cannot-tell': { words: 'no answer, which says nothing here', verdict: 'unclear', fails: false },
  unresolved: { words: 'the name does not resolve', verdict: 'unclear', fails: true },
  'no-route': { words: 'this machine has no way there', verdict: 'unclear', fails: true },
  'not-tested': { words: 'not tested', verdict: 'unclear', fails: false },
} as const satisfies Record<string, Meaning>;

/** One of the list. */
export type Outcome = keyof typeof outcomes;

/** All of them, in the list's order. */
export const outcomeIds = Object.keys(outcomes) as [Outcome, ...Outcome[]];

/**
 * Statuses that a block page has too, and a proxy that asks who one is: 403, 407 and 503 of RFC 9110, section 15, and 451 of RFC 7725.
 * Each of them is `turned-away`, any other of 400 and more `http-error`.
 */
export const turningAway = [403, 407, 451, 503] as const;

/** How the table of a script marks it: "ok", "FAILED", "?" for what says nothing, "-" for what was not tried. */
export function markOf(outcome: Outcome): string {
  if (outcome === 'not-tested') return '-';
  if (outcomes[outcome].fails) return 'FAILED';
  return outcomes[outcome].verdict === 'connected' ? 'ok' : '?';
}
