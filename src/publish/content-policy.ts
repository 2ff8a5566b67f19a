/** The content security policy of the pages: the one source of what they send, what servers send, and what a copy without a server needs. */
import { createHash } from 'node:crypto';

/**
 * The policy as it stands in each page (Content Security Policy Level 3): everything is refused but what the pages have, from the site
 * itself, and scripts within a page by their hashes.
 */
export function contentPolicy(pages: readonly string[]): string {
  const directives = {
    'default-src': "'none'",
    // Pagefind's index is read by WebAssembly, which needs no right to run text as a script.
    'script-src': ["'self'", "'wasm-unsafe-eval'", ...scriptHashes(pages)].join(' '),
    'style-src': "'self'",
    // Colours of code, sizes of icons and depths of menus are in attributes: some hundred values, which only hashes longer than all else here
    // could name. A style in an attribute runs nothing, and loads nothing that img-src and font-src refuse.
    'style-src-attr': "'unsafe-inline'",
    // Starlight's style sheets hold small drawings of their own.
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'worker-src': "'self'",
    'form-action': "'self'",
    'base-uri': "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

/** The same policy as a server sends it: who may frame a page can only be said there. */
export const policyHeader = (policy: string): string => `${policy}; frame-ancestors 'none'`;

/** A page with the policy before anything that it rules, in place of one that it has; a page without a head throws. */
export function withPolicy(page: string, policy: string): string {
  const html = page.replace(/<meta http-equiv="content-security-policy"[^>]*>/, '');
  // The character set stands first: a browser looks for it in the first 1024 bytes.
  const start = /<head(?:\s[^>]*)?>(?:\s*<meta charset="utf-8"\s*\/?>)?/.exec(html);
  if (!start) throw new Error('a page has no <head>, so its content security policy has no place');
  const end = start.index + start[0].length;
  return `${html.slice(0, end)}<meta http-equiv="content-security-policy" content="${policy}">${html.slice(end)}`;
}

/** Of the scripts that stand in pages, in an order that no page decides. */
function scriptHashes(pages: readonly string[]): string[] {
  const scripts = pages.flatMap((html) => [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)]);
  const inPage = scripts.flatMap(([, attributes = '', text = '']) => (/\ssrc=/.test(attributes) ? [] : [text]));
  const sums = [...new Set(inPage)].map((text) => createHash('sha256').update(text).digest('base64'));
  return sums.map((sum) => `'sha256-${sum}'`).toSorted();
}
