import type { APIRoute, GetStaticPaths } from 'astro';
import type { Platform } from '#rules/platform.ts';
import { platforms } from '#rules/platforms.ts';
import { publishedRules } from '#rules/published.ts';
import { getDataset } from '#site/dataset.ts';
import { respond } from '#site/media-type.ts';

export const getStaticPaths = (async () => {
  const { releases, features } = await getDataset();
  return releases.flatMap(({ release }) =>
    features.flatMap(({ id: feature }) =>
      platforms.map((platform) => ({ params: { release, feature, file: `${platform.id}.${platform.extension}` }, props: { platform } })),
    ),
  );
}) satisfies GetStaticPaths;

/** The rules of one feature in a release, for the example environment, seen from the edge. */
export const GET: APIRoute<{ platform: Platform }> = async ({ url, params: { release, feature }, props: { platform } }) =>
  respond(url, publishedRules(await getDataset(), platform, { release: release as string, feature }).text);
