/** What is published: the dataset as the gate lets it through, and the lists under /api as their readers parse them. */
import { parse } from 'csv-parse/sync';
import { formatReport } from '#dataset/problem.ts';
import { readDataset } from '#dataset/read.ts';
import { defaultRelease } from '#dataset/release-flow.ts';
import type { FlowList } from '#exports/flow-record.ts';
import { platforms as found } from '#rules/platforms.ts';
import { root, site } from './built.ts';

const result = await readDataset(root);
if ('problems' in result) throw new Error(`The dataset is not fit to publish.\n\n${formatReport(result.problems)}`);

/** The real dataset. */
export const { dataset } = result;
export const releases = dataset.releases.map(({ release }) => release);
export const features = dataset.features.map(({ id }) => id);
export const current = defaultRelease(dataset).release;
/** The platforms that rules are published for, in the order of the tabs. */
export const platforms = found;

/** A text with its addresses of the site from the root, whether or not the site's own address is known to the build. */
export const fromRoot = (text: string): string =>
  dataset.product.site === undefined ? text : text.replaceAll(`${dataset.product.site}/`, '/');

const stem = (release: string, feature?: string) =>
  `/api/v1/releases/${release}/${feature === undefined ? 'flows' : `features/${feature}`}`;

/** A published flows.json. */
export const listOf = (release: string, feature?: string): FlowList => JSON.parse(site.text(`${stem(release, feature)}.json`));

/** A published flows.csv as text. */
export const csvOf = (release: string, feature?: string): string => site.text(`${stem(release, feature)}.csv`);

/** Records of a CSV text, by column name. */
export const recordsOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true, record_delimiter: '\r\n' });
