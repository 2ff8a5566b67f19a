/** What the site publishes: the rules of the example environment, for every release. */
import type { Dataset } from '#dataset/dataset.ts';
import { byId } from '#dataset/dataset.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from './example-environment.ts';
import type { Platform } from './platform.ts';
import type { Gap } from './policy.ts';
import { type Rules, toRules } from './to-rules.ts';
import type { Vantage } from './vantage.ts';

/** Which of a platform's texts is meant. */
export interface Edition {
  readonly release: string;
  /** Id of a feature; without it, the whole gateway. */
  readonly feature?: string | undefined;
  readonly vantage?: Vantage;
  /** Id of an alternative form; without it, the plain one. */
  readonly form?: string | undefined;
}

/** What the site shows of an edition. */
export interface PublishedRules {
  readonly text: string;
  /** How many rules it has. */
  readonly count: number;
  readonly gaps: readonly Gap[];
}

/**
 * What was made of a dataset: a build asks for a text for its file, for the pages that show it, and for those that say how it was checked.
 * The policies are not kept: they are most of what a memory would have to hold.
 */
const made = new WeakMap<Dataset, Map<string, PublishedRules>>();

/** The rules of one edition, as the site shows them. */
export function publishedRules(dataset: Dataset, platform: Platform, edition: Edition): PublishedRules {
  const known = made.get(dataset) ?? new Map<string, PublishedRules>();
  made.set(dataset, known);
  const { release, feature, vantage = 'edge', form } = edition;
  const key = JSON.stringify([platform.id, release, feature, vantage, form]);
  const rules = known.get(key) ?? shownOf(rulesOf(dataset, platform, edition));
  known.set(key, rules);
  return rules;
}

const shownOf = ({ text, policy: { rules, gaps } }: Rules): PublishedRules => ({ text, count: rules.length, gaps });

/** The rules of one edition with the policy that they hold. */
export function rulesOf(dataset: Dataset, platform: Platform, { release, feature, vantage = 'edge', form }: Edition): Rules {
  const flows = feature === undefined ? releaseFlows(dataset, release) : flowsOfFeature(dataset, release, feature);
  const scope = feature === undefined ? null : { id: feature, title: byId(dataset.features, feature).title };
  const subject = { product: dataset.product.name, release, dataset: dataset.product.dataset, scope, example: true };
  return toRules(platform, flows, exampleEnvironment(platform, vantage), subject, form);
}

const byFeature = new WeakMap<readonly ReleaseFlow[], ReadonlyMap<string, readonly ReleaseFlow[]>>();

function flowsOfFeature(dataset: Dataset, release: string, feature: string): readonly ReleaseFlow[] {
  const all = releaseFlows(dataset, release);
  const features = byFeature.get(all) ?? Map.groupBy(all, ({ flow }) => flow.feature);
  byFeature.set(all, features);
  return features.get(feature) ?? [];
}

/** Every edition of the whole gateway in a release, the plain one seen from the edge first. */
export function editionsOf(platform: Platform, release: string): (Edition & { readonly vantage: Vantage })[] {
  const forms = [
    { form: undefined, vantages: platform.vantages },
    ...(platform.alternatives ?? []).map(({ id, vantages }) => ({ form: id, vantages })),
  ];
  return forms.flatMap(({ form, vantages }) => vantages.map((vantage) => ({ release, vantage, form })));
}
