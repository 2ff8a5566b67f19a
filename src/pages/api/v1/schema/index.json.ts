import type { APIRoute } from 'astro';
import { renderIndexSchema } from '#exports/index-json.ts';
import { respond } from '#site/media-type.ts';

/** JSON Schema of `index.json`. */
export const GET: APIRoute = ({ url }) => respond(url, renderIndexSchema());
