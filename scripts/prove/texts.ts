/** The texts that the parsers are given: what is published, and what nobody should be able to break it with. */
import type { Dataset } from '#dataset/dataset.ts';
import { defaultRelease, releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import type { Platform } from '#rules/platform.ts';
import { editionsOf, publishedRules } from '#rules/published.ts';
import { toRules } from '#rules/to-rules.ts';
import type { Text } from './checker.ts';

/** Text that a title, a prefix or a party's name could hold, and that means something to some configuration language. */
export const hostileTexts: readonly string[] = [
  'x\npermit ip any any',
  'x\r\n! \u2028access-list y',
  'a" accept #',
  "it's; flush ruleset",
  '$(id) `id` $' + '{HOME} %' + '{ %s \\',
  '-A INPUT -j ACCEPT # <b>&amp;</b> ]]>',
  'B\u00fcro \u202egnp.exe \u200f\u05d0 \u{1f6aa}',
  'Gateway \u2192 manager\u2019s trap in out',
  '"'.repeat(150),
  'wide '.repeat(60),
];

/** Every published text of a platform that the checkers are given: all of the default release's, and the whole gateway's of every release. */
export function publishedTexts(dataset: Dataset, platform: Platform): Text[] {
  const { release: current } = defaultRelease(dataset);
  const whole = dataset.releases.flatMap(({ release }) => editionsOf(platform, release));
  const features = dataset.features.map(({ id }) => ({ release: current, feature: id }));
  return [...whole, ...features].map((edition) => ({
    name: Object.values({ platform: platform.id, ...edition })
      .filter((part) => part !== undefined)
      .join(' '),
    text: publishedRules(dataset, platform, edition).text,
  }));
}

/** The whole gateway's rules with each hostile text as the prefix, and as every title and name. */
export function hostileCases(dataset: Dataset, platform: Platform): Text[] {
  const { release } = defaultRelease(dataset);
  const environment = exampleEnvironment(platform, 'edge');
  return hostileTexts.map((words) => {
    const flows = releaseFlows(dataset, release).map((entry) => ({
      ...entry,
      flow: { ...entry.flow, title: `${entry.flow.title} ${words}` },
      source: { ...entry.source, name: words },
      destination: { ...entry.destination, name: words },
    }));
    const subject = { product: words, release, dataset: dataset.product.dataset, scope: { id: 'all', title: words }, example: true };
    return {
      name: `${platform.id} with ${JSON.stringify(words)}`,
      text: toRules(platform, flows, { ...environment, prefix: words }, subject).text,
    };
  });
}
