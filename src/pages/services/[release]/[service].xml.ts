import type { APIRoute, GetStaticPaths } from 'astro';
import { renderFirewalldService } from '#exports/firewalld-service.ts';
import { toFlowList } from '#exports/flow-record.ts';
import { getDataset } from '#site/dataset.ts';
import { serviceName } from '#site/files.ts';
import { type FirewalldService, firewalldServices } from '#site/firewalld-services.ts';
import { flowViews } from '#site/flow-view.ts';
import { respond } from '#site/media-type.ts';

export const getStaticPaths = (async () => {
  const dataset = await getDataset();
  const services = firewalldServices(flowViews(dataset));
  return dataset.releases.flatMap(({ release }) =>
    services.map(({ feature, title, direction }) => ({
      params: { release, service: serviceName(feature, direction) },
      props: { feature, title, direction },
    })),
  );
}) satisfies GetStaticPaths;

/** The ports of a feature in a release, as a service of firewalld. */
export const GET: APIRoute<FirewalldService> = async ({ url, params: { release }, props: { feature, title, direction } }) =>
  respond(url, renderFirewalldService(toFlowList(await getDataset(), release, feature), title, direction));
