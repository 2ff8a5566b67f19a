import type { APIRoute, GetStaticPaths } from 'astro';
import type { Platform } from '#rules/platform.ts';
import { platforms } from '#rules/platforms.ts';
import { type Edition, editionsOf, publishedRules } from '#rules/published.ts';
import { getDataset } from '#site/dataset.ts';
import { rulesStem } from '#site/files.ts';
import { respond } from '#site/media-type.ts';

export const getStaticPaths = (async () =>
  (await getDataset()).releases.flatMap(({ release }) =>
    platforms.flatMap((platform) =>
      editionsOf(platform, release).map((edition) => ({
        params: { release, file: `${rulesStem({ platform, ...edition })}.${platform.extension}` },
        props: { platform, edition },
      })),
    ),
  )) satisfies GetStaticPaths;

/** The rules of the whole gateway in a release, for the example environment. */
export const GET: APIRoute<{ platform: Platform; edition: Edition }> = async ({ url, props: { platform, edition } }) =>
  respond(url, publishedRules(await getDataset(), platform, edition).text);
