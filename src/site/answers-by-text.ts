/** Answers to words: features, terms, guides and pages by their names, features also by their hosts. */
import type { Transport } from '#dataset/schema.ts';
import { type Answer, groupAnswer, termAnswer, toAnswer, uses } from './answer.ts';
import { byHost } from './answers-by-host.ts';
import type { FinderIndex, IndexedFeature } from './finder-index.ts';
import { type Found, placeOf, tiers } from './found.ts';

/** Answers to words; where there is none, to the same words in the singular. */
export function textAnswers(index: FinderIndex, typed: readonly string[], transports: readonly Transport[], whole: string): Answer[] {
  const content = typed.filter((word) => !stopWords.has(word));
  const words = content.length > 0 ? content : typed;
  const answers = answersTo(index, words, transports, whole);
  const singular = words.map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
  return answers.length > 0 ? answers : answersTo(index, singular, transports, singular.join(' '));
}

function answersTo(index: FinderIndex, words: readonly string[], transports: readonly Transport[], whole: string): Answer[] {
  const named = (names: readonly (string | undefined)[], body: readonly string[] = []) =>
    tierOf(
      words,
      whole,
      names.filter((name) => name !== undefined),
      body,
    );

  const features = index.features.flatMap((feature) => {
    const flows = feature.flows.filter((flow) => uses(flow, transports));
    return flows.length === 0
      ? []
      : [byName(index, { ...feature, flows }, words, whole, named), ...byHost(index, { ...feature, flows }, words)];
  });
  const terms = index.terms.map((term) => ({
    answer: termAnswer(term),
    tier: named([term.term, term.expansion]),
    title: named([term.term]),
    hosts: 0,
  }));
  const pages = index.pages.map(({ kind, title, detail, path, also }) => ({
    answer: toAnswer(kind, title, detail, path),
    tier: named([title, ...also], [detail]),
    title: named([title]),
    hosts: 0,
  }));

  const found = [...features, ...terms, ...pages]
    .filter(({ tier }) => tier <= tiers.parts)
    .toSorted((a, b) => a.tier - b.tier || ranks[a.answer.kind] - ranks[b.answer.kind] || b.hosts - a.hosts || a.title - b.title);
  const worst = Math.max(found[0]?.tier ?? 0, tiers.body);
  return onePerFeature(found.filter(({ tier }) => tier <= worst).map((entry) => entry.answer)).slice(0, mostAnswers);
}

const mostAnswers = 12;
const ranks: Record<Answer['kind'], number> = { port: 0, 'no-port': 0, feature: 1, host: 1, term: 2, guide: 3, page: 4 };

/** Words of a question that name nothing. */
export const stopWords = new Set(
  'a an and are by do does for from how i in is it my need needs of on or over port ports the through to use used uses via what which who with'.split(
    ' ',
  ),
);

/** A feature may be found by its name and by its hosts: the better one stands. */
const onePerFeature = (answers: readonly Answer[]): Answer[] => {
  const pageOf = ({ kind, path }: Answer) => (kind === 'feature' || kind === 'host' ? path.replace(/#.*/, '') : `${kind} ${path}`);
  return answers.filter((one, at) => answers.findIndex((other) => pageOf(other) === pageOf(one)) === at);
};

/** The feature, or those of its flows whose own titles fit better than the feature's. */
function byName(
  index: FinderIndex,
  feature: IndexedFeature,
  words: readonly string[],
  whole: string,
  named: (names: readonly (string | undefined)[], body?: readonly string[]) => number,
): Found {
  const asTitle = named([feature.title]);
  // "NTLM" is as good a name of "NTLM authentication" as the whole of it.
  const title = asTitle === tiers.words && feature.title.toLowerCase().startsWith(words[0] as string) ? tiers.equal : asTitle;
  const own = feature.flows.map((flow) => {
    const application = flow.application === undefined ? Number.POSITIVE_INFINITY : Math.max(named([flow.application]), tiers.words);
    return { flow, tier: Math.min(named([flow.title]), application) };
  });
  const best = Math.min(...own.map(({ tier }) => tier));
  const body = feature.flows.map((flow) => [...flow.ends, ...flow.transport, flow.title].join(' '));
  const tier = Math.min(best, title, named(feature.also, [feature.summary, ...body]));
  const synonym = feature.also.findIndex((name) => name.toLowerCase() === whole);
  // The first synonyms are the aptest.
  const found = { tier, title: title <= tiers.parts ? title : tiers.parts + 1 + synonym, hosts: 0 };
  if (best >= asTitle || best > tiers.beginnings) {
    return { ...found, answer: { ...groupAnswer(index, feature, feature.flows, feature.summary), path: `features/${feature.id}/` } };
  }
  const flows = own.filter((entry) => entry.tier <= Math.max(best, tiers.words)).map(({ flow }) => flow);
  return { ...found, answer: groupAnswer(index, feature, flows) };
}

function tierOf(words: readonly string[], whole: string, names: readonly string[], body: readonly string[]): number {
  const lower = names.map((name) => name.toLowerCase());
  if (lower.includes(whole) || lower.includes(words.join(' '))) return tiers.equal;
  const all = lower.join('\n');
  const text = body.join('\n').toLowerCase();
  return Math.max(
    ...words.map((word) => Math.min(placeOf(word, all), placeOf(word, text) <= tiers.beginnings ? tiers.body : Number.POSITIVE_INFINITY)),
  );
}
