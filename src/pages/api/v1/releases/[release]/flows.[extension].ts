import type { APIRoute, GetStaticPaths } from 'astro';
import { toFlowList } from '#exports/flow-record.ts';
import type { Format } from '#exports/format.ts';
import { formats } from '#exports/formats.ts';
import { getDataset } from '#site/dataset.ts';
import { respond } from '#site/media-type.ts';

export const getStaticPaths = (async () =>
  (await getDataset()).releases.flatMap(({ release }) =>
    formats.map((format) => ({ params: { release, extension: format.extension }, props: { format } })),
  )) satisfies GetStaticPaths;

/** The flows of a release. */
export const GET: APIRoute<{ format: Format }> = async ({ url, params: { release }, props: { format } }) =>
  respond(url, await format.render(toFlowList(await getDataset(), release)));
