/** Feeds as other programs take them: the grammar of Atom, and a schema of JSON Feed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { RelaxNGValidator, XmlDocument } from 'libxml2-wasm';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const grammar = XmlDocument.fromString(fixture('atom.rng'));
const atom = RelaxNGValidator.fromDoc(grammar);
const jsonFeed = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(
  JSON.parse(fixture('json-feed.schema.json')),
);

/** What is wrong with a text that should be an Atom feed: as XML, by the grammar of RFC 4287, or by what only the RFC's words say. */
export function atomProblems(text: string): string[] {
  try {
    const document = XmlDocument.fromString(text);
    try {
      atom.validate(document);
      return sayings.filter(({ broken }) => document.find(broken, names).length > 0).map(({ rule }) => rule);
    } finally {
      document.dispose();
    }
  } catch (error) {
    return [String(error)];
  }
}

const names = { a: 'http://www.w3.org/2005/Atom' };

/** Rules of RFC 4287 that its grammar cannot hold, each with an XPath to what breaks it. */
const sayings = [
  { rule: '4.1.1: a feed has an author unless each entry has one', broken: '/a:feed[not(a:author)][a:entry[not(a:author)]]' },
  { rule: '4.1.1: two entries of the same id have different times', broken: '//a:entry[a:id=preceding-sibling::a:entry/a:id]' },
  { rule: '4.1.2: an entry has content or an alternate link', broken: '//a:entry[not(a:content)][not(a:link[@rel="alternate"])]' },
  { rule: '3.3: a time has a time zone', broken: '//*[self::a:updated or self::a:published][not(contains(., "Z"))]' },
  { rule: '4.2.6: an id is a whole IRI', broken: '//a:id[not(starts-with(., "urn:uuid:"))]' },
];

/** Texts of the nodes of an Atom feed that an XPath finds, the prefix of Atom being `a`; white space around them means nothing. */
export function textsOf(feed: string, path: string): string[] {
  const document = XmlDocument.fromString(feed);
  const texts = document.find(path, names).map(({ content }) => content.trim());
  document.dispose();
  return texts;
}

/** What is wrong with a text that should be a JSON Feed. */
export function jsonFeedProblems(text: string): string[] {
  if (!jsonFeed(JSON.parse(text))) return (jsonFeed.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const ids = (JSON.parse(text) as { items: { id: string }[] }).items.map(({ id }) => id);
  return ids.filter((id, at) => ids.indexOf(id) < at).map((id) => `${id} stands twice`);
}
