/** What holds for the plan and for every platform, whatever the flows and whatever an administrator types. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDataset } from '#dataset/read.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { cidrOf } from '#rules/network.ts';
import { plan } from '#rules/plan.ts';
import type { Platform } from '#rules/platform.ts';
import { platforms } from '#rules/platforms.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { editionsOf, rulesOf } from '#rules/published.ts';
import { ascii } from '#rules/text.ts';
import { type Rules, toRules } from '#rules/to-rules.ts';
import { gapWords } from '#rules/words.ts';
import { bare, type Case, cases, hostileText } from './arbitrary.ts';
import { differences, excuses, holds, isHeld } from './covers.ts';
import { anything, atomsOf } from './oracle.ts';
import type { Members, Permit, Reader } from './permit.ts';

/** The same cases each time; fast-check prints what brings back one that fails. */
const runs = { numRuns: 100, seed: 20_240 } as const;

const planned = cases(null, ['edge', 'outer', 'inner', 'host']);
const abilities = {
  zones: { example: {}, kind: '', pattern: /./, words: '' } as Platform['zones'],
  ftpHelper: true,
  destinationNat: 'before',
} as const;

/** Checks a plan: what `problems` finds in it is a fault. */
const holdsForPlans = (problems: (policy: Policy, planned: Case) => unknown) =>
  fc.assert(
    fc.property(planned, (each) => {
      expect(problems(plan(each.flows, each.environment), each)).toEqual([]);
    }),
    { ...runs, numRuns: 300 },
  );

describe('a plan', () => {
  it('permits what the flows justify, and nothing else', () => {
    holdsForPlans(({ rules }, { flows, environment }) =>
      differences(rules.map(toPermit), atomsOf(flows, environment, abilities), { bound: true, excused: () => false }),
    );
  });

  it('has no rule that permits more than the flows it names justify', () => {
    holdsForPlans(({ rules }, { flows, environment }) =>
      rules.flatMap((rule) => {
        const named = flows.filter(({ flow }) => rule.flows.some(({ id }) => id === flow.id));
        return differences([toPermit(rule)], atomsOf(named, environment, abilities), { bound: true, excused: () => true });
      }),
    );
  });

  it('names in its rules every flow that needs them', () => {
    holdsForPlans(({ rules }, { flows, environment }) => {
      const naming = (id: string) => rules.filter((rule) => rule.flows.some((flow) => flow.id === id)).map(toPermit);
      return atomsOf(flows, environment, abilities).filter((atom) => !isHeld(atom, naming(atom.flow)));
    });
  });

  it('never mixes IP versions', () => {
    holdsForPlans(({ rules }) =>
      rules.filter(({ family, source, destination }) =>
        [...source.networks, ...destination.networks].some((network) => network.family !== family),
      ),
    );
  });

  it('permits nothing twice: one rule for a service between the same members, and none within another', () => {
    holdsForPlans(({ rules }) => pairsOf(rules).filter(isDouble));
  });

  it('joins ports that touch, where nothing else differs', () => {
    holdsForPlans(({ rules }) =>
      pairsOf(rules).filter(([a, b]) => {
        const sameElse = JSON.stringify({ ...a, port: null }) === JSON.stringify({ ...b, port: null });
        return sameElse && !a.helper && a.port.from <= b.port.to + 1 && b.port.from <= a.port.to + 1;
      }),
    );
  });

  it('has a name of its own for each rule, and keeps to the order of the flows', () => {
    holdsForPlans(({ rules }, { flows }) => {
      const at = (id: string) => flows.findIndex(({ flow }) => flow.id === id);
      const isSorted = (places: readonly number[]) => places.every((place, next) => next === 0 || place >= (places[next - 1] ?? 0));
      return [
        ...rules.filter(({ id }, position) => rules.findIndex((other) => other.id === id) !== position),
        ...rules.filter((rule) => !isSorted(rule.flows.map(({ id }) => at(id)))),
        ...(isSorted(rules.map((rule) => at(rule.flows[0]?.id ?? ''))) ? [] : ['the rules are in another order']),
      ];
    });
  });

  it('says of every flow of the release where it is, once', () => {
    holdsForPlans(({ rules, gaps, elsewhere, opened, unresolved, unknown }, { flows }) => {
      const inRules = new Set([...rules, ...gaps].flatMap((each) => each.flows.map(({ id }) => id)));
      const lists = [[...inRules], ...[elsewhere, opened, unresolved, unknown].map((list) => list.map(({ id }) => id))];
      return flows.filter(({ flow, status }) => {
        const places = lists.filter((list) => list.includes(flow.id)).length;
        return places !== (status === 'gone' || status === 'unprinted' ? 0 : 1);
      });
    });
  });

  it('is the same each time', () => {
    fc.assert(
      fc.property(planned, ({ flows, environment }) => {
        expect(plan(flows, environment)).toEqual(plan(structuredClone(flows), structuredClone(environment)));
      }),
      runs,
    );
  });
});

