import { expect, it } from 'vitest';
import { addresses, addressOf } from './addresses.ts';

it.each([
  ['/api/v1/flows.csv', '/api/v1/flows.csv', {}],
  ['/api/v1/releases/5.1.0/flows.xlsx', '/api/v1/releases/{release}/flows.xlsx', { release: '5.1.0' }],
  ['/api/v1/releases/5.1.0/features/dns.md', '/api/v1/releases/{release}/features/{feature}.md', { release: '5.1.0', feature: 'dns' }],
  ['/api/v1/releases/5.1.0/6.3.0.json', '/api/v1/releases/{release}/{later}.json', { release: '5.1.0', later: '6.3.0' }],
  ['/feeds/changes.atom', '/feeds/changes.atom', {}],
  ['/feeds/dns.atom', '/feeds/{feature}.atom', { feature: 'dns' }],
  ['/lists/5.1.0/all.txt', '/lists/{release}/all.txt', { release: '5.1.0' }],
  ['/lists/5.1.0/asterisk/all.txt', '/lists/{release}/{notation}/all.txt', { release: '5.1.0', notation: 'asterisk' }],
  [
    '/lists/5.1.0/asterisk/dns.txt',
    '/lists/{release}/{notation}/{feature}.txt',
    { release: '5.1.0', notation: 'asterisk', feature: 'dns' },
  ],
  ['/rules/5.1.0/aws.tf', '/rules/{release}/{rules}', { release: '5.1.0', rules: 'aws.tf' }],
  ['/index.md', '/{page}.md', { page: 'index' }],
  ['/releases/5.1.0/6.3.0/index.md', '/{page}.md', { page: 'releases/5.1.0/6.3.0/index' }],
])('knows what %s is', (path, template, values) => {
  expect(addressOf(path)).toEqual({ address: addresses.find((address) => address.template === template), values });
});

it.each(['/api/v1/flows.yaml', '/api/v2/flows.json', '/api/v1/releases/5.1/flows.json', '/features/dns/notes.md', '/SHA256SUMS.txt'])(
  'refuses what nobody has promised: %s',
  (path) => {
    expect(() => addressOf(path)).toThrow(
      `${path} is published and is none of the addresses of src/exports/addresses.ts: add it there, for good`,
    );
  },
);

it('names each address once, with a sentence', () => {
  expect(new Set(addresses.map(({ template }) => template)).size).toBe(addresses.length);
  for (const { use } of addresses) expect(use).toMatch(/^[A-Z].*\.$/);
});
