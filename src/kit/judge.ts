/** A report against the selection that its script was made for: what is blocked, and which rule should have let it through. */
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Environment } from '#rules/environment.ts';
import { contains, toNetwork } from '#rules/network.ts';
import type { FlowRef, Gap, Policy, Rule } from '#rules/policy.ts';
import { gapWords, ruleWords } from '#rules/words.ts';
import { type Outcome, outcomes, type Verdict } from './outcomes.ts';
import { type Side, toProbes } from './probe.ts';
import type { Report, Result } from './report.ts';

/** What scripts and rules are made for. */
export interface Selection {
  /** Version of the dataset. */
  readonly dataset: string;
  readonly release: string;
  readonly flows: readonly ReleaseFlow[];
  readonly environment: Environment;
  /** Of the rules of the same flows and environment. */
  readonly policy: Policy;
}

/** What a report says of one flow. */
export interface Finding {
  readonly flow: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** In the report's order; empty where it has none. */
  readonly results: readonly Result[];
  /** The rules that should have let through what is blocked; empty where nothing is, or where no rule is for it. */
  readonly rules: readonly Rule[];
  /** Why no rule is for something that is blocked. */
  readonly gaps: readonly Gap[];
  /** All of this in sentences, plain text. */
  readonly words: readonly string[];
}

/** What a report says of a selection. */
export interface Judgement {
  /** Where it was made; null where no flow of the selection begins there. */
  readonly side: Side | null;
  /** Why the report may not be about this selection, in sentences. */
  readonly doubts: readonly string[];
  /** One for each flow that begins on that side, in the selection's order. */
  readonly findings: readonly Finding[];
}

/** Judges a report. Nothing that it holds is believed to be of the selection before it was looked up there. */
export function judge(report: Report, selection: Selection): Judgement {
  const side = toProbes(selection.flows, selection.environment).find(({ id }) => id === report.side) ?? null;
  const own = side === null ? [] : selection.flows.filter(({ source }) => source.id === side.id);
  const strange = new Set(report.results.map(({ flow }) => flow).filter((id) => !own.some(({ flow }) => flow.id === id)));
  const old = new Set(
    report.results
      .filter((result) => side !== null && !strange.has(result.flow) && !isAsked(side, result))
      .map(({ target, address }) => target ?? address ?? 'none'),
  );
  const doubts = [
    side === null ? `No flow of the selection begins on the side "${report.side}" that the report is from.` : '',
    report.release === selection.release ? '' : `The report is about release ${report.release}, the selection about ${selection.release}.`,
    report.dataset === selection.dataset ? '' : `The report is of dataset ${report.dataset}, the selection of ${selection.dataset}.`,
    side !== null && strange.size > 0 ? `The report has what the selection has not: ${[...strange].join(', ')}.` : '',
    old.size > 0 ? `The report has addresses that the selection does not have now: ${[...old].join(', ')}. Make the script anew.` : '',
  ].filter((doubt) => doubt !== '');
  return { side, doubts, findings: own.map((flow) => findingOf(flow, { report, selection, side })) };
}

/** Whether a script of the side, made now, would try what was tried; where it leaves the target open, any will do. */
const isAsked = ({ probes }: Side, { flow, transport, port, target }: Result): boolean =>
  target === null ||
  probes.some(
    (probe) =>
      probe.flow === flow && probe.transport === transport && probe.port === port && (probe.target === null || probe.target === target),
  );

interface Material {
  readonly report: Report;
  readonly selection: Selection;
  readonly side: Side | null;
}

function findingOf({ flow }: ReleaseFlow, { report, selection: { policy }, side }: Material): Finding {
  const results = report.results.filter((result) => result.flow === flow.id);
  const blocked = results.filter(({ outcome }) => outcomes[outcome].verdict === 'blocked');
  const isOf = ({ flows }: { readonly flows: readonly FlowRef[] }) => flows.some(({ id }) => id === flow.id);
  const candidates = policy.rules.filter(isOf);
  const perResult = blocked.map((result) => candidates.filter((rule) => permits(rule, result)));
  const rules = candidates.filter((rule) => perResult.some((some) => some.includes(rule)));
  const gaps = perResult.some((some) => some.length === 0) ? policy.gaps.filter(isOf) : [];
  const isWithout = perResult.some((some) => some.length === 0);
  const left = results.length === 0 ? [] : untried(flow.id, results, side);
  const words = [
    ...outcomeWords(results),
    ...rules.map((rule) => `This rule should let it through: ${ruleWords(rule)}.`),
    ...gaps.map((gap) => `No rule does, since it is not covered: ${gapWords(gap)}`),
    ...(isWithout && gaps.length === 0 ? [withoutRule(policy, isOf)] : []),
    ...(left.length > 0 ? [`The report says nothing of ${left.join(', ')}.`] : []),
    ...notesOn(flow.id, side).map((note) => `Note: ${note}.`),
  ];
  return { flow: flow.id, title: flow.title, verdict: verdictOf(results, left.length === 0), results, rules, gaps, words };
}

