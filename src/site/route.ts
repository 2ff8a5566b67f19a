import { getCollection } from 'astro:content';
import { defineRouteMiddleware } from '@astrojs/starlight/route-data';
import { getDataset } from './dataset.ts';
import { featurePath, pathTo } from './path.ts';

/** Builds the navigation of every page from the dataset and the guides, so that a new feature is in it without being listed anywhere. */
export const onRequest = defineRouteMiddleware(async ({ locals, url }) => {
  const { starlightRoute } = locals;
  const dataset = await getDataset();
  const guides = await getCollection('docs', ({ id }) => id.startsWith('guides/'));

  const link = (label: string, href: string) => ({
    type: 'link' as const,
    label,
    href,
    isCurrent: url.pathname === href,
    badge: undefined,
    attrs: {},
  });
  const group = (label: string, entries: ReturnType<typeof link>[]) => ({
    type: 'group' as const,
    label,
    entries,
    collapsed: false,
    badge: undefined,
  });

  starlightRoute.sidebar = [
    group('Reference', [
      link('All ports', pathTo('/ports/')),
      link('Host names', pathTo('/hosts/')),
      link('Host lists', pathTo('/lists/')),
      link('Firewall rules', pathTo('/rules/')),
      link('Rule builder', pathTo('/builder/')),
      link('Releases', pathTo('/releases/')),
      link('Downloads', pathTo('/downloads/')),
      link('API', pathTo('/api/')),
      link('Glossary', pathTo('/glossary/')),
      link('About the data', pathTo('/about/')),
    ]),
    ...dataset.product.groups.map(({ id, title }) =>
      group(
        title,
        dataset.features.filter((feature) => feature.group === id).map((feature) => link(feature.title, featurePath(feature.id))),
      ),
    ),
    group(
      'Guides',
      guides.map(({ id, data }) => link(data.title, pathTo(`/${id}/`))).sort((a, b) => a.label.localeCompare(b.label, 'en')),
    ),
  ];
});
