import { expect, it } from 'vitest';
import { renderRedirects } from './redirects.ts';

const files = ['/404.html', '/index.html', '/ports/443/index.html', '/ports/443/index.md', '/ports/index.html'];

it('leads from each page without its last slash to the page', () => {
  expect(renderRedirects(files)).toBe('/ports/443 /ports/443/ 301\n/ports /ports/ 301\n');
});

it('has a host answer below the path that the site is built for, and leads there from its root', () => {
  expect(renderRedirects(files, '/docs/')).toBe(
    '/docs/ports/443 /docs/ports/443/ 301\n/docs/ports /docs/ports/ 301\n/ /docs/ 302\n/docs/* /:splat 200\n',
  );
});
