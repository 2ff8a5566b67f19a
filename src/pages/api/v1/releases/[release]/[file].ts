import type { APIRoute, GetStaticPaths } from 'astro';
import { comparisonFormats } from '#exports/comparison-formats.ts';
import { toComparison } from '#exports/comparison-record.ts';
import { getDataset } from '#site/dataset.ts';
import { respond } from '#site/media-type.ts';
import { type ReleasePair, releasePairs } from '#site/release-pair.ts';

interface Props {
  pair: ReleasePair;
  format: (typeof comparisonFormats)[number];
}

export const getStaticPaths = (async () =>
  releasePairs(await getDataset()).flatMap((pair) =>
    comparisonFormats.map((format) => ({
      params: { release: pair.from, file: `${pair.to}.${format.extension}` },
      props: { pair, format },
    })),
  )) satisfies GetStaticPaths;

/** What changes from a release to a later one. */
export const GET: APIRoute<Props> = async ({ url, props: { pair, format } }) =>
  respond(url, format.render(toComparison(await getDataset(), pair.from, pair.to)));
