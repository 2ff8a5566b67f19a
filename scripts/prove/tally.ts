/** What passed, as it is written down: `src/proof/record.json`. */
import { type ProofRecord, proofRecord, sha256Of } from '#proof/record.ts';

type Check = ProofRecord['checks'][number];

/** A text that passed a check; `probes` are the packets sent through it, all of which fared as they should. */
export interface Pass {
  readonly check: Check;
  readonly text: string;
  readonly probes?: number;
}

/**
 * The record of these passes, without the texts that failed anything: half a proof would read as a whole one. Whatever order they came
 * in, the same passes give the same record.
 */
export async function toRecord(passed: readonly Pass[], failed: ReadonlySet<string>): Promise<ProofRecord> {
  const passes = passed.filter(({ text }) => !failed.has(text));
  const keyOf = (check: Check) => JSON.stringify([check.platform, check.kind, check.tool, check.version, check.kernel, check.misses]);
  const checks = [...new Map(passes.map(({ check }) => [keyOf(check), check])).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const positions = new Map(checks.map(([key], at) => [key, at]));
  const texts = new Map<string, ProofRecord['texts'][string]>();
  for (const { check, text, probes } of passes) {
    const sum = await sha256Of(text);
    const result = { check: positions.get(keyOf(check)) as number, ...(probes === undefined ? {} : { probes, passed: probes }) };
    const others = (texts.get(sum) ?? []).filter((other) => other.check !== result.check);
    texts.set(
      sum,
      [...others, result].sort((a, b) => a.check - b.check),
    );
  }
  const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  return proofRecord.parse({ checks: checks.map(([, check]) => check), texts: Object.fromEntries(sorted) });
}

/** The passes of an earlier record that still hold: those of the checks that `keeps` names, for texts that are published now. */
export async function stillHolding(record: ProofRecord, texts: readonly string[], keeps: (check: Check) => boolean): Promise<Pass[]> {
  const passes: Pass[] = [];
  for (const text of texts) {
    for (const { check: at, probes } of record.texts[await sha256Of(text)] ?? []) {
      const check = record.checks[at];
      if (check && keeps(check)) passes.push({ check, text, ...(probes === undefined ? {} : { probes }) });
    }
  }
  return passes;
}

/** One line for each check and for each text, so that a change of the record can be read. */
export function recordText({ checks, texts }: ProofRecord): string {
  const block = (open: string, lines: readonly string[], close: string) =>
    [open, lines.map((line) => `    ${line}`).join(',\n'), `  ${close}`].join('\n');
  return [
    '{',
    `  "checks": ${block(
      '[',
      checks.map((check) => JSON.stringify(check)),
      ']',
    )},`,
    `  "texts": ${block(
      '{',
      Object.entries(texts).map(([sum, results]) => `${JSON.stringify(sum)}: ${JSON.stringify(results)}`),
      '}',
    )}`,
    '}',
    '',
  ].join('\n');
}
