/** A built page as Markdown: its main part, as a reader without JavaScript has it. */
import type { Element, ElementContent, Nodes, Root, RootContent } from 'hast';
import { fromParse5 } from 'hast-util-from-parse5';
import type { Root as MarkdownRoot } from 'mdast';
import { parse } from 'parse5';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { attributeOf, elementsFrom } from './page-tree.ts';

/** The text of a page, as the author of a Markdown page would have written it. */
export interface PageText {
  readonly title: string;
  /** As search engines have it. */
  readonly description: string;
  /** GitHub Flavored Markdown without a first heading and without HTML. */
  readonly body: string;
}

const toMarkdown = unified()
  .use(rehypeRemark)
  // Of cells that all count as three characters, none is padded.
  .use(remarkGfm, { stringLength: () => 3 })
  .use(remarkStringify, { bullet: '-', rule: '-' })
  .freeze();

/** Reads the main part of a page of HTML; what is hidden when the page opens is left out. A page without a main part or heading throws. */
export function pageMarkdown(html: string): PageText {
  // Without places, which would take half of the time: nothing here says where in the file it is.
  const elements = elementsFrom(parse(html));
  const named = (name: string) => elements.find(({ tagName }) => tagName === name);
  const [h1, main] = [named('h1'), named('main')];
  const description = elements.find((element) => element.tagName === 'meta' && attributeOf(element, 'name') === 'description');
  if (!h1 || !main) throw new Error('a page has no <main> or no <h1>, so its text cannot be read');
  return {
    title: textOf(fromParse5(h1)).replaceAll(/\s+/g, ' ').trim(),
    description: (description && attributeOf(description, 'content')) ?? '',
    // Only this part, and not what stands around it on every page.
    body: toMarkdown.stringify(toMarkdown.runSync(textIn(fromParse5(main) as Element)) as MarkdownRoot),
  };
}

/** Left out with all they hold: they show no text of the page, or the text of a control. */
const silent = new Set(['script', 'style', 'template', 'noscript', 'svg', 'select', 'button', 'dialog', 'input', 'form', 'h1']);

const hasClass = ({ properties }: Element, name: string) => Array.isArray(properties.className) && properties.className.includes(name);

/** Starlight's links beside headings are for the pointer. */
const isShown = (element: Element) =>
  !silent.has(element.tagName) && !('hidden' in element.properties) && !hasClass(element, 'sl-anchor-link');

function textIn(main: Element): Root {
  return linkedHeadings({ type: 'root', children: main.children.flatMap(read) });
}

function read(node: RootContent): RootContent[] {
  if (node.type === 'text') return [node];
  if (node.type !== 'element' || !isShown(node)) return [];
  if (node.tagName === 'pre') return [codeBlock(node)];
  const children = node.children.flatMap(read) as ElementContent[];
  // Of no meaning in Markdown, and most of all elements.
  if (node.tagName === 'span') return children;
  if (node.tagName === 'td' || node.tagName === 'th') return [{ ...node, children: children.flatMap(inLine) }];
  return inlineTags.has(node.tagName) ? spacesOutside({ ...node, children }) : [{ ...node, children }];
}

/** Markdown has no ids, only headings, which readers give one made of their text: links within the page lead to that, or become text. */
function linkedHeadings(main: Root): Root {
  const slugs = new Map<string, string>();
  const taken = new Map<string, number>();
  for (const heading of elementsIn(main)) {
    if (!/^h[2-6]$/.test(heading.tagName)) continue;
    const slug = slugOf(textOf(heading));
    const before = taken.get(slug) ?? 0;
    taken.set(slug, before + 1);
    const id = heading.properties.id;
    if (id !== undefined) slugs.set(`#${id}`, `#${slug}${before === 0 ? '' : `-${before}`}`);
  }
  const linked = <Node extends RootContent>(node: Node): RootContent[] => {
    if (node.type !== 'element') return [node];
    const children = node.children.flatMap(linked) as ElementContent[];
    const href = String(node.properties.href ?? '');
    if (node.tagName !== 'a' || !href.startsWith('#')) return [{ ...node, children }];
    const slug = slugs.get(href);
    return slug === undefined ? children : [{ ...node, properties: { ...node.properties, href: slug }, children }];
  };
  return { ...main, children: main.children.flatMap(linked) };
}

/** As GitHub makes the id of a heading. */
const slugOf = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

/** Markdown takes "** a **" for text, so spaces inside an element move out of it. */
function spacesOutside(element: Element): ElementContent[] {
  const children = [...element.children];
  const taken = (at: number, pattern: RegExp): ElementContent[] => {
    const text = children.at(at);
    if (text?.type !== 'text' || !pattern.test(text.value)) return [];
    children.splice(at, 1, { ...text, value: text.value.replace(pattern, '') });
    return [{ type: 'text', value: ' ' }];
  };
  const before = taken(0, /^\s+/);
  const after = taken(-1, /\s+$/);
  return [...before, { ...element, children }, ...after];
}

/** Expressive Code wraps each line in an element, and writes no line break between them. */
function codeBlock(pre: Element): Element {
  const lines = elementsIn(pre).filter((element) => hasClass(element, 'ec-line'));
  const value = lines.length > 0 ? lines.map((line) => textOf(line).replace(/\n$/, '')).join('\n') : textOf(pre);
  const code: Element = { type: 'element', tagName: 'code', properties: {}, children: [{ type: 'text', value }] };
  return { type: 'element', tagName: 'pre', properties: {}, children: [code] };
}

const inlineTags = new Set([
  'a',
  'abbr',
  'b',
  'code',
  'em',
  'i',
  'kbd',
  'mark',
  'q',
  's',
  'samp',
  'small',
  'span',
  'strong',
  'time',
  'var',
]);

/** A row of Markdown has no blocks: those of a cell are joined by spaces. */
function inLine(node: ElementContent): ElementContent[] {
  if (node.type !== 'element') return [node];
  const children = node.children.flatMap(inLine);
  if (inlineTags.has(node.tagName)) return [{ ...node, children }];
  const space: ElementContent = { type: 'text', value: ' ' };
  return [space, ...children, space];
}

/** The elements below a node, in the order of the document. */
function elementsIn(node: Nodes, found: Element[] = []): Element[] {
  if (!('children' in node)) return found;
  for (const child of node.children) {
    if (child.type === 'element') found.push(child);
    elementsIn(child, found);
  }
  return found;
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}
