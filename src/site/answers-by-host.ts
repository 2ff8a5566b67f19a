/** Answers to a host name, a part of one, or a name below a wildcard. */
import { compareReleases } from '#dataset/dataset.ts';
import { groupAnswer, listed } from './answer.ts';
import type { FinderIndex, IndexedFeature } from './finder-index.ts';
import { type Found, placeOf, tiers } from './found.ts';

/** The feature by its hosts of the default release, or else by those of other releases; empty where none fits. */
export function byHost(index: FinderIndex, feature: IndexedFeature, words: readonly string[]): Found[] {
  const [word = ''] = words;
  const name = word.replace(/^(?:\*?\.)(?=.)/, '');
  if (words.length !== 1 || name.length < 3 || !/[a-z]/.test(name)) return [];
  const own = feature.flows.map((flow) => ({ flow, hosts: matching(flow.hosts ?? [], word, name) }));
  const former = feature.flows.map((flow) => ({ flow, hosts: matching(Object.keys(flow.formerHosts ?? {}), word, name) }));
  const isFormer = own.every(({ hosts }) => hosts.length === 0);
  const groups = (isFormer ? former : own).filter(({ hosts }) => hosts.length > 0).toSorted((a, b) => b.hosts.length - a.hosts.length);
  const names = [...new Set(groups.flatMap(({ hosts }) => hosts.map(({ host }) => host)))];
  const [first] = groups;
  if (!first) return [];
  const flows = groups.map(({ flow }) => flow);
  const releases = [...new Set(flows.flatMap((flow) => names.flatMap((host) => flow.formerHosts?.[host] ?? [])))].sort(compareReleases);
  const where = isFormer ? `, in ${listed(releases)} only` : '';
  const covering = names.length === 1 && names[0]?.startsWith('*.') && name.endsWith(names[0].slice(1)) ? `, which covers ${name}` : '';
  const title = flows.length === 1 && first.flow.title !== feature.title ? `${first.flow.title}: ` : '';
  const answered = groupAnswer(index, feature, flows, `${title}${hostWords(names)}${covering}${where}`);
  return [
    {
      answer: { ...answered, kind: 'host', marks: isFormer ? [`not in ${index.release}`] : answered.marks },
      tier: Math.min(...first.hosts.map(({ tier }) => tier)),
      title: 0,
      hosts: isFormer ? 0 : names.length,
    },
  ];
}

/** Hosts that the word names, contains or lies below; `name` is the word without a leading wildcard. */
function matching(hosts: readonly string[], word: string, name: string): { host: string; tier: number }[] {
  const found = hosts.map((host) => ({ host, tier: hostTier(host, word, name) })).filter(({ tier }) => tier <= tiers.parts);
  const exact = found.filter(({ tier }) => tier === tiers.equal);
  return exact.length > 0 ? exact : found;
}

function hostTier(host: string, word: string, name: string): number {
  if (host === word || (host.startsWith('*.') && name.endsWith(host.slice(1)))) return tiers.equal;
  const domain = host.replace(/^\*\./, '');
  // A plain word is more likely the name of something than a part of a host.
  const isPlain = /^[a-z]+$/.test(name);
  if (domain === name || domain.endsWith(`.${name}`)) return isPlain ? tiers.body : tiers.words;
  if (word.startsWith('*')) return Number.POSITIVE_INFINITY;
  const place = placeOf(name, host);
  return isPlain && place < tiers.body ? tiers.body : Math.max(place, tiers.beginnings);
}

const hostWords = (names: readonly string[]): string =>
  names.length <= 2 ? listed(names) : `${names.length} hosts, among them ${names[0]}`;
