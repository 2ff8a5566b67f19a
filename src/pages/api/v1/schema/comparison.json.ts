import type { APIRoute } from 'astro';
import { renderComparisonSchema } from '#exports/comparison-json.ts';
import { respond } from '#site/media-type.ts';

/** JSON Schema of the comparison of two releases. */
export const GET: APIRoute = ({ url }) => respond(url, renderComparisonSchema());
