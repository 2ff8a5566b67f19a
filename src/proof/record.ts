/** The record of the proof: which published texts were checked, by what, with what result. Written by `npm run prove`, never by hand. */
import { z } from 'zod';

/** Kinds of checks, the strongest first. */
const kinds = ['packets', 'parser', 'schema', 'grammar'] as const;

const check = z.strictObject({
  platform: z.string().describe('Id of the platform'),
  tool: z.string().describe('What checked it: "nft", "firewall-offline-cmd"; for packets, what enforced the rules'),
  kind: z
    .enum(kinds)
    .describe('By the platform’s own parser, by argument or attribute schemas, by a line grammar of ours, or by packets sent through it'),
  version: z.string(),
  kernel: z.string().nullable().describe('Kernel that the packets went through: "Linux 6.18"; null of a check without packets'),
  misses: z.string().describe('What it does not see, in a sentence'),
});

const result = z.strictObject({
  check: z.int().nonnegative().describe('Index among the checks'),
  probes: z.int().positive().optional().describe('Packets sent; only of the kind "packets"'),
  passed: z.int().nonnegative().optional().describe('Packets whose fate was right'),
});

/** The schema of `src/proof/record.json`. */
export const proofRecord = z.strictObject({
  checks: z.array(check),
  texts: z
    .record(z.string().regex(/^[0-9a-f]{64}$/), z.array(result).min(1))
    .describe('SHA-256 of a text → what it passed; a text that failed anything is not here'),
});
export type ProofRecord = z.output<typeof proofRecord>;

/** A check that a text passed. */
export interface Passed extends z.output<typeof check> {
  readonly probes: number | null;
}

/** What the very text with this SHA-256 passed, the strongest first; empty where nothing is known of it. A result with a packet astray is none. */
export const proofOf = ({ checks, texts }: ProofRecord, sha256: string): Passed[] =>
  (texts[sha256] ?? [])
    .flatMap(({ check: at, probes, passed }) => {
      const found = checks[at];
      return found && probes === passed ? [{ ...found, probes: probes ?? null }] : [];
    })
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));

/** Each check that at least one of these very texts passed, once; `probes` are left out. */
export async function checksOf(record: ProofRecord, texts: readonly string[]): Promise<Omit<Passed, 'probes'>[]> {
  const passed = await Promise.all(texts.map(async (text) => proofOf(record, await sha256Of(text))));
  const checks = passed.flat().map(({ probes: _, ...check }) => check);
  return checks.filter((check, at) => checks.findIndex((other) => JSON.stringify(other) === JSON.stringify(check)) === at);
}

/** SHA-256 of a text in UTF-8, in lower-case hexadecimal (FIPS 180-4). */
export async function sha256Of(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a text passed, as a mark beside it: "packets through nft 1.0.6 on Linux 6.18, 412 probes". */
export const badgeWords = (passed: Passed): string =>
  passed.probes === null ? checkWords(passed) : `${checkWords(passed)}, ${passed.probes} probes`;

/** What checks a platform's texts, in words. */
export function checkWords({ tool, kind, version, kernel }: Omit<Passed, 'probes'>): string {
  switch (kind) {
    case 'packets':
      return `packets through ${tool} ${version} on ${kernel}`;
    case 'parser':
      return `parsed by ${tool} ${version}`;
    case 'schema':
      return `held to a schema: ${tool} ${version}`;
    case 'grammar':
      return 'held to a line grammar of ours, not parsed by the platform';
    default:
      throw new Error(`no words for a check of the kind "${kind satisfies never}"`);
  }
}
