import type { APIRoute } from 'astro';
import { renderChanges } from '#exports/changes-json.ts';
import { getDataset } from '#site/dataset.ts';
import { respond } from '#site/media-type.ts';

/** What each release changes against the one before it, and what changed in the dataset. */
export const GET: APIRoute = async ({ url }) => respond(url, renderChanges(await getDataset()));
