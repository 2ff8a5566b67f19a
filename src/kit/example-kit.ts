/** What tests of the kit start from: made-up flows in the example environment, and their sides. */
import { exampleDataset } from '#dataset/example.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import type { Environment } from '#rules/environment.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import type { KitAbout } from './header.ts';
import { type Side, toProbes } from './probe.ts';

const dataset = exampleDataset();

export const exampleAbout: KitAbout = { product: dataset.product.name, release: '1.1.0', dataset: dataset.product.dataset, example: true };

/** All flows of the release, or those with these ids. */
export const exampleFlows = (...ids: string[]): ReleaseFlow[] =>
  releaseFlows(dataset, exampleAbout.release).filter(({ flow }) => ids.length === 0 || ids.includes(flow.id));

/** The example environment with some changes. */
export const knowing = (change: Partial<Environment> = {}): Environment => ({ ...exampleEnvironment({ zones: null }, 'edge'), ...change });

/** The side of one party. */
export function exampleSide(id: string, flows = exampleFlows(), environment = knowing()): Side {
  const found = toProbes(flows, environment).find((side) => side.id === id);
  if (!found) throw new Error(`nothing begins at ${id}`);
  return found;
}
