/** What was typed into a field of addresses, entry by entry: what a rule may be made of, and what is wrong with the rest. */
import { entryProblem, gatewayEntryProblem, isName } from '#rules/entry.ts';
import { contains, toNetwork } from '#rules/network.ts';

/** A field, and the entries of it. */
export interface Typed {
  /** In the order of typing. */
  readonly valid: readonly string[];
  /** Entries that no rule is made of, each with what to type; `message` continues the entry. */
  readonly refused: readonly { readonly entry: string; readonly message: string }[];
}

/** The entries of a field, whose lines and commas part them. */
export const entriesIn = (field: string): string[] =>
  field
    .split(/[\n\r,;]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** The entries of a field, judged; those of the gateway may not be host names. */
export function readEntries(entries: readonly string[], of: 'gateway' | 'party'): Typed {
  const judged = entries
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => ({ entry, message: of === 'gateway' ? gatewayEntryProblem(entry) : entryProblem(entry) }));
  return {
    valid: judged.flatMap(({ entry, message }) => (message === undefined ? [entry] : [])),
    refused: judged.flatMap(({ entry, message }) => (message === undefined ? [] : [{ entry, message }])),
  };
}

/** Networks that are set aside for examples: RFC 5737, RFC 3849, RFC 9637. */
const setAside = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'].map(toNetwork);

/** Names that are set aside for examples (RFC 2606). */
const exampleName = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid)$/;

/** Whether an entry that is valid stands in an example only: no machine of anybody's has it. */
export const isMadeUp = (entry: string): boolean =>
  isName(entry) ? exampleName.test(entry) : setAside.some((network) => contains(network, toNetwork(entry)));
