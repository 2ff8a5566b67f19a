import type { Element, Root } from 'hast';
import { expect, it } from 'vitest';
import { rehypeBase } from './rehype-base.ts';

/** What a link or an image points at in a site built for `base`. */
function pointsAt(base: string, properties: Element['properties']): Element['properties'] {
  const element: Element = { type: 'element', tagName: 'a', properties: { ...properties }, children: [] };
  const paragraph: Element = { type: 'element', tagName: 'p', properties: {}, children: [element] };
  const tree: Root = { type: 'root', children: [{ type: 'text', value: '\n' }, paragraph] };
  rehypeBase(base)(tree);
  return element.properties;
}

it.each(['/docs/seg', '/docs/seg/'])('puts the base path %s before root-relative links and images, however deep', (base) => {
  expect(pointsAt(base, { href: '/ports/443/' })).toEqual({ href: '/docs/seg/ports/443/' });
  expect(pointsAt(base, { href: '/' })).toEqual({ href: '/docs/seg/' });
  expect(pointsAt(base, { src: '/social-card.png' })).toEqual({ src: '/docs/seg/social-card.png' });
});

it('leaves the links of a site at the root as they are', () => {
  expect(pointsAt('/', { href: '/ports/443/#x' })).toEqual({ href: '/ports/443/#x' });
});

it.each(['https://www.rfc-editor.org/rfc/rfc959', '//example.org/x', '#unknown', '../dns/', 'mailto:a@example.org', ''])(
  'leaves alone what does not begin at the root: %s',
  (href) => {
    expect(pointsAt('/docs/seg', { href })).toEqual({ href });
  },
);

it('leaves other properties alone', () => {
  expect(pointsAt('/docs', { title: '/ports/', dataPath: '/x' })).toEqual({ title: '/ports/', dataPath: '/x' });
});
