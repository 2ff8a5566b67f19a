/** What the feeds of the example are to programs that did not write them. */
import { parseFeed } from '@rowanmanning/feed-parser';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '#dataset/dataset.ts';
import { exampleDataset } from '#dataset/example.ts';
import { toFeed } from '#exports/feed.ts';
import { renderAtom } from '#exports/feed-atom.ts';
import { renderJsonFeed } from '#exports/feed-json.ts';
import { feedAddresses } from '#site/feed-addresses.ts';
import { atomProblems, jsonFeedProblems, textsOf } from './feeds.ts';

const site = new URL('https://ports.example.net');
const feedOf = (extension: 'atom' | 'json', origin: URL | undefined = site, dataset: Dataset = exampleDataset(), feature?: string) =>
  toFeed(dataset, feedAddresses(origin, extension, feature), feature);
const atom = renderAtom(feedOf('atom'));
const json = renderJsonFeed(feedOf('json'));
/** The same feeds of a site that does not know its address. */
const local = {
  atom: renderAtom(toFeed(exampleDataset(), feedAddresses(undefined, 'atom'))),
  json: renderJsonFeed(toFeed(exampleDataset(), feedAddresses(undefined, 'json'))),
};

/** The example with a text in its place that a careless writer lets through as markup. */
const hostile = `</title><b>&"'</b> &amp; ]]> <![CDATA[ x`;
function hostileDataset(): Dataset {
  const dataset = structuredClone(exampleDataset()) as Dataset & {
    product: { name: string };
    changes: { title: string; reason: string }[];
    features: { flows: { title: string }[] }[];
  };
  dataset.product.name = hostile;
  for (const change of dataset.changes) Object.assign(change, { title: `${change.dataset} ${hostile}`, reason: hostile });
  for (const flow of dataset.features.flatMap(({ flows }) => flows)) flow.title = hostile;
  return dataset;
}

