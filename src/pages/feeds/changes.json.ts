import type { APIRoute } from 'astro';
import { toFeed } from '#exports/feed.ts';
import { renderJsonFeed } from '#exports/feed-json.ts';
import { getDataset } from '#site/dataset.ts';
import { feedAddresses } from '#site/feed-addresses.ts';
import { respond } from '#site/media-type.ts';

/** All changes as a JSON Feed. */
export const GET: APIRoute = async ({ url, site }) => respond(url, renderJsonFeed(toFeed(await getDataset(), feedAddresses(site, 'json'))));