/** What is to be known of the probes of a flow that have a target. */
const notesOn = (flow: string, side: Side | null): string[] => [
  ...new Set(side?.probes.filter((probe) => probe.flow === flow && probe.target !== null).flatMap(({ note }) => note ?? [])),
];

/** What the script of the side, made now, tries for a flow, and the report does not have. */
const untried = (flow: string, results: readonly Result[], side: Side | null): string[] =>
  (side?.probes ?? [])
    .filter((probe) => probe.flow === flow && probe.target !== null)
    .filter(
      ({ transport, port, target }) =>
        !results.some((each) => each.transport === transport && each.port === port && each.target === target),
    )
    .map(({ transport, port, target }) => `${transport}/${port} to ${target}`);

function verdictOf(results: readonly Result[], isWhole: boolean): Verdict {
  const verdicts = results.filter(({ outcome }) => outcome !== 'not-tested').map(({ outcome }) => outcomes[outcome].verdict);
  if (verdicts.includes('blocked')) return 'blocked';
  return isWhole && verdicts.length > 0 && verdicts.every((verdict) => verdict === 'connected') ? 'connected' : 'unclear';
}

/** Whether a rule lets through what was tried. */
function permits({ direction, family, transport, port, ftp, destination }: Rule, result: Result): boolean {
  if (ftp === 'data' || transport !== result.transport || result.port < port.from || result.port > port.to) return false;
  const tried = result.address === null ? null : toNetwork(result.address);
  if (tried && tried.family !== family) return false;
  // What was tried from outside may be an address before NAT, and the rule have one behind it.
  if (direction === 'in' || destination.any) return true;
  const name = result.target?.toLowerCase() ?? '';
  return (
    destination.names.includes(name) ||
    destination.wildcards.some((wildcard) => name.endsWith(wildcard.slice(1))) ||
    (tried !== null && destination.networks.some((network) => contains(network, tried)))
  );
}

/** A sentence for each outcome, with what had it. */
function outcomeWords(results: readonly Result[]): string[] {
  if (results.length === 0) return ['The report says nothing of it.'];
  const kinds = [...new Set(results.map(({ outcome }) => outcome))];
  return kinds.map((kind) => {
    const own = results.filter(({ outcome }) => outcome === kind);
    const words = `${outcomes[kind].words}: ${own.map(resultWords).join('; ')}`;
    return `${words[0]?.toUpperCase()}${words.slice(1)}.${hints[kind] ?? ''}`;
  });
}

function resultWords({ transport, port, target, address, detail }: Result): string {
  const where = target === null ? '' : ` to ${target}${address === null || address === target ? '' : ` at ${address}`}`;
  return `${transport}/${port}${where}${detail === '' ? '' : ` (${detail})`}`;
}

/** What to look at next, where that is not a rule. */
const hints: Partial<Record<Outcome, string>> = {
  'http-error': ' The answer is that of a server, of a proxy, or of a block page of the firewall itself.',
  'turned-away': ' Look at the page that it answers with, and at the log of the firewall.',
  unresolved: ' Look at the DNS queries first.',
  'no-route': ' That is the network of the machine itself, and says nothing of the firewall.',
  untrusted: ' If the issuer is a proxy of yours, take the connection out of its inspection.',
};

/** Why no rule is for a flow, where none is missing an address. */
function withoutRule({ elsewhere, opened, unresolved, unknown }: Policy, isOf: (list: { flows: readonly FlowRef[] }) => boolean): string {
  if (isOf({ flows: elsewhere })) return 'No rule is for it: it does not cross this firewall.';
  if (isOf({ flows: opened })) return 'No rule is for it: a helper opens it.';
  if (isOf({ flows: [...unresolved, ...unknown] })) return 'No rule is for it: what it is for is not known.';
  return 'No rule of the selection is for this address. Was it changed after the script was made?';
}
