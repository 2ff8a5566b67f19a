/** Test scripts for what a person has chosen, and what the reports of those scripts say of it. */
import type { Dataset } from '#dataset/dataset.ts';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import { renderBash } from '#kit/bash.ts';
import type { KitAbout } from '#kit/header.ts';
import { type Judgement, judge } from '#kit/judge.ts';
import { renderPowerShell } from '#kit/powershell.ts';
import { type Side, scriptName, toProbes } from '#kit/probe.ts';
import { type Report, toReport } from '#kit/report.ts';
import { flowLines } from './flow-lines.ts';
import type { Built } from './result.ts';
import type { State } from './state.ts';

/** A language that scripts are written in, by the end of its file names. */
export type Language = 'sh' | 'ps1';

/** A side from which something can be tried, and the languages of its scripts. */
export interface TestSide {
  readonly side: Side;
  readonly languages: readonly Language[];
}

/** The sides of what passes this firewall, the gateway first; the gateway is no Windows. */
export const testSides = (built: Built): TestSide[] =>
  built.environment === null
    ? []
    : toProbes(testedFlows(built), built.environment)
        .filter(({ probes }) => probes.length > 0)
        .map((side) => ({ side, languages: side.id === 'gateway' ? ['sh'] : ['sh', 'ps1'] }));

/** What no script tries by itself, and why. */
export interface Untried {
  /** A clause. */
  readonly reason: string;
  /** The option of the script that names what to try; null where nothing would do. */
  readonly option: string | null;
  /** "DNS queries (udp/53)", in the order of the sides. */
  readonly flows: readonly string[];
}

/** What the scripts do not try by themselves, by reason: a name with a wildcard, or a party without an address. */
export function untriedFlows(built: Built): Untried[] {
  const sides = built.environment === null ? [] : toProbes(testedFlows(built), built.environment);
  const all = sides.flatMap(({ probes, untested }) => [
    ...probes
      .filter(({ target }) => target === null)
      .map((probe) => ({ ...probe, reason: `${probe.note}`, option: `--target ${probe.party}=ADDRESS` })),
    ...untested.map((each) => ({ ...each, option: null })),
  ]);
  return [...Map.groupBy(all, ({ reason, option }) => `${reason} ${option}`).values()].map((alike) => ({
    reason: alike[0]?.reason ?? '',
    option: alike[0]?.option ?? null,
    flows: [...new Set(alike.map(({ title, transport, port }) => `${title} (${transport}/${port})`))],
  }));
}

/** What passes this firewall, or would if more were known of it. */
const testedFlows = (built: Built): ReleaseFlow[] =>
  flowLines(built)
    .filter(({ outcome }) => outcome !== 'elsewhere')
    .map(({ entry }) => entry);

/** The script of a side, and the name that it is saved under. */
export function testScript(
  { product }: Dataset,
  { release }: State,
  { example }: Built,
  side: Side,
  language: Language,
): { name: string; text: string } {
  const about: KitAbout = { product: product.name, release, dataset: product.dataset, example };
  return { name: scriptName(side, language), text: language === 'sh' ? renderBash(side, about) : renderPowerShell(side, about) };
}

/** A report and what it says of a selection, or what is wrong with the text. */
export type Judged = { readonly report: Report; readonly judgement: Judgement } | { readonly problem: string };

/** Judges the text of a report. Without rules there is nothing that it could be held against. */
export function judgeText(text: string, { product }: Dataset, { release }: State, built: Built): Judged {
  const read = toReport(text);
  if ('problem' in read) return read;
  const { environment, rules } = built;
  if (environment === null || rules === null) return { problem: 'There are no rules to hold it against: type a prefix first.' };
  const selection = { dataset: product.dataset, release, flows: testedFlows(built), environment, policy: rules.policy };
  return { report: read.report, judgement: judge(read.report, selection) };
}
