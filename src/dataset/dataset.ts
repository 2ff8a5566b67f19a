import type { Change, Feature, Flow, Party, Preset, Product, Question, Release, Term } from './schema.ts';

/** The one dataset that everything else is generated from: plain data, frozen, without functions. */
export interface Dataset {
  readonly product: Product;
  readonly parties: readonly Party[];
  readonly questions: readonly Question[];
  /** Answers to start from; the first has the default of every question. */
  readonly presets: readonly Preset[];
  /** In the order of the groups of `product`, then of the first row of the default release that stands for a flow of theirs, then by title. */
  readonly features: readonly (Omit<Feature, 'flows'> & { readonly flows: readonly Flow[] })[];
  /** Oldest first. */
  readonly releases: readonly Release[];
  readonly changes: readonly Change[];
  readonly retired: readonly { readonly id: string; readonly since: string; readonly reason: string }[];
  readonly glossary: readonly Term[];
}

/** Every flow of the dataset, feature by feature, in authored order. */
export const flowsOf = (dataset: Dataset): Flow[] => dataset.features.flatMap((feature) => feature.flows);

/** The member of `list` with this id; an id that the gate let through always exists, so a missing one throws. */
export function byId<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const found = list.find((entry) => entry.id === id);
  if (!found) throw new Error(`no "${id}" among ${list.map((entry) => entry.id).join(', ')}`);
  return found;
}

/** Orders release numbers such as "4.11.0" after "4.7.2". */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [a, b].map((release) => release.split('.').map(Number)) as [number[], number[]];
  return left.map((part, at) => part - (right[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
