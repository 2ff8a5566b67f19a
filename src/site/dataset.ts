import { getEntry } from 'astro:content';
import type { Dataset } from '#dataset/dataset.ts';

let built: Promise<Dataset> | undefined;

/** The dataset that the gate let through. A build reads it once; the development server asks each time, since a save may have changed it. */
export function getDataset(): Promise<Dataset> {
  if (!import.meta.env.PROD) return readDataset();
  built ??= readDataset();
  return built;
}

async function readDataset(): Promise<Dataset> {
  const entry = await getEntry('dataset', 'dataset');
  if (!entry) throw new Error('the content store holds no dataset');
  return entry.data as unknown as Dataset;
}

export type { Dataset };
