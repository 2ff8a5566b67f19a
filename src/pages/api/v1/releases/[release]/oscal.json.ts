import type { APIRoute, GetStaticPaths } from 'astro';
import { renderOscal } from '#exports/oscal.ts';
import { getDataset } from '#site/dataset.ts';
import { respond } from '#site/media-type.ts';

export const getStaticPaths = (async () =>
  (await getDataset()).releases.map(({ release }) => ({ params: { release } }))) satisfies GetStaticPaths;

/** The flows of a release as an OSCAL component definition. */
export const GET: APIRoute = async ({ url, params: { release } }) => respond(url, renderOscal(await getDataset(), release as string));
