/** Media types of everything that is published, by its address: what a server has to send, and what the index of files says. */

/** The first that fits an address is its media type (RFC 6838). */
const mediaTypes: readonly (readonly [RegExp, string])[] = [
  [/\.html$/, 'text/html; charset=utf-8'],
  [/\.css$/, 'text/css; charset=utf-8'],
  // RFC 9239
  [/\.js$/, 'text/javascript; charset=utf-8'],
  [/\.svg$/, 'image/svg+xml'],
  [/\.png$/, 'image/png'],
  // RFC 8081
  [/\.woff2$/, 'font/woff2'],
  // Compressed by Pagefind, whose script unpacks them.
  [/\/pagefind\/.*\.(pagefind|pf_\w+)$/, 'application/octet-stream'],
  [/\/feeds\/[^/]+\.json$/, 'application/feed+json'],
  [/\/schema\/[^/]+\.json$/, 'application/schema+json'],
  [/\.cdx\.json$/, 'application/vnd.cyclonedx+json'],
  [/\.atom$/, 'application/atom+xml'],
  [/\.json$/, 'application/json'],
  // RFC 4180
  [/\.csv$/, 'text/csv; charset=us-ascii; header=present'],
  [/\.xlsx$/, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  // RFC 7763, RFC 7764
  [/\.md$/, 'text/markdown; charset=utf-8; variant=GFM'],
  [/\.zip$/, 'application/zip'],
  [/\.xml$/, 'application/xml'],
  [/\/(llms\.txt|licences\.txt|SHA256SUMS)$/, 'text/plain; charset=utf-8'],
  [/\/(rules|lists|requests)\/.*\.[a-z]+$/, 'text/plain; charset=us-ascii'],
  [/\.txt$/, 'text/plain; charset=us-ascii'],
];

/** The media type of a published file; one that nobody has thought of throws. */
export function mediaTypeOf(path: string): string {
  const found = mediaTypes.find(([pattern]) => pattern.test(path));
  if (!found) throw new Error(`no media type for ${path}: add it to src/site/media-type.ts`);
  return found[1];
}

/** The answer of an endpoint: a file with the media type of its address, to which a build adds the slash that pages end in. */
export const respond = ({ pathname }: URL, body: BodyInit): Response =>
  new Response(body, { headers: { 'Content-Type': mediaTypeOf(pathname.replace(/\/$/, '')) } });
