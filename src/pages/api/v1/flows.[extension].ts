import type { APIRoute, GetStaticPaths } from 'astro';
import { toFlowList } from '#exports/flow-record.ts';
import type { Format } from '#exports/format.ts';
import { formats } from '#exports/formats.ts';
import { getDataset } from '#site/dataset.ts';
import { respond } from '#site/media-type.ts';

export const getStaticPaths = (() =>
  formats.map((format) => ({ params: { extension: format.extension }, props: { format } }))) satisfies GetStaticPaths;

/** The flows of the default release. */
export const GET: APIRoute<{ format: Format }> = async ({ url, props: { format } }) =>
  respond(url, await format.render(toFlowList(await getDataset())));
