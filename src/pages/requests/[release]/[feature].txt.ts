import type { APIRoute, GetStaticPaths } from 'astro';
import { renderChangeRequest, toChangeRequest } from '#exports/change-request.ts';
import { getDataset } from '#site/dataset.ts';
import { respond } from '#site/media-type.ts';

export const getStaticPaths = (async () => {
  const { releases, features } = await getDataset();
  const whole = { name: 'all', feature: undefined };
  return releases.flatMap(({ release }) =>
    [whole, ...features.map(({ id }) => ({ name: id, feature: id }))].map(({ name, feature }) => ({
      params: { release, feature: name },
      props: { feature },
    })),
  );
}) satisfies GetStaticPaths;

/** The text of a change request for a release, of the whole gateway or one feature. */
export const GET: APIRoute<{ feature: string | undefined }> = async ({ url, params: { release }, props: { feature } }) =>
  respond(url, renderChangeRequest(toChangeRequest(await getDataset(), release as string, feature)));
