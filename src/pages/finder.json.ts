import { getCollection } from 'astro:content';
import type { APIRoute } from 'astro';
import { getDataset } from '#site/dataset.ts';
import { finderIndex } from '#site/finder-index.ts';

/** What the finder searches, fetched once it is about to be used. */
export const GET: APIRoute = async () => {
  const guides = await getCollection('docs', ({ id }) => id.startsWith('guides/'));
  const pages = guides
    .map(({ id, data }) => ({ title: data.title, detail: data.description ?? '', path: `${id}/` }))
    .toSorted((a, b) => a.title.localeCompare(b.title, 'en'));
  return Response.json(finderIndex(await getDataset(), pages));
};
