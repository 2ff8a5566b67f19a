import { describe, expect, it } from 'vitest';
import { attribute, elementsOf, find, site, textOf } from './built.ts';
import { addressesInCss, brokenReferences, referencesOf } from './links.ts';
import { current, dataset, releases } from './published.ts';

const references = site.pages.flatMap((page) => referencesOf(page));
const links = site.pages.flatMap(({ path, document }) => find(document, 'a[href]').map((element) => ({ path, element })));

it('finds every link, image, script, style, file and #id of every page within the site', () => {
  expect(brokenReferences(site, '/', releases)).toEqual([]);
  expect(references.length).toBeGreaterThan(5000);
});

describe('nothing comes from another origin', () => {
  const foreign = (address: string) => /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(address);

  it('in pages: an address with a host stands in a link to follow, and nowhere else', () => {
    const loaded = references.filter(({ at, to }) => foreign(to) && !at.endsWith('<a href>'));
    expect(loaded).toEqual([]);
  });

  it('in links to follow: all of them are https or an address of the vendor as printed', () => {
    const hosts = references.filter(({ to }) => foreign(to)).map(({ to }) => new URL(to, 'https://site'));
    expect(hosts.filter(({ protocol }) => protocol !== 'https:').map(({ href }) => href)).toEqual([]);
    expect(hosts.length).toBeGreaterThan(0);
  });

  it('in style sheets', () => {
    const sheets = site.files.filter((path) => path.endsWith('.css')).flatMap((path) => addressesInCss(site.text(path)));
    expect(sheets.filter(foreign)).toEqual([]);
    expect(sheets.filter((address) => address.endsWith('.woff2')).length).toBeGreaterThan(0);
  });

  it('in scripts: an address there is a name, a comment or a base to resolve against', () => {
    const allowed = [
      /^http:\/\/www\.w3\.org\/(2000\/svg|1999\/xlink|1999\/xhtml|1998\/Math\/MathML)$/, // names of XML vocabularies
      /^https:\/\/(example\.com\$\{|p$)/, // the search resolves a path against it and drops it again
      /^https:\/\/(github\.com\/[\w-]+|[\w.-]+\.(dev|com|io))$/, // translators thanked in the search's strings
      /^http:\/\/\[\$\{\w+\}\]$/, // an IPv6 address is tried as that of a URL, which is dropped again
      /^https:\/\/(markjs\.io\/|git\.io\/vwTVl|bugs\.webkit\.org\/|bugzilla\.mozilla\.org\/)/, // comments
    ];
    const inline = site.pages
      .flatMap(({ document }) => find(document, 'script'))
      // Data that no browser runs.
      .filter((script) => attribute(script, 'type') !== 'application/json')
      .map((script) => script.childNodes.map((node) => ('value' in node ? node.value : '')).join(''));
    const files = site.files.filter((path) => /\.(js|mjs|svg)$/.test(path)).map((path) => site.text(path));
    const addresses = [...inline, ...files].flatMap((text) => text.match(/\bhttps?:\/\/[^\s"'`)<>\\,]+/g) ?? []);
    expect(addresses.filter((address) => !allowed.some((pattern) => pattern.test(address)))).toEqual([]);
  });

  it('by a frame, an embedded object, a hint to connect elsewhere or a base of another site', () => {
    const found = site.pages.flatMap(({ document }) =>
      elementsOf(document).filter(
        (element) =>
          ['iframe', 'frame', 'embed', 'object', 'base', 'audio', 'video'].includes(element.tagName) ||
          /preconnect|dns-prefetch/.test(attribute(element, 'rel') ?? ''),
      ),
    );
    expect(found.map(({ tagName }) => tagName)).toEqual([]);
  });
});

it('saves every list instead of opening it, under a name that says what it is, of which release and day', () => {
  // A feed is not saved: its address goes into a reader.
  const files = links.filter(({ element }) =>
    /^(?!.*\/feeds\/).*\.(csv|json)$/.test(attribute(element, 'href')?.replace(/[?#].*$/, '') ?? ''),
  );
  const unnamed = files.filter(({ element }) => !attribute(element, 'download'));
  expect(unnamed.map(({ path, element }) => `${path} ${attribute(element, 'href')}`)).toEqual([]);
  expect(files.length).toBeGreaterThan(50);

  const lists = files.filter(({ element }) =>
    /\/(flows|features\/[^/]+)\.\w+$/.test(attribute(element, 'href')?.replace('/schema/flows', '') ?? ''),
  );
  for (const { element } of lists) {
    const address = attribute(element, 'href') as string;
    const [, release = current] = /\/releases\/([^/]+)\//.exec(address) ?? [];
    const [, feature] = /\/features\/([^/]+)\.\w+$/.exec(address) ?? [];
    const [extension] = /\w+$/.exec(address) ?? [];
    const name = ['portcullis', release, feature, dataset.product.dataset].filter(Boolean).join('-');
    expect(attribute(element, 'download')).toBe(`${name}.${extension}`);
  }
});

it('opens no window and names no target', () => {
  expect(links.filter(({ element }) => attribute(element, 'target') !== undefined).map(({ path }) => path)).toEqual([]);
});

it('has words in every link', () => {
  const silent = links.filter(({ element }) => textOf(element) === '' && !attribute(element, 'aria-label'));
  expect(silent.map(({ path, element }) => `${path} ${attribute(element, 'href')}`)).toEqual([]);
});

it('uses every id once in a page', () => {
  const twice = site.pages.flatMap(({ path, document }) => {
    const ids = find(document, '[id]').map((element) => attribute(element, 'id'));
    return ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${path}#${id}`);
  });
  expect(twice).toEqual([]);
});
