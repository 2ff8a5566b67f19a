import { fileURLToPath } from 'node:url';
import type { Loader } from 'astro/loaders';
import { formatReport } from '#dataset/problem.ts';
import { readDataset } from '#dataset/read.ts';

/**
 * The gate as a content loader: one entry, `dataset`, or a report. A build stops at the report. While the development server
 * runs, a bad save prints it and the pages keep the last good data.
 */
export const datasetLoader: Loader = {
  name: 'portcullis-dataset',
  load: async ({ config, generateDigest, logger, store, watcher }) => {
    const root = fileURLToPath(config.root);
    const load = async () => {
      const result = await readDataset(root);
      if ('problems' in result) return formatReport(result.problems);
      store.set({
        id: 'dataset',
        data: { ...result.dataset },
        digest: generateDigest(JSON.stringify(result.dataset)),
      });
      return undefined;
    };

    const report = await load();
    if (report !== undefined) throw new Error(`The dataset is not fit to publish.\n\n${report}`);

    /** One after the other, so that of two quick saves the later one is read last. */
    let reading = Promise.resolve();
    const reload = (path: string) => {
      if (!/[\\/]src[\\/](data|content)[\\/]/.test(path)) return;
      reading = reading
        .then(load)
        .catch((error: unknown) => String(error))
        .then((problems) => {
          if (problems === undefined) logger.info('dataset read again');
          else logger.error(`the last good data stay in use\n\n${problems}`);
        });
    };
    watcher?.on('change', reload).on('add', reload).on('unlink', reload);
    watcher?.add(`${root}src/data`);
  },
};
