/** The published feeds, read as feed readers read them, against `changes.json` and the pages. */
import { parseFeed } from '@rowanmanning/feed-parser';
import { parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import type { ChangeList, ChangeRecord, Impact } from '#exports/changes-json.ts';
import { atomProblems, jsonFeedProblems, textsOf } from '../feeds.ts';
import { attribute, childrenOf, find, first, site, textOf } from './built.ts';
import { dataset, features, releases } from './published.ts';

const list: ChangeList = JSON.parse(site.text('/api/v1/changes.json'));
const feeds = ['changes', ...features];
const atomOf = (feed: string) => site.text(`/feeds/${feed}.atom`);
const json = JSON.parse(site.text('/feeds/changes.json'));
const recordsOf = (feed: string) => [...list.changes, ...list.unknown].filter((record) => feed === 'changes' || record.feature === feed);

/** The entries of a feed, content as the elements that a reader shows. */
function entriesOf(feed: string) {
  const contents = textsOf(atomOf(feed), '//a:entry/a:content');
  return parseFeed(atomOf(feed)).items.map((item, at) => ({ ...item.toJSON(), content: parseFragment(contents[at] as string) }));
}

/** What stands above the flows of each change in an entry, and before or after their number in its summary. */
const headings: Record<Impact | 'Unknown', { heading: string; count: RegExp }> = {
  AddedFlow: { heading: 'Flows added', count: /(\d+) flows? added/ },
  RemovedFlow: { heading: 'Flows removed', count: /(\d+) flows? removed/ },
  AddedHosts: { heading: 'Hosts added', count: /hosts added to (\d+) flow/i },
  RemovedHosts: { heading: 'Hosts removed', count: /hosts removed from (\d+) flow/i },
  PerhapsAddedHosts: { heading: 'Hosts perhaps added', count: /hosts perhaps added to (\d+) flow/i },
  PerhapsRemovedHosts: { heading: 'Hosts perhaps removed', count: /hosts perhaps removed from (\d+) flow/i },
  ChangedDirection: { heading: 'Printed direction changed', count: /printed direction of (\d+) flows? changed/i },
  ChangedCondition: { heading: 'Printed condition changed', count: /printed condition of (\d+) flows? changed/i },
  ChangedWording: { heading: 'Printed wording changed', count: /printed wording of (\d+) flows? changed/i },
  Unknown: { heading: 'What cannot be known', count: /Whether (\d+) flows? changed cannot be known/ },
};

/** Each heading of an entry with the items of the lists below it, up to the next heading. */
function sectionsOf(content: Parameters<typeof childrenOf>[0]) {
  const sections: { heading: string; items: { href: string; text: string }[] }[] = [];
  for (const element of childrenOf(content)) {
    if (element.tagName === 'h3') sections.push({ heading: textOf(element), items: [] });
    const items = element.tagName === 'ul' ? childrenOf(element) : [];
    sections.at(-1)?.items.push(...items.map((item) => ({ href: attribute(first(item, 'a'), 'href') as string, text: textOf(item) })));
  }
  return sections;
}

it('publishes a feed of all changes in two formats and one for each feature, and no others', () => {
  expect(site.files.filter((path) => path.startsWith('/feeds/'))).toEqual(
    [...feeds.map((feed) => `/feeds/${feed}.atom`), '/feeds/changes.json'].sort(),
  );
});

describe.each(feeds)('/feeds/%s.atom', (feed) => {
  it('keeps the grammar of RFC 4287, and what only its words say', () => {
    expect(atomProblems(atomOf(feed))).toEqual([]);
  });

  it('has an entry for each release that changes something of it or leaves something open, and each change of the dataset', () => {
    const compared = releases
      .slice(1)
      .filter((release) => feed === 'changes' || recordsOf(feed).some((record) => record.release === release));
    const ids = dataset.features.find(({ id }) => id === feed)?.flows.map(({ id }) => id) ?? [];
    const versions = list.datasetChanges.filter(
      ({ flows }) => feed === 'changes' || flows.length === 0 || flows.some((id) => ids.includes(id)),
    );
    const titles = entriesOf(feed).map(({ title }) => title as string);
    expect(titles.flatMap((title) => /elease (\S+): what changed since/.exec(title)?.[1] ?? []).sort()).toEqual(compared.toSorted());
    expect(titles.filter((title) => title.startsWith('Dataset '))).toEqual(
      versions.map(({ dataset: version, title }) => `Dataset ${version}: ${title}`),
    );
    expect(titles).toHaveLength(compared.length + versions.length);
  });

  it('names in each entry the flows of changes.json, each under the heading of its change, with its hosts', () => {
    for (const { title, url, content } of entriesOf(feed)) {
      const [, release, before] = /elease (\S+): what changed since (\S+)$/.exec(title as string) ?? [];
      if (release === undefined) continue;
      expect(url).toBe(`/releases/${before}/${release}/`);
      const records = recordsOf(feed).filter((record) => record.release === release);
      const expected = Object.entries(headings).flatMap(([impact, { heading }]) => {
        const found = records.filter((record) => ('impact' in record ? record.impact : 'Unknown') === impact);
        return found.length === 0 ? [] : [{ heading, flows: found.map(({ feature, flow }) => `/features/${feature}/#${flow}`).sort() }];
      });
      const sections = sectionsOf(content);
      expect(sections.map(({ heading, items }) => ({ heading, flows: items.map(({ href }) => href).sort() }))).toEqual(expected);
      for (const { heading, items } of sections) {
        const bag = records.filter((record) => 'impact' in record && headings[record.impact].heading === heading);
        for (const record of bag) {
          const item = items.filter(({ href }) => href === `/features/${record.feature}/#${record.flow}`);
          const own = item.find(({ text }) => text.includes(`Compared with ${record.previousRelease},`)) ?? item[0];
          const { hosts, covered, previous, current } = record as ChangeRecord;
          for (const word of [
            ...hosts,
            ...covered,
            ...(previous.printed ? [previous.printed] : []),
            ...(current.printed ? [current.printed] : []),
          ])
            expect(own?.text, record.id).toContain(word);
          expect(own?.text.includes('now stands for'), record.id).toBe(covered.length > 0);
          expect(own?.text.includes(`Compared with ${record.previousRelease},`), record.id).toBe(record.previousRelease !== before);
        }
      }
    }
  });

  it('has a count of each kind in its summary', () => {
    for (const { title, description } of entriesOf(feed)) {
      const release = /elease (\S+): what changed since/.exec(title as string)?.[1];
      if (release === undefined) continue;
      const records = recordsOf(feed).filter((record) => record.release === release);
      for (const [impact, { count }] of Object.entries(headings)) {
        const number = records.filter((record) => ('impact' in record ? record.impact : 'Unknown') === impact).length;
        expect(Number(count.exec(description as string)?.[1] ?? 0), `${title} ${impact}`).toBe(number);
      }
    }
  });

  it('has times at midnight of a version of the dataset, updated never before published', () => {
    const midnights = dataset.changes.map((change) => `${change.dataset.replaceAll('.', '-')}T00:00:00.000Z`);
    for (const { published, updated } of entriesOf(feed)) {
      expect(midnights).toContain(published);
      expect(midnights).toContain(updated);
      expect(Date.parse(updated as string)).toBeGreaterThanOrEqual(Date.parse(published as string));
    }
  });

  it('leads to pages that are there', () => {
    const hrefs = entriesOf(feed).flatMap(({ url, content }) => [
      url as string,
      ...find(content, 'a').map((link) => attribute(link, 'href') as string),
    ]);
    const comparisons = releases.slice(1).map((release, at) => `/releases/${releases[at]}/${release}/`);
    for (const href of new Set(hrefs)) {
      const [path = '', id] = href.split('#');
      if (comparisons.includes(path)) continue;
      const ids = find(site.page(path).document, '[id]').map((element) => attribute(element, 'id'));
      if (id !== undefined) expect(ids, href).toContain(id);
    }
  });
});

describe('/feeds/changes.json', () => {
  it('keeps JSON Feed 1.1', () => {
    expect(jsonFeedProblems(site.text('/feeds/changes.json'))).toEqual([]);
  });

  it('has the entries of the Atom feed', () => {
    const entries = entriesOf('changes');
    expect(json.items.map(({ id, title, summary }: Record<string, string>) => [id, title, summary])).toEqual(
      entries.map(({ id, title, description }) => [id, title, description]),
    );
    expect(json.items.map(({ content_html: html }: Record<string, string>) => html)).toEqual(
      textsOf(atomOf('changes'), '//a:entry/a:content'),
    );
  });
});

it('gives every entry an id of its own over all feeds, but a change of the dataset the same in each', () => {
  const all = feeds.flatMap((feed) => entriesOf(feed).map(({ id, title }) => ({ id: id as string, title: title as string })));
  const byId = Map.groupBy(all, ({ id }) => id);
  for (const [id, entries] of byId) {
    const titles = new Set(entries.map(({ title }) => title));
    expect(titles.size, id).toBe(1);
    if (!/^Dataset /.test([...titles][0] as string)) expect(entries, id).toHaveLength(1);
  }
});

describe('pages lead to feeds', () => {
  const alternates = (path: string) =>
    find(site.page(path).document, 'link')
      .filter((link) => attribute(link, 'rel') === 'alternate' && /atom|feed/.test(attribute(link, 'type') ?? ''))
      .map((link) => [attribute(link, 'type'), attribute(link, 'title'), attribute(link, 'href')]);
  const common = [
    ['application/atom+xml', 'Portcullis: all changes', '/feeds/changes.atom'],
    ['application/feed+json', 'Portcullis: all changes', '/feeds/changes.json'],
  ];

  it('in the head of each, that of a feature first on its own page, by the title of the feed', () => {
    for (const { path } of site.pages) {
      const feature = /^\/features\/(.+)\/$/.exec(path)?.[1];
      const own = feature === undefined ? [] : [['application/atom+xml', parseFeed(atomOf(feature)).title, `/feeds/${feature}.atom`]];
      expect(alternates(path), path).toEqual([...own, ...common]);
    }
    expect([parseFeed(atomOf('changes')).title, json.title]).toEqual([common[0]?.[1], common[1]?.[1]]);
  });

  it('in words, on the page of releases and of each feature', () => {
    const hrefs = (path: string) => find(site.page(path).document, 'a').map((link) => attribute(link, 'href'));
    expect(hrefs('/releases/')).toEqual(expect.arrayContaining(['/feeds/changes.atom', '/feeds/changes.json']));
    for (const feature of features) expect(hrefs(`/features/${feature}/`)).toContain(`/feeds/${feature}.atom`);
  });
});
