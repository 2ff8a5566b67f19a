import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { contentPolicy, policyHeader, withPolicy } from './content-policy.ts';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const scriptSrc = (...pages: string[]) => /script-src ([^;]+);/.exec(contentPolicy(pages))?.[1]?.split(' ').slice(2);

it('names the scripts that stand in pages once, in an order that the pages do not decide', () => {
  const one = '<script>\n\tone()\n</script><script type="module">two</script>';
  const other = '<script data-x="1">two</script><script src="/x.js"></script><script type="module" src="/y.js"></script>';
  const expected = [hash('\n\tone()\n'), hash('two')].sort();
  expect(scriptSrc(one, other)).toEqual(expected);
  expect(scriptSrc(other, one)).toEqual(expected);
  expect(scriptSrc('<p>None</p>')).toEqual([]);
});

it('never lets text run as a script, and says only to servers who may frame a page', () => {
  const policy = contentPolicy(['<script>one</script>']);
  expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-/);
  expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe-inline|'unsafe-eval'|frame-ancestors/);
  expect(policyHeader(policy)).toBe(`${policy}; frame-ancestors 'none'`);
});

it.each([
  ['<html><head><meta charset="utf-8"/><script>one</script>', '<html><head><meta charset="utf-8"/>META<script>one</script>'],
  ['<head class="x"><title>x</title><meta charset="utf-8">', '<head class="x">META<title>x</title><meta charset="utf-8">'],
  ['<header></header><head>', '<header></header><head>META'],
])('puts the policy first, after the character set: %s', (html, expected) => {
  const page = withPolicy(html, 'x');
  expect(page).toBe(expected.replace('META', '<meta http-equiv="content-security-policy" content="x">'));
  expect(withPolicy(page, 'x')).toBe(page);
});

it('throws for a page that has no place for it', () => {
  expect(() => withPolicy('<p>x</p>', 'x')).toThrow('a page has no <head>');
});