/** Pairs of rules in the same direction, between the same zones, of one IP version and one transport. */
function pairsOf(rules: readonly Rule[]): [Permit, Permit][] {
  const lane = ({ direction, from, to, family, transport }: Rule) => JSON.stringify([direction, from, to, family, transport]);
  return rules.flatMap((rule, at) =>
    rules
      .slice(at + 1)
      .filter((other) => lane(other) === lane(rule))
      .map((other): [Permit, Permit] => [toPermit(rule), toPermit(other)]),
  );
}

/** Whether two rules permit the same thing, or one permits nothing that the other does not. */
const isDouble = ([a, b]: [Permit, Permit]): boolean => isTwice(a, b) || isWithin(a, b) || isWithin(b, a);

/** Whether two rules have the same service between the same members; with a helper it is another one than without. */
const isTwice = (a: Permit, b: Permit): boolean =>
  JSON.stringify([a.port, a.sourcePort, a.helper]) === JSON.stringify([b.port, b.sourcePort, b.helper]) &&
  meet(a.source, b.source) &&
  meet(a.destination, b.destination);

const meet = (a: Members, b: Members): boolean =>
  listOf(a).some((left) => listOf(b).some((right) => isIn(left, right) || isIn(right, left)));

/** A name below a wildcard is still another name: some platforms take the one and not the other. */
const isIn = (inner: string, outer: string): boolean => inner === outer || (!outer.startsWith('*.') && holds(outer, inner));

/** Whether a rule permits nothing that the other one does not. */
const isWithin = (inner: Permit, outer: Permit): boolean =>
  (outer.helper || !inner.helper) &&
  outer.port.from <= inner.port.from &&
  inner.port.to <= outer.port.to &&
  (outer.sourcePort === null || JSON.stringify(outer.sourcePort) === JSON.stringify(inner.sourcePort)) &&
  listOf(inner.source).every((member) => listOf(outer.source).some((whole) => isIn(member, whole))) &&
  listOf(inner.destination).every((member) => listOf(outer.destination).some((whole) => isIn(member, whole)));

const listOf = ({ any, networks, names }: Members): string[] => [...(any ? [anything] : []), ...networks, ...names];

const found = await readDataset(process.cwd());
if ('problems' in found) throw new Error('the dataset has problems');
const { dataset } = found;

/** Every reader of the folder, by id of its platform. */
const readers = import.meta.glob<Reader>(['./readers/*.ts', '!./readers/*.test.ts'], { import: 'reader' });

async function readerOf({ id }: Platform): Promise<Reader> {
  const reader = await readers[`./readers/${id}.ts`]?.();
  if (!reader) throw new Error(`scripts/prove/readers/${id}.ts exports no "reader"`);
  return reader;
}

it('has a platform for every reader', () => {
  const ids = platforms.map(({ id }) => `./readers/${id}.ts`);
  expect(Object.keys(readers).filter((file) => !ids.includes(file))).toEqual([]);
});

