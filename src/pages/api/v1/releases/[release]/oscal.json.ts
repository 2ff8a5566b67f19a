import type { APIRoute } from 'astro';
import { renderOscal } from '#exports/oscal.ts';
import { getDataset } from '#site/dataset.ts';
import { respond } from '#site/media-type.ts';
import { everyRelease } from '#site/release-view.ts';

export const getStaticPaths = everyRelease;

/** The flows of a release as an OSCAL component definition. */
export const GET: APIRoute = async ({ url, params: { release } }) => respond(url, renderOscal(await getDataset(), release as string));