describe('Atom', () => {
  it('keeps the grammar of RFC 4287, and what only its words say', () => {
    expect(atomProblems(atom)).toEqual([]);
    expect(atomProblems(local.atom)).toEqual([]);
    for (const feature of ['smtp', 'upkeep']) {
      expect(atomProblems(renderAtom(feedOf('atom', site, exampleDataset(), feature)))).toEqual([]);
    }
  });

  it('is read back whole by a reader of feeds', () => {
    const written = feedOf('atom');
    const read = parseFeed(atom);
    expect(read).toMatchObject({
      title: written.title,
      description: written.subtitle,
      self: written.self,
      url: written.home,
      language: 'en',
    });
    expect(read.meta).toMatchObject({ type: 'atom', version: '1.0' });
    expect(read.updated).toEqual(new Date(written.updated));
    expect(
      read.items.map(({ id, title, url, description, content, published, updated, categories }) => ({
        id,
        title,
        address: url,
        summary: description,
        html: content,
        published,
        updated,
        features: categories.map(({ term }) => term),
      })),
    ).toEqual(written.entries.map((entry) => ({ ...entry, published: new Date(entry.published), updated: new Date(entry.updated) })));
  });

  it('holds a hostile text as text', () => {
    const text = renderAtom(feedOf('atom', site, hostileDataset()));
    expect(atomProblems(text)).toEqual([]);
    expect(textsOf(text, '//a:entry[1]/a:title | //a:entry[1]/a:summary')).toEqual([hostile, `Dataset 2026.02.01: 2026.02.01 ${hostile}`]);
    expect(textsOf(text, '//a:entry[1]/a:content')[0]).toMatch(
      /^<p>&lt;\/title&gt;&lt;b&gt;&amp;&quot;&#39;&lt;\/b&gt; &amp;amp; \]\]&gt; /,
    );
  });

  it('has paths where the site does not know its address, which lead on from wherever the feed was found', () => {
    const hrefs = [...local.atom.matchAll(/<link href="([^"]*)"/g)].map(([, href]) => href as string);
    expect(hrefs.slice(0, 2)).toEqual(['/feeds/changes.atom', '/releases/']);
    expect(hrefs.every((href) => href.startsWith('/') && URL.canParse(href, 'https://anywhere.example.net/feeds/changes.atom'))).toBe(true);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['that is no XML', (text) => text.replace('</feed>', ''), /XmlParseError|Premature|end/i],
    ['without an id', (text) => text.replace(/<id>.*?<\/id>/, ''), /Element feed failed to validate/],
    ['without a time', (text) => text.replace(/<updated>.*?<\/updated>/, ''), /got nothing|failed to validate/],
    ['with a time of another form', (text) => text.replace(/<updated>.*?</, '<updated>1 February 2026<'), /dateTime/],
    ['with a time of no zone', (text) => text.replace('.000Z</updated>', '</updated>'), /3\.3: a time has a time zone/],
    ['with two titles', (text) => text.replace('<title>', '<title>twice</title><title>'), /failed to validate/],
    ['with an element of another name', (text) => text.replaceAll('summary>', 'abstract>'), /failed to validate|Did not expect/],
    ['with an unknown attribute', (text) => text.replace('<entry>', '<entry lang="en">'), /Invalid attribute lang/],
    ['with a link that leads nowhere', (text) => text.replace(/<link href="[^"]*"/, '<link'), /failed to validate/],
    ['with a media type that is none', (text) => text.replace('type="text/html"', 'type="page"'), /failed to validate|Invalid attribute/],
    ['of another name space', (text) => text.replace('2005/Atom', '2004/Atom'), /Did not expect element feed/],
    ['without an author', (text) => text.replace(/<author>.*?<\/author>/s, ''), /4\.1\.1: a feed has an author/],
    ['with an entry twice', (text) => text.replace(/<entry>.*?<\/entry>/s, '$&$&'), /4\.1\.1: two entries/],
    ['with an id that is no URN', (text) => text.replace('urn:uuid:', ''), /4\.2\.6/],
  ])('would be refused %s', (_, spoil, problem) => {
    const spoilt = spoil(atom);
    expect(spoilt).not.toBe(atom);
    expect(atomProblems(spoilt).join('\n')).toMatch(problem);
  });
});

describe('JSON Feed', () => {
  it('keeps version 1.1', () => {
    expect(jsonFeedProblems(json)).toEqual([]);
    expect(jsonFeedProblems(local.json)).toEqual([]);
    expect(jsonFeedProblems(renderJsonFeed(feedOf('json', site, hostileDataset())))).toEqual([]);
  });

  it('has the entries of the Atom feed', () => {
    const written = feedOf('json');
    expect(JSON.parse(json)).toMatchObject({
      title: written.title,
      home_page_url: 'https://ports.example.net/releases/',
      feed_url: 'https://ports.example.net/feeds/changes.json',
    });
    expect(
      (JSON.parse(json) as { items: Record<string, unknown>[] }).items.map((item) => [item.id, item.title, item.url, item.content_html]),
    ).toEqual(parseFeed(atom).items.map(({ id, title, url, content }) => [id, title, url, content]));
  });

  it('leaves addresses out where the site does not know its own, since only whole ones are allowed', () => {
    const { items, ...feed } = JSON.parse(local.json);
    expect(Object.keys(feed)).not.toEqual(expect.arrayContaining(['home_page_url']));
    expect([...Object.keys(feed), ...Object.keys(items[0])].filter((key) => key.includes('url'))).toEqual([]);
    expect(items.map(({ id }: { id: string }) => id)).toEqual(JSON.parse(json).items.map(({ id }: { id: string }) => id));
  });

  it.each<[string, (feed: { items: Record<string, unknown>[] }) => unknown]>([
    ['of another version', (feed) => ({ ...feed, version: 'https://jsonfeed.org/version/1' })],
    ['without items', ({ items, ...feed }) => feed],
    ['with a path for an address', (feed) => ({ ...feed, feed_url: '/feeds/changes.json' })],
    ['with a further key', (feed) => ({ ...feed, updated: '2026-02-01T00:00:00Z' })],
    ['with an entry without content', (feed) => ({ ...feed, items: [{ ...feed.items[0], content_html: undefined }] })],
    ['with a number for an id', (feed) => ({ ...feed, items: [{ ...feed.items[0], id: 1 }] })],
    ['with a time of no zone', (feed) => ({ ...feed, items: [{ ...feed.items[0], date_published: '2026-02-01T00:00:00' }] })],
    ['with an entry twice', (feed) => ({ ...feed, items: [feed.items[0], feed.items[0]] })],
  ])('would be refused %s', (_, spoil) => {
    expect(jsonFeedProblems(JSON.stringify(spoil(JSON.parse(json))))).not.toEqual([]);
  });
});