describe.each(platforms)('the text for $name', (platform) => {
  it('permits what the flows justify in every release, as it is published', async () => {
    const read = await readerOf(platform);
    const { releases } = dataset;
    const editions = releases.flatMap(({ release }) => editionsOf(platform, release));
    const problems = editions.flatMap((edition) => {
      const flows = releaseFlows(dataset, edition.release);
      const environment = exampleEnvironment(platform, edition.vantage);
      return problemsOf(rulesOf(dataset, platform, edition), read, platform, { flows, environment });
    });
    expect(problems).toEqual([]);
  });

  const forms = [{ id: undefined, title: 'plain', vantages: platform.vantages }, ...(platform.alternatives ?? [])];

  it.each(forms)('permits what the flows justify, and says what it does not: $title', async ({ id, vantages }) => {
    const read = await readerOf(platform);
    fc.assert(
      fc.property(cases(platform.zones, vantages), hostileText, fc.boolean(), ({ flows, environment }, title, whole) => {
        const scope = whole ? null : { id: 'made-up', title };
        const subject = { product: title, release: '2.0.0', dataset: '2026.02.01', scope, example: true };
        const write = () => toRules(platform, flows, environment, subject, id);
        expect(problemsOf(write(), read, platform, { flows, environment })).toEqual([]);
        expect(write().text).toBe(write().text);
      }),
      runs,
    );
  });
});

/** Where a platform cannot bind any Internet address to the Internet side: an access list does not know where a connection leaves. */
const bindsNothing = ({ zones, tellsInternet }: Platform): boolean => zones === null && tellsInternet !== true;
const bindsNoDestination = (platform: Platform): boolean => bindsNothing(platform) || platform.zones?.kind === 'access list';

/** Whether a text is wider than its flows, so that its header has to say so. */
const isWider = (platform: Platform, { vantage, rules }: Policy): boolean =>
  vantage !== 'host' &&
  rules.some(({ source, destination }) => (source.any && bindsNothing(platform)) || (destination.any && bindsNoDestination(platform)));

const saysWider = /\bWIDER\b|\bThere are no zones\b/;

/** What is wrong with a text, in words. */
function problemsOf({ text, policy }: Rules, read: Reader, platform: Platform, { flows, environment }: Case): string[] {
  const permits = read(text);
  const atoms = atomsOf(flows, environment, platform);
  const header = bare(headerOf(text));
  const silent = flows.filter((flow) => !isNowhere(flow) && !atoms.some((atom) => atom.flow === flow.flow.id && isHeld(atom, permits)));
  return [
    ...(/^[\x20-\x7e\n]*[^\n]\n$/.test(text) ? [] : ['is not ASCII, or its last line has no end']),
    ...differences(permits, atoms, {
      bound: environment.vantage !== 'host' && !bindsNoDestination(platform),
      excused: (atom) => policy.gaps.some((gap) => excuses(gap, atom)),
    }),
    ...(isWider(platform, policy) && !saysWider.test(headerOf(text)) ? ['does not say in its header that it is wider than its flows'] : []),
    ...permits
      .map((permit) => JSON.stringify(permit))
      .filter((permit, at, all) => all.indexOf(permit) !== at)
      .map((permit) => `permits one thing twice: ${permit}`),
    ...pairsOf(policy.rules)
      .filter(isDouble)
      .map((pair) => `has two rules for one thing: ${JSON.stringify(pair)}`),
    ...silent.filter(({ flow }) => !header.includes(bare(ascii(flow.title)))).map(({ flow }) => `says nothing of ${flow.id} in its header`),
    ...policy.gaps.filter((gap) => !header.includes(bare(gapWords(gap)))).map((gap) => `lacks in its header: ${gapWords(gap)}`),
  ];
}

/** The comments that a text begins with: a statement begins with a letter on every platform, or is no comment either. */
function headerOf(text: string): string {
  // PAN-OS has no comments but those of a tag.
  const lines = text.split('\n').map((line) => line.replace(/^set tag \S+ comments (?=")/, ''));
  const end = lines.findIndex((line) => /^[A-Za-z]/.test(line));
  return lines.slice(0, end < 0 ? undefined : end).join('\n');
}

const isNowhere = ({ status }: ReleaseFlow): boolean => status === 'gone' || status === 'unprinted';

const toPermit = ({ family, from, to, source, destination, transport, port, sourcePort, ftp }: Rule): Permit => ({
  family,
  from,
  to,
  source: toMembers(source),
  destination: toMembers(destination),
  transport,
  port,
  sourcePort,
  helper: ftp === 'control',
});

const toMembers = ({ any, networks, names, wildcards }: End): Members => ({
  any,
  networks: networks.map(cidrOf),
  names: [...names, ...wildcards],
});
