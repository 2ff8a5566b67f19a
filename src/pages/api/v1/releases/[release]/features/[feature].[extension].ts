import type { APIRoute, GetStaticPaths } from 'astro';
import { toFlowList } from '#exports/flow-record.ts';
import type { Format } from '#exports/format.ts';
import { formats } from '#exports/formats.ts';
import { getDataset } from '#site/dataset.ts';

export const getStaticPaths = (async () => {
  const { releases, features } = await getDataset();
  return releases.flatMap(({ release }) =>
    features.flatMap(({ id: feature }) =>
      formats.map((format) => ({ params: { release, feature, extension: format.extension }, props: { format } })),
    ),
  );
}) satisfies GetStaticPaths;

/** The flows of one feature in a release. */
export const GET: APIRoute<{ format: Format }> = async ({ params: { release, feature }, props: { format } }) =>
  new Response(format.render(toFlowList(await getDataset(), release, feature)), { headers: { 'Content-Type': format.mediaType } });
