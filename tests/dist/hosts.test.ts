/** What static hosts are told, as their own readers understand it, and the content security policy in each page. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Header, parseAllHeaders } from '@netlify/headers-parser';
import { parseAllRedirects } from '@netlify/redirect-parser';
import { describe, expect, it } from 'vitest';
import { expectedOf, policyOf } from '../hosting/expected.ts';
import { attribute, childrenOf, elementsOf, find, first, root, site } from './built.ts';

const served = site.files.filter((path) => !/^\/_(headers|redirects)$/.test(path));
const policy = policyOf(site.page('/').document);
const directives = new Map(policy.split('; ').map((directive) => directive.split(/ (.*)/, 2) as [string, string]));

describe('the policy', () => {
  it('is the same in every page and stands before all that it rules, and no page tells others where it is', () => {
    for (const { path, document } of site.pages) {
      expect(policyOf(document), path).toBe(policy);
      const [charset, meta] = childrenOf(first(document, 'head'));
      expect(charset && attribute(charset, 'charset'), path).toBe('utf-8');
      expect(meta && attribute(meta, 'http-equiv'), path).toBe('content-security-policy');
      const referrer = find(document, 'meta[name]').find((each) => attribute(each, 'name') === 'referrer');
      expect(referrer && attribute(referrer, 'content'), path).toBe('no-referrer');
    }
  });

  it('names each script that stands in a page by its hash, and no other', () => {
    const scripts = site.pages.flatMap(({ document }) =>
      find(document, 'script').filter((script) => attribute(script, 'src') === undefined),
    );
    const texts = scripts.map(({ childNodes }) => childNodes.map((node) => ('value' in node ? node.value : '')).join(''));
    const hashes = texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    expect(directives.get('script-src')?.split(' ').sort()).toEqual([...new Set(hashes), "'self'", "'wasm-unsafe-eval'"].sort());
  });

  it('opens nothing but what the pages have: nothing inline but style attributes, no eval, no other origin', () => {
    directives.delete('script-src');
    expect(Object.fromEntries(directives)).toEqual({
      'default-src': "'none'",
      'style-src': "'self'",
      'style-src-attr': "'unsafe-inline'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'worker-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
    });
    expect(policy).not.toMatch(/'unsafe-eval'|'unsafe-hashes'|https?:|blob:|\*/);
  });

  it('refuses nothing that a page has: no style element, no script in an attribute, nothing of another origin', () => {
    for (const { path, document } of site.pages) {
      const elements = elementsOf(document);
      expect(
        elements.filter(({ tagName }) => ['style', 'base', 'iframe', 'object', 'embed'].includes(tagName)),
        path,
      ).toEqual([]);
      expect(
        elements.flatMap(({ attrs }) => attrs.filter(({ name }) => name.startsWith('on'))),
        path,
      ).toEqual([]);
    }
  });
});

describe('_headers', async () => {
  const { headers, errors } = await parseAllHeaders({
    headersFiles: [join(root, 'dist/_headers')],
    configHeaders: [],
    minimal: false,
  });

  const rules = headers as Header[];

  it('is read without an error, within what Cloudflare Pages takes: 100 rules, 2000 characters in a line, one * in a path', () => {
    expect(errors).toEqual([]);
    expect(rules.length).toBeLessThan(100);
    for (const line of site.text('/_headers').split('\n')) expect(line.length).toBeLessThanOrEqual(2000);
    for (const rule of rules) expect(rule.for.split('*').length, rule.for).toBeLessThanOrEqual(2);
  });

  // Netlify's regular expressions, and those of Cloudflare Pages, where the * stands for any text.
  const cloudflare = (path: string) => new RegExp(`^${path.replaceAll('.', '\\.').replace('*', '.*')}$`);
  const readers = {
    Netlify: (rule: Header) => rule.forRegExp,
    'Cloudflare Pages': ({ for: path }: { for: string }) => cloudflare(path),
  };

  it.each(Object.entries(readers))('gives each file what is due to it, each header once, as %s reads it', (_, patternOf) => {
    const patterns = rules.map((rule) => ({ pattern: patternOf(rule), values: rule.values }));
    for (const path of served) {
      const address = path.replace(/\/index\.html$/, '/');
      const given = patterns.filter(({ pattern }) => pattern.test(address)).flatMap(({ values }) => Object.entries(values));
      const sent = new Map(given.map(([name, value]) => [name.toLowerCase(), value]));
      expect(sent.size, address).toBe(given.length);
      const { 'content-type': type, 'cache-control': cache, ...expected } = expectedOf(path);
      expect(Object.fromEntries(sent), address).toEqual({
        ...expected,
        'strict-transport-security': 'max-age=31536000',
        // The host says it by itself of a page, and that all that may change is to be asked for again.
        ...(!address.endsWith('/') && { 'content-type': type }),
        ...(cache !== 'no-cache' && { 'cache-control': cache }),
      });
    }
  });
});

it('leads static hosts from each page without its last slash to the page, and nowhere else', async () => {
  const { redirects, errors } = await parseAllRedirects({
    redirectsFiles: [join(root, 'dist/_redirects')],
    configRedirects: [],
    minimal: true,
  });
  expect(errors).toEqual([]);
  const pages = site.pages.map(({ path }) => path).filter((path) => /.\/$/.test(path));
  expect(redirects).toMatchObject(pages.map((path) => ({ from: path.slice(0, -1), to: path, status: 301 })));
});
