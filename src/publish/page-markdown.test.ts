import { expect, test } from 'vitest';
import { pageMarkdown } from './page-markdown.ts';

const page = (main: string) =>
  `<!doctype html><head><meta name="description" content="Ports."></head><body><nav>Menu</nav><main><h1>Port  443</h1>${main}</main></body>`;

const body = (main: string) => pageMarkdown(page(main)).body;

test('reads title and description, and nothing outside the main part', () => {
  expect(pageMarkdown(page('<p>One.</p>'))).toEqual({ title: 'Port 443', description: 'Ports.', body: 'One.\n' });
});

test('reads nothing that a template holds', () => {
  const html = page('<template><p>Copy</p></template><p>One.</p>').replace('<nav>', '<template><h1>Copy</h1><main></main></template><nav>');
  expect(pageMarkdown(html)).toEqual({ title: 'Port 443', description: 'Ports.', body: 'One.\n' });
});

test('refuses a page without a main part', () => {
  expect(() => pageMarkdown('<h1>Port 443</h1>')).toThrow('a page has no <main> or no <h1>, so its text cannot be read');
});

test('leaves out what is hidden, controls and scripts', () => {
  expect(body('<p hidden>No</p><select><option>No</option></select><script>no()</script><svg><text>No</text></svg><p>Yes</p>')).toBe(
    'Yes\n',
  );
});

test('writes headings without the links that Starlight adds', () => {
  expect(body('<div><h2>Who opens it</h2><a class="sl-anchor-link" href="#who"><span>Section titled</span></a></div>')).toBe(
    '## Who opens it\n',
  );
});

test('keeps spaces on the outside of emphasis and links', () => {
  expect(body('<p>a<strong> b </strong>c <a href="/x/?q=1"> d</a> <code>e|`f`</code></p>')).toBe('a **b** c [d](/x/?q=1) `` e|`f` ``\n');
});

test('parts text from the blocks around it', () => {
  expect(body('One <em>run</em><div><p>Block</p></div>of text')).toBe('One *run*\n\nBlock\n\nof text\n');
});

test('escapes what Markdown would take for marks', () => {
  expect(body('<p>1. *.example.com | &lt;b&gt;</p>')).toBe('1\\. \\*.example.com | \\<b>\n');
});

test('writes a table with one line a row, whatever its cells hold', () => {
  const table =
    '<table><tr><th>Port</th><th>To</th></tr><tr><td><p>TCP</p><p>443</p></td><td><ul><li>a|b</li><li hidden>c</li></ul></td></tr></table>';
  expect(body(table)).toBe('| Port | To |\n| --- | --- |\n| TCP 443 | a\\|b |\n');
});

test('leads links within the page to the headings of the Markdown, and makes text of those to anything else', () => {
  const main =
    '<p><a href="#x">To</a> <a href="#y">again</a> <a href="#row-1"><b>row</b></a></p><h2 id="x">Port 443, in/out</h2><h3 id="y">Port 443, in/out</h3><p id="row-1">A</p>';
  expect(body(main)).toBe('[To](#port-443-inout) [again](#port-443-inout-1) **row**\n\n## Port 443, in/out\n\n### Port 443, in/out\n\nA\n');
});

test('writes lists within lists, and code line by line', () => {
  expect(body('<ol><li>One<ul><li>Two</li></ul></li></ol>')).toBe('1. One\n   - Two\n');
  expect(body('<pre><code><div class="ec-line">a  b</div><div class="ec-line">c</div></code></pre>')).toBe('```\na  b\nc\n```\n');
});
