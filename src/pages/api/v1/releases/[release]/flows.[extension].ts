import type { APIRoute, GetStaticPaths } from 'astro';
import { toFlowList } from '#exports/flow-record.ts';
import type { Format } from '#exports/format.ts';
import { formats } from '#exports/formats.ts';
import { getDataset } from '#site/dataset.ts';

export const getStaticPaths = (async () =>
  (await getDataset()).releases.flatMap(({ release }) =>
    formats.map((format) => ({ params: { release, extension: format.extension }, props: { format } })),
  )) satisfies GetStaticPaths;

/** The flows of a release. */
export const GET: APIRoute<{ format: Format }> = async ({ params: { release }, props: { format } }) =>
  new Response(format.render(toFlowList(await getDataset(), release)), { headers: { 'Content-Type': format.mediaType } });
