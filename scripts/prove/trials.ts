/** What is proved by packets: the whole gateway's published rules of the default release, by everything that can run them. */
import type { Dataset } from '#dataset/dataset.ts';
import { defaultRelease, releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import type { Platform } from '#rules/platform.ts';
import { editionsOf, rulesOf } from '#rules/published.ts';
import { toRules } from '#rules/to-rules.ts';
import type { Loader } from './loader.ts';
import { typedEnvironment } from './probes.ts';
import type { Trial } from './trial.ts';

/** A trial, and whether it shows that a published text is right: one that is about names only does not. */
export interface NamedTrial extends Trial {
  readonly isPublished: boolean;
}

/**
 * The trials of one loader: every form at the edge and on the host; where some names cannot be written, also the rules with addresses
 * in their place; where a resolver fills sets, also that. A firewall of two has a part of the same rules and no trial of its own.
 */
export function trialsOf(dataset: Dataset, platform: Platform, loader: Loader): NamedTrial[] {
  const { release } = defaultRelease(dataset);
  const flows = releaseFlows(dataset, release);
  return editionsOf(platform, release)
    .filter(({ vantage }) => vantage === 'edge' || vantage === 'host')
    .flatMap((edition) => {
      const { vantage, form } = edition;
      const rules = rulesOf(dataset, platform, edition);
      const environment = exampleEnvironment(platform, vantage);
      const published = {
        name: [platform.id, `by ${loader.engine}`, vantage, ...(form === undefined ? [] : [form])].join(' '),
        platform,
        loader,
        form,
        flows,
        environment,
        rules,
        isPublished: true,
      };
      if (vantage !== 'edge') return [published];
      const typed = typedEnvironment(environment, flows);
      const subject = { product: dataset.product.name, release, dataset: dataset.product.dataset, scope: null, example: true };
      return [
        published,
        ...(rules.policy.gaps.some(({ names }) => names.length > 0)
          ? [
              {
                ...published,
                name: `${published.name}, names typed`,
                environment: typed,
                rules: toRules(platform, flows, typed, subject, form),
                isPublished: false,
              },
            ]
          : []),
        ...(/^#(?:nftset|ipset)=/m.test(rules.text) && form === undefined
          ? [{ ...published, name: `${published.name}, names learnt`, isLearning: true, isPublished: false }]
          : []),
      ];
    });
}
