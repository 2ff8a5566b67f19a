import type { Check } from '#dataset/check.ts';
import { featureOf, pageOf } from '#dataset/page.ts';
import { wayOut } from '#dataset/problem.ts';

/** A feature is told in prose, and prose about a feature that has no flows misleads. */
export const check = {
  name: 'feature-pages',
  description: 'Every feature has a page with text, and every page of the features folder has its feature.',
  needs: [],
  check: ({ featureIds, pageFiles, pages, at }) => [
    ...featureIds
      .filter((id) => !pageFiles.includes(pageOf(id)))
      .map((id) => ({
        file: pageOf(id),
        path: [],
        message: `feature "${id}" has no page: write here what it is, and what breaks when its ports are closed`,
      })),
    ...pages
      .filter(({ feature, text }) => feature !== null && text.trim() === '')
      .map((page) => ({
        ...at(page),
        message: `the page of feature "${page.feature}" is empty: write what it is, and what breaks when its ports are closed`,
      })),
    ...pageFiles.flatMap((file) => {
      const id = featureOf(file);
      if (id === null || (featureIds.includes(id) && file === pageOf(id))) return [];
      const message = featureIds.includes(id)
        ? `the page of feature "${id}" is not read from this file: name it ${pageOf(id)}`
        : `no feature is called "${id}": ${wayOut(id, featureIds, `add src/data/features/${id}.yaml, or remove the page`)}`;
      return [{ file, path: [], message }];
    }),
  ],
} satisfies Check;
