/** What is due to a file, written down without the code that says it to servers. */
import { parse } from 'parse5';
import { attribute, find, type Node, site } from '../dist/built.ts';

const text = 'text/plain; charset=us-ascii';
/** Powers of a browser that the pages do without. */
const refused = ['camera', 'display-capture', 'geolocation', 'microphone', 'midi', 'payment', 'publickey-credentials-get', 'serial', 'usb'];
const types: readonly (readonly [RegExp, string])[] = [
  [/\.html$/, 'text/html; charset=utf-8'],
  [/\.css$/, 'text/css; charset=utf-8'],
  [/\.js$/, 'text/javascript; charset=utf-8'],
  [/\.woff2$/, 'font/woff2'],
  [/\.svg$/, 'image/svg+xml'],
  [/\.png$/, 'image/png'],
  [/^\/pagefind\/.*\.(pagefind|pf_[a-z]+)$/, 'application/octet-stream'],
  [/^\/feeds\/.*\.json$/, 'application/feed+json'],
  [/^\/feeds\/.*\.atom$/, 'application/atom+xml'],
  [/^\/api\/v1\/schema\/.*\.json$/, 'application/schema+json'],
  [/^\/sbom\.cdx\.json$/, 'application/vnd.cyclonedx+json'],
  [/\.json$/, 'application/json'],
  [/\.csv$/, 'text/csv; charset=us-ascii; header=present'],
  [/\.xlsx$/, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [/\.md$/, 'text/markdown; charset=utf-8; variant=GFM'],
  [/\.xml$/, 'application/xml'],
  [/^\/(licences\.txt|llms\.txt|SHA256SUMS)$/, 'text/plain; charset=utf-8'],
  [/^\/(api|lists|requests)\/.*\.txt$/, text],
  [/^\/rules\/\d.*\.(txt|sh|nft|tf)$/, text],
  [/\.zip$/, 'application/zip'],
];

/** All pages have the same. */
const policy = `${policyOf(site.text('/404.html'))}; frame-ancestors 'none'`;

/** Headers of a file by its path in dist/, of those that are the same on every host. */
export function expectedOf(path: string): Record<string, string> {
  const type = types.find(([pattern]) => pattern.test(path));
  if (!type) throw new Error(`nothing is said of the type of ${path}`);
  const isHashed = /^\/_astro\/|^\/pagefind\/(fragment|index)\/|\.pf_meta$/.test(path);
  const isSaved = /\.(csv|xlsx|zip)$|^\/services\/|^\/rules\/\d/.test(path);
  const isShared = /^\/(api|feeds|lists|requests|rules|services)\//.test(path);
  return {
    'content-type': type[1],
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': refused.map((power) => `${power}=()`).join(', '),
    'content-security-policy': policy,
    ...(isSaved && { 'content-disposition': 'attachment' }),
    ...(isShared && path !== '/404.html' && { 'access-control-allow-origin': '*' }),
  };
}

/** The policy that a page has in itself. */
export function policyOf(html: string | Node): string {
  const metas = find(typeof html === 'string' ? parse(html) : html, 'meta[http-equiv]');
  const [meta, ...others] = metas.filter((each) => attribute(each, 'http-equiv') === 'content-security-policy');
  if (!meta || others.length > 0) throw new Error(`a page has ${others.length + (meta ? 1 : 0)} policies`);
  return attribute(meta, 'content') ?? '';
}
