import { getEntry } from 'astro:content';
import type { Dataset } from '#dataset/dataset.ts';

/** The dataset that the gate let through. */
export async function getDataset(): Promise<Dataset> {
  const entry = await getEntry('dataset', 'dataset');
  if (!entry) throw new Error('the content store holds no dataset');
  return entry.data as unknown as Dataset;
}

export type { Dataset };
