import type { APIRoute } from 'astro';
import { renderFlowsSchema } from '#exports/flows-json.ts';
import { respond } from '#site/media-type.ts';

/** JSON Schema of `flows.json`. */
export const GET: APIRoute = ({ url }) => respond(url, renderFlowsSchema());
