import { expect, it } from 'vitest';
import { mediaTypeOf, respond } from './media-type.ts';

it.each([
  ['/api/v1/flows.json', 'application/json'],
  ['/api/v1/schema/flows.json', 'application/schema+json'],
  ['/docs/ports/feeds/changes.json', 'application/feed+json'],
  ['/feeds/dns.atom', 'application/atom+xml'],
  ['/api/v1/flows.csv', 'text/csv; charset=us-ascii; header=present'],
  ['/features/dns/index.md', 'text/markdown; charset=utf-8; variant=GFM'],
  ['/rules/5.1.0/aws.tf', 'text/plain; charset=us-ascii'],
  ['/llms.txt', 'text/plain; charset=utf-8'],
])('knows the media type of %s', (path, type) => {
  expect(mediaTypeOf(path)).toBe(type);
  expect(respond(new URL(path, 'http://site'), '').headers.get('content-type')).toBe(type);
});

it('throws where it knows none, rather than send a wrong one', () => {
  expect(() => mediaTypeOf('/api/v1/flows.parquet')).toThrow('no media type for /api/v1/flows.parquet: add it to src/site/media-type.ts');
});
