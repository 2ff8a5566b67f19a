/** What a test script writes with `--json`, and how it is read back: it comes from a file or a paste, so it may hold anything. */
import { z } from 'zod/mini';
import { idPattern } from '#dataset/id-pattern.ts';
import { outcomeIds } from './outcomes.ts';

/** Printable ASCII on one line: the scripts write nothing else. */
const text = z.string().check(z.maxLength(300), z.regex(/^[ -~]*$/));

const id = z.string().check(z.maxLength(100), z.regex(idPattern));

const result = z.strictObject({
  /** Id of the flow. */
  flow: id,
  transport: z.enum(['tcp', 'udp']),
  /** The host name or address that was to be tried; null where there was none. */
  target: z.nullable(z.string().check(z.maxLength(253), z.regex(/^[A-Za-z0-9.:-]+$/))),
  /** The address that was tried, as that of a name; null where none was. */
  address: z.nullable(z.union([z.ipv4(), z.ipv6()])),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  outcome: z.enum(outcomeIds),
  /** What else was seen: an HTTP status, whose certificate it was, why nothing was tried. */
  detail: text,
});

const report = z.strictObject({
  /** Version of this shape. */
  kit: z.literal(1),
  /** Version of the dataset that the script was made of. */
  dataset: z.string().check(z.regex(/^\d{4}\.\d{2}\.\d{2}$/)),
  release: z.string().check(z.regex(/^\d{1,3}\.\d{1,3}\.\d{1,3}$/)),
  /** Id of the party on whose machine the script ran. */
  side: id,
  /** What that machine calls itself. */
  host: z.nullable(text),
  /** When it ended (UTC, ISO 8601). */
  time: z.iso.datetime(),
  /** A name that has addresses of both IP versions has two. */
  results: z.array(result).check(z.maxLength(5000)),
});
/** What was found on one side. */
export type Report = z.output<typeof report>;
/** What became of one attempt to connect, or that there was none. */
export type Result = Report['results'][number];

/** Most characters of a report: ten times what the largest script writes. */
const most = 1_000_000;

/** Most bytes of a file with a report: UTF-16 has two for a character, and two in front. */
export const reportBytes = 2 * most + 2;

/** What is wrong with a text of more. */
export const tooLong = { problem: 'This is too long for a report of a test script.' } as const;

/** A report, or what is wrong with the text; nothing of the text is repeated. */
export function toReport(given: string): { report: Report } | { problem: string } {
  if (given.length > most) return tooLong;
  let value: unknown;
  try {
    value = JSON.parse(given.replace(/^\uFEFF/, ''));
  } catch {
    return { problem: 'This is no JSON, or not all of it. Take what the script writes with --json, or with -Json in PowerShell.' };
  }
  const read = report.safeParse(value);
  if (read.success) return { report: read.data };
  const [issue] = read.error.issues;
  const [first] = issue?.path ?? [];
  if (first === undefined) return { problem: 'This is no report of a test script.' };
  if (first === 'kit') return { problem: 'This is no report of a test script, or one of another version: make the script anew.' };
  return { problem: `This is no report as the test scripts write it: "${issue?.path.join('.')}" is not what stands there.` };
}

/** The text of a file: in UTF-8, or in UTF-16 as Windows PowerShell 5.1 writes what is redirected into a file. */
export function reportText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
