import type { APIRoute, GetStaticPaths } from 'astro';
import { toFlowList } from '#exports/flow-record.ts';
import type { Format } from '#exports/format.ts';
import { formats } from '#exports/formats.ts';
import { getDataset } from '#site/dataset.ts';
import { respond } from '#site/media-type.ts';

export const getStaticPaths = (async () => {
  const { releases, features } = await getDataset();
  return releases.flatMap(({ release }) =>
    features.flatMap(({ id: feature }) =>
      formats
        .filter(({ perFeature }) => perFeature)
        .map((format) => ({ params: { release, feature, extension: format.extension }, props: { format } })),
    ),
  );
}) satisfies GetStaticPaths;

/** The flows of one feature in a release. */
export const GET: APIRoute<{ format: Format }> = async ({ url, params: { release, feature }, props: { format } }) =>
  respond(url, await format.render(toFlowList(await getDataset(), release, feature)));
