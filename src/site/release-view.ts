/** What the pages of a release are made from. */
import { getDataset } from './dataset.ts';
import { flowViews } from './flow-view.ts';
import { releaseSummaries } from './release-summary.ts';

/** One page for each release, for `getStaticPaths`. */
export const everyRelease = async () => (await getDataset()).releases.map(({ release }) => ({ params: { release } }));

/** A release by its number: itself, how much is known of it, and every flow with its standing in it. */
export async function releaseView(id: string | undefined) {
  const dataset = await getDataset();
  const release = dataset.releases.find((each) => each.release === id);
  const summary = releaseSummaries(dataset).find((each) => each.release === id);
  if (!release || !summary) throw new Error(`there is no release "${id}"`);
  const views = flowViews(dataset);
  const flows = views.flatMap((view) => view.releases.filter((each) => each.release === id).map((entry) => ({ view, entry })));
  return { dataset, release, summary, views, flows };
}
