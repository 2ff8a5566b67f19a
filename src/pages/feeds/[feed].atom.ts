import type { APIRoute, GetStaticPaths } from 'astro';
import { toFeed } from '#exports/feed.ts';
import { renderAtom } from '#exports/feed-atom.ts';
import { getDataset } from '#site/dataset.ts';
import { feedAddresses } from '#site/feed-addresses.ts';
import { respond } from '#site/media-type.ts';

export const getStaticPaths = (async () => [
  { params: { feed: 'changes' }, props: { feature: undefined } },
  ...(await getDataset()).features.map(({ id }) => ({ params: { feed: id }, props: { feature: id } })),
]) satisfies GetStaticPaths;

/** All changes, or those that touch a feature, as an Atom feed. */
export const GET: APIRoute<{ feature: string | undefined }> = async ({ url, site, props: { feature } }) =>
  respond(url, renderAtom(toFeed(await getDataset(), feedAddresses(site, 'atom', feature), feature)));
