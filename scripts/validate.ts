/** The gate alone: `node scripts/validate.ts [folder]` reports every problem of the dataset in that folder, this project's by default. */
import { fileURLToPath } from 'node:url';
import type { Dataset } from '#dataset/dataset.ts';
import { formatReport } from '#dataset/problem.ts';
import { readDataset } from '#dataset/read.ts';
import { defaultRelease } from '#dataset/release-flow.ts';

const [root = fileURLToPath(new URL('..', import.meta.url))] = process.argv.slice(2);
const result = await readDataset(root);
if ('problems' in result) {
  console.error(formatReport(result.problems));
  process.exitCode = 1;
} else {
  console.log(coverage(result.dataset));
}

/** How much of the default release's table is read: rows that support a flow, out of all rows, and the flows they support. */
function coverage(dataset: Dataset): string {
  const { release, rows } = defaultRelease(dataset);
  const read = rows.map((row) => Object.keys(row.flows)).filter((ids) => ids.length > 0);
  return `${read.length} of ${rows.length} printed rows of ${release} read as ${new Set(read.flat()).size} flows`;
}
