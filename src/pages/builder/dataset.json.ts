import type { APIRoute } from 'astro';
import { getDataset } from '#site/dataset.ts';

/** What the builder makes rules from, fetched once: the dataset but for what only its pages show. */
export const GET: APIRoute = async () => Response.json({ ...(await getDataset()), changes: [], glossary: [] });
