/** The texts that the parsers are given: what is published, and what nobody should be able to break it with. */
import type { Dataset } from '#dataset/dataset.ts';
import { defaultRelease, releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { hostileTexts as texts } from '#rules/example-rules.ts';
import type { Platform } from '#rules/platform.ts';
import { type Edition, editionsOf, publishedRules } from '#rules/published.ts';
import { toRules } from '#rules/to-rules.ts';
import type { Vantage } from '#rules/vantage.ts';
import type { Text } from './checker.ts';

/** Text that a title, a prefix or a party's name could hold: that of the tests, and what means something to a real parser only. */
export const hostileTexts: readonly string[] = [
  ...texts,
  'x\r\n! \u2028access-list y',
  '-A INPUT -j ACCEPT # <b>&amp;</b> ]]> $' + '{HOME} %' + '{ in out',
];

/** Every published text of a platform: the whole gateway from every place of the firewall, and every feature, in every release. */
export function publishedTexts(dataset: Dataset, platform: Platform): Text[] {
  return dataset.releases.flatMap(({ release }) =>
    [...editionsOf(platform, release), ...dataset.features.map(({ id }) => ({ release, feature: id }))].map((edition) =>
      textOf(dataset, platform, edition),
    ),
  );
}

/** Texts that only the builder makes of the default release: each feature on the gateway's own firewall, where the platform runs there. */
export function hostTexts(dataset: Dataset, platform: Platform): Text[] {
  const { release } = defaultRelease(dataset);
  if (!platform.vantages.includes('host')) return [];
  return dataset.features.map(({ id }) => textOf(dataset, platform, { release, feature: id, vantage: 'host' }));
}

function textOf(dataset: Dataset, platform: Platform, edition: Edition): Text {
  const name = Object.values({ platform: platform.id, ...edition }).filter((part) => part !== undefined);
  return { name: name.join(' '), text: publishedRules(dataset, platform, edition).text };
}

/** The whole gateway's rules in every form, at the edge and on the host, with each hostile text as the prefix, and as every title and name. */
export function hostileCases(dataset: Dataset, platform: Platform): Text[] {
  const { release } = defaultRelease(dataset);
  const editions = editionsOf(platform, release).filter(({ vantage }) => vantage === 'edge' || vantage === 'host');
  return editions.flatMap(({ vantage, form }) => hostileTexts.map((words) => hostileCase(words, vantage, form)));

  function hostileCase(words: string, vantage: Vantage, form: string | undefined): Text {
    const environment = exampleEnvironment(platform, vantage);
    const flows = releaseFlows(dataset, release).map((entry) => ({
      ...entry,
      flow: { ...entry.flow, title: `${entry.flow.title} ${words}` },
      source: { ...entry.source, name: words },
      destination: { ...entry.destination, name: words },
    }));
    const subject = { product: words, release, dataset: dataset.product.dataset, scope: { id: 'all', title: words }, example: true };
    return {
      name: `${[platform.id, vantage, form].filter((part) => part !== undefined).join(' ')} with ${JSON.stringify(words)}`,
      text: toRules(platform, flows, { ...environment, prefix: words }, subject, form).text,
    };
  }
}
