import type { APIRoute, GetStaticPaths } from 'astro';
import { toFlowList } from '#exports/flow-record.ts';
import { renderHostList } from '#exports/host-list.ts';
import type { Notation } from '#exports/notation.ts';
import { notations } from '#exports/notations.ts';
import { getDataset } from '#site/dataset.ts';
import { flowViews } from '#site/flow-view.ts';
import { hostListFile, listedFeatures } from '#site/host-lists.ts';
import { respond } from '#site/media-type.ts';

interface List {
  release: string;
  notation: Notation;
  feature?: string;
}

export const getStaticPaths = (async () => {
  const dataset = await getDataset();
  const features = [undefined, ...listedFeatures(flowViews(dataset))];
  return dataset.releases.flatMap(({ release }) =>
    notations.flatMap((notation) =>
      features.map((feature) => ({
        params: { list: hostListFile(notation, release, feature).replace(/^\/lists\/(.+)\.txt$/, '$1') },
        props: { release, notation, feature },
      })),
    ),
  );
}) satisfies GetStaticPaths;

/** The host names of a release, or of one feature in it. */
export const GET: APIRoute<List> = async ({ url, props: { release, notation, feature } }) =>
  respond(url, renderHostList(toFlowList(await getDataset(), release, feature), notation));
