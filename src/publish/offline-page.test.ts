import { expect, it } from 'vitest';
import { offlinePage } from './offline-page.ts';

const whole = (body: string, head = '', path = 'features/dns/index.html') =>
  offlinePage(path, `<!doctype html><html><head>${head}</head><body>${body}</body></html>`, '/docs/');
const body = (html: string, path?: string) => /<body>(.*)<\/body>/s.exec(whole(html, '', path).html)?.[1];

it('writes addresses of the site relative to the page, with the file that a server would send', () => {
  expect(body('<a href="/docs/ports/?q=53#x">p</a><form action="/docs/ports/"></form><img src="/docs/favicon.svg">')).toBe(
    '<a href="../../ports/index.html?q=53#x">p</a><form action="../../ports/index.html"></form><img src="../../favicon.svg">',
  );
  expect(body('<a href="/docs/">home</a><a href="./part-2/">2</a>', 'ports/index.html')).toBe(
    '<a href="../index.html">home</a><a href="part-2/index.html">2</a>',
  );
  expect(body('<a data-release-file="/docs/api/{release}/flows.csv" data-path="/docs/releases/{from}/{to}/">c</a>')).toBe(
    '<a data-release-file="../../api/{release}/flows.csv" data-path="../../releases/{from}/{to}/index.html">c</a>',
  );
});

it('leaves alone what is no address of the site', () => {
  const html = '<a href="https://example.com/docs/">a</a><a href="#x">b</a><pre data-code="/docs/">c</pre><p title="./x">d</p>';
  expect(body(html)).toBe(html);
});

it('also reads what browsers keep apart: templates, and what is for those without scripts', () => {
  expect(body('<template><a href="/docs/a/">a</a></template><noscript><a href="/docs/b/">b</a></noscript>', 'index.html')).toBe(
    '<template><a href="a/index.html">a</a></template><noscript><a href="b/index.html">b</a></noscript>',
  );
});

it('keeps the root of the site, from which scripts go on, a folder', () => {
  expect(body('<i data-site="/docs/"></i>')).toBe('<i data-site="../../"></i>');
  expect(body('<i data-site="/docs/"></i>', 'index.html')).toBe('<i data-site="./"></i>');
});

it('makes one plain script of the modules of a page, in the place of the first, and tells which they are', () => {
  const modules = '<script type="module" src="/docs/_astro/a.js"></script><p>x</p><script type="module" src="/docs/_astro/b.js"></script>';
  const page = whole(`${modules}<script type="module">c()</script><script>d()</script>`);
  expect(page.modules).toEqual(['_astro/a.js', '_astro/b.js']);
  expect(page.script).toMatch(/^_offline\/[0-9a-f]{8}\.js$/);
  expect(page.html).toContain(
    `<body><script src="../../${page.script}" defer=""></script><p>x</p><script type="module">c()</script><script>d()</script></body>`,
  );
  expect(whole(modules, '', 'index.html').script).toBe(page.script);
  expect(whole(modules.replace('b.js', 'e.js')).script).not.toBe(page.script);
});

it('runs the script of the copy before all others, and tells it where the site was built for', () => {
  expect(whole('', '<meta charset="utf-8">').html).toContain(
    '<head><script src="../../_offline/from-disk.js" data-base="/docs/"></script><meta charset="utf-8"></head>',
  );
});

it('names the files that scripts fetch', () => {
  const html = '<i data-file="/docs/rules/{release}/x.nft"></i><i data-record="/docs/a.json"></i><i data-dataset="/docs/b.json"></i>';
  expect(whole(html).fetched).toEqual(['rules/{release}/x.nft', 'a.json', 'b.json']);
});

it('leaves out what makes sense on a server only, and shows what is said in the copy', () => {
  expect(body('<p data-online>a</p><template data-offline><a href="/docs/">b</a> c</template><p>d</p>')).toBe(
    '<a href="../../index.html">b</a> c<p>d</p>',
  );
  expect(whole('', '<link rel="sitemap" href="/docs/sitemap-index.xml"><link rel="modulepreload" href="/docs/a.js">').html).not.toContain(
    '<link',
  );
});

it('fits the policy to a disk, and leaves the scripts that it knows by their sum as they are', () => {
  const script = '<script>if (a < b && "c") d()</script>';
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'sha256-x='; style-src 'self'">`;
  const { html } = whole('', policy + script);
  expect(html).toContain(`content="default-src 'none'; script-src file: 'sha256-x='; style-src file:"`);
  expect(html).toContain(script);
});
