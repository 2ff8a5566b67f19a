import { getCollection } from 'astro:content';
import type { APIRoute } from 'astro';
import { notations } from '#exports/notations.ts';
import { platforms } from '#rules/platforms.ts';
import { getDataset } from '#site/dataset.ts';
import { defaultRelease, flowViews, portPages } from '#site/flow-view.ts';
import { respond } from '#site/media-type.ts';
import { pathTo } from '#site/path.ts';
import { releasePairs } from '#site/release-pair.ts';

/** A map of the site for language models (llmstxt.org), leading to the Markdown of every page. */
export const GET: APIRoute = async ({ url, site }) => {
  const dataset = await getDataset();
  const { product } = dataset;
  const current = defaultRelease(dataset);
  const guides = await getCollection('docs', ({ id }) => id.startsWith('guides/'));
  const address = (path: `/${string}`) => (site ? new URL(pathTo(path), site).href : pathTo(path));
  const link = (title: string, path: `/${string}`, says: string) => `- [${title}](${address(path)}): ${says.trim()}`;
  const page = (title: string, path: `/${string}`, says: string) => link(title, `${path}index.md`, says);

  const sections: [string, string[]][] = [
    [
      'Reference',
      [
        page('Start page', '/', 'the features with their ports'),
        page('All ports', '/ports/', 'every flow in one table'),
        page('Host names', '/hosts/', 'every published host name, and the flows that need it'),
        page('Host lists', '/lists/', 'the host names as plain lists, and what a list does not say'),
        page('Firewall rules', '/rules/', 'the platforms that rules are generated for, and how each is checked'),
        page('Builder', '/builder/', 'rules for one’s own addresses, made in the browser'),
        page('Releases', '/releases/', 'how far the table of each release could be read'),
        page('Downloads', '/downloads/', 'the flows of every release as files'),
        page('API', '/api/', 'every address for programs, and what is promised of it'),
        page('Glossary', '/glossary/', 'the words of the tables and pages'),
        page('About the data', '/about/', 'sources, method, and what is unknown'),
      ],
    ],
    [
      'Data',
      [
        link('Flows', '/api/v1/flows.json', `the flows of ${current.release} with every field`),
        link('Changes', '/api/v1/changes.json', 'what changed from release to release, and in the dataset'),
        link('Index', '/api/v1/index.json', 'every file for programs with its size and checksum'),
      ],
    ],
    ['Features', dataset.features.map(({ id, title, summary }) => page(title, `/features/${id}/`, summary))],
    [
      'Ports',
      [...portPages(flowViews(dataset))].map(([port, views]) =>
        page(`Port ${port}`, `/ports/${port}/`, [...new Set(views.map(({ featureTitle }) => featureTitle))].join(', ')),
      ),
    ],
    [
      'Releases',
      dataset.releases
        .toReversed()
        .map(({ release, readTo: { end } }) =>
          page(release, `/releases/${release}/`, end ? 'the whole table, row by row' : 'as far as its table could be read, row by row'),
        ),
    ],
    [
      'Releases compared',
      releasePairs(dataset)
        .toReversed()
        .map(({ from, to }) => page(`From ${from} to ${to}`, `/releases/${from}/${to}/`, 'what to open, to close and to leave')),
    ],
    [
      'Releases for paper',
      dataset.releases
        .toReversed()
        .map(({ release }) => page(`${release} to print`, `/print/${release}/`, 'all connections, hosts and the rules of a platform')),
    ],
    ['Host lists by notation', notations.map(({ id, title, holds }) => page(title, `/lists/${id}/`, holds))],
    [
      'Rules of the whole gateway',
      platforms.map(({ id, name, minimum }) => page(name, `/rules/${id}/`, `how to apply, verify and undo them; needs ${minimum}`)),
    ],
    [
      'Guides',
      guides.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, data }) => page(data.title, `/${id}/`, data.description ?? data.title)),
    ],
  ];
  const body = sections.map(([title, lines]) => `## ${title}\n\n${lines.join('\n')}\n`).join('\n');
  return respond(
    url,
    `# Portcullis\n\n> The ports of the ${product.name}: who opens each connection to whom, for which feature, and what the source says.\n\n${product.notice.trim()} Dataset ${product.dataset}. Pages show release ${current.release} unless another one is chosen. A port is a destination port unless said otherwise, and "in" and "out" are seen from the gateway.\n\n${body}`,
  );
};
