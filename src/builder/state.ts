/** What a person has chosen and typed in the builder: as typed, valid or not, and nothing that could be worked out from it. */
import { z } from 'zod/mini';
import { idPattern } from '#dataset/id-pattern.ts';
import { zones } from '#dataset/zones.ts';
import { vantages } from '#rules/vantage.ts';

/** The longest text that is read as a state, in characters; an honest one has a tenth of it. */
export const stateLimit = 65_536;

/** The longest that one name or address may be, in characters. */
export const textLimit = 300;

const text = z.string().check(z.maxLength(textLimit, `is longer than ${textLimit} characters: shorten it`));

const id = z.string().check(
  z.maxLength(100),
  z.regex(idPattern, 'is not an id: lower-case words joined by hyphens'),
  z.refine((value) => !(value in Object.prototype), 'means something to JavaScript already'),
);

const entries = z.array(text).check(z.maxLength(500, 'has more than 500 entries: type prefixes'));

const form = z.strictObject({
  version: z.literal(1, 'is not 1: another version of the builder made this'),
  /** Version of the dataset that it was made with. */
  dataset: z.string().check(z.regex(/^\d{4}\.\d{2}\.\d{2}$/, 'is no dataset version')),
  release: z.string().check(z.regex(/^\d{1,3}\.\d{1,3}\.\d{1,3}$/, 'is no release number')),
  /** Question → ids of its answers. */
  answers: z.record(id, z.array(id).check(z.maxLength(50))),
  /** Every flow of the release, whatever the answers. */
  everything: z.boolean(),
  platform: id,
  /** Another form of the rules; null for the plain one. */
  form: z.nullable(id),
  vantage: z.enum(vantages),
  /** Begins the names of all objects. */
  prefix: text,
  /** Names of zones on this firewall. */
  zones: z.partialRecord(z.enum(zones), text),
  /** Party → its addresses, prefixes and host names, each by itself. */
  addresses: z.record(id, entries),
  /** The gateway as the Internet sees it, before destination NAT. */
  publicAddresses: entries,
  /** Party → the zone it stands in, where that is another one than the dataset says. */
  placed: z.record(id, z.enum(zones)),
  /** Parties without published hosts that may be any Internet address. */
  anyInternet: z.array(id).check(z.maxLength(200)),
  /** Passive range of FTP servers, as "50000-50099"; empty where none is typed. */
  passive: text,
});

/** All that a person has chosen and typed. */
export type State = z.output<typeof form>;

/** Something that keeps a text from being a state; `message` continues the name of the field. */
export interface StateProblem {
  /** "addresses.gateway.0"; empty for the whole. */
  readonly field: string;
  readonly message: string;
}

/** A state, or everything that keeps the input from being one. */
export type StateResult = { readonly state: State } | { readonly problems: readonly StateProblem[] };

/** What is longer than any state. */
export const tooLong: StateResult = {
  problems: [{ field: '', message: `is longer than ${stateLimit} characters, and no builder makes that much` }],
};

/** Reads anything at all: only what has the exact shape of a state comes through, as plain data. */
export function toState(input: unknown): StateResult {
  const json = jsonOf(input);
  if (json === undefined || json.length > stateLimit) return tooLong;
  if (json.includes('"__proto__":')) return refused('has a key "__proto__", which means something to JavaScript');
  const result = form.safeParse(input, {
    error: ({ code, keys }) => (code === 'unrecognized_keys' ? `has what no builder makes: ${keys}` : 'is missing or of the wrong kind'),
  });
  if (result.success) return { state: result.data };
  // Where this much is wrong at the top, it is another thing altogether.
  const { length } = result.error.issues.filter(({ path }) => path.length < 2);
  if (typeof input !== 'object' || input === null || Array.isArray(input) || length > 3)
    return refused('is nothing that the builder has made');
  return { problems: result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })) };
}

/** Reads the JSON text that {@link stateText} has written, or anything that says it is. */
export function readState(json: string): StateResult {
  if (json.length > stateLimit) return tooLong;
  try {
    return toState(JSON.parse(json));
  } catch {
    return refused('is no JSON');
  }
}

/** A state as a file: JSON with two spaces, its last line ended. */
export const stateText = (state: State): string => `${JSON.stringify(state, null, 2)}\n`;

const refused = (message: string): StateResult => ({ problems: [{ field: '', message }] });

/** As JSON; undefined of what JSON cannot hold, as a ring. */
function jsonOf(input: unknown): string | undefined {
  try {
    return JSON.stringify(input) ?? '';
  } catch {
    return undefined;
  }
}
