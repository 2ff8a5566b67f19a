import { expect, it } from 'vitest';
import { withPaperFoot } from './paper-foot.ts';

it('moves the foot of a page to its root, with what must be escaped in an attribute', () => {
  expect(withPaperFoot('<html lang="en"><body><dl class="facts" data-paper-foot="&quot;A &amp; $&amp;&quot;"></dl></body></html>')).toBe(
    '<html style="--paper-foot: &quot;A &amp; $&amp;&quot;" lang="en"><body><dl class="facts"></dl></body></html>',
  );
});

it('leaves a page alone that has none', () => {
  const html = '<html lang="en"><body>data-paper-foot</body></html>';
  expect(withPaperFoot(html)).toBe(html);
});
