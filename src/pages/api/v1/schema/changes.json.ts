import type { APIRoute } from 'astro';
import { renderChangesSchema } from '#exports/changes-json.ts';
import { respond } from '#site/media-type.ts';

/** JSON Schema of `changes.json`. */
export const GET: APIRoute = ({ url }) => respond(url, renderChangesSchema());
