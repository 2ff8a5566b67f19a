import type { APIRoute } from 'astro';
import { renderFlowsSchema } from '#exports/flows-json.ts';

/** JSON Schema of `flows.json`. */
export const GET: APIRoute = () => new Response(renderFlowsSchema(), { headers: { 'Content-Type': 'application/schema+json' } });
