/** The built site as files: what a server would send, read once, without a browser. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type DefaultTreeAdapterTypes as Tree, defaultTreeAdapter as tree } from 'parse5';

export type Node = Tree.Node;
export type Element = Tree.Element;

/** The project's root. */
export const root = join(import.meta.dirname, '../..');

/** A page of a built site. */
export interface Page {
  /** Public path: "/ports/443/", or that of the file where it is no index, as "/404.html". */
  readonly path: string;
  readonly document: Tree.Document;
}

export interface Site {
  /** Paths of all files, each beginning with a slash, in alphabetical order. */
  readonly files: readonly string[];
  /** A file as text; one that does not exist throws. */
  text(path: string): string;
  bytes(path: string): Buffer;
  /** All pages as a reader without JavaScript has them. */
  readonly pages: readonly Page[];
  page(path: string): Page;
}

/** Reads a folder that the site was built into; each page is parsed when it is first asked for. */
export function readSite(folder: string): Site {
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`There is no site in ${folder}: build it with "npm run build".`);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length).replaceAll('\\', '/'))
    .sort();
  const bytes = (path: string) => readFileSync(join(folder, path));
  const text = (path: string) => bytes(path).toString('utf8');
  const pages = files
    .filter((path) => path.endsWith('.html'))
    .map((path) => {
      let document: Tree.Document | undefined;
      return {
        path: path.replace(/\/index\.html$/, '/'),
        get document() {
          document ??= parse(text(path), { scriptingEnabled: false });
          return document;
        },
      };
    });
  const page = (path: string) => {
    const found = pages.find((entry) => entry.path === path);
    if (!found) throw new Error(`there is no page ${path}`);
    return found;
  };
  return { files, bytes, text, pages, page };
}

/** The site in dist/. */
export const site = readSite(join(root, 'dist'));

/** The elements right below a node. */
export const childrenOf = (node: Node): Element[] =>
  'childNodes' in node ? node.childNodes.filter((child) => tree.isElementNode(child)) : [];

/** Every element below a node, in document order; the content of a `template` is no part of the document. */
export const elementsOf = (node: Node): Element[] => childrenOf(node).flatMap((child) => [child, ...elementsOf(child)]);

/** Elements below a node by one simple selector: "td", ".chip", "#x", "[href]", "tr[data-flow]", "span.mark". */
export function find(node: Node, selector: string): Element[] {
  const [, name = '', kind = '', value = ''] = /^([a-z0-9-]*)(?:([.#[])([\w-]+)\]?)?$/.exec(selector) ?? [];
  if (name === '' && kind === '') throw new Error(`"${selector}" is no simple selector`);
  return elementsOf(node).filter((element) => {
    if (name !== '' && element.tagName !== name) return false;
    if (kind === '.') return (attribute(element, 'class') ?? '').split(/\s+/).includes(value);
    if (kind === '#') return attribute(element, 'id') === value;
    return kind === '' || attribute(element, value) !== undefined;
  });
}

/** The first such element; none throws. */
export function first(node: Node, selector: string): Element {
  const [element] = find(node, selector);
  if (!element) throw new Error(`there is no ${selector}`);
  return element;
}

export const attribute = (element: Element, name: string): string | undefined => element.attrs.find((attr) => attr.name === name)?.value;

/** Text of a node as a reader without JavaScript has it: what is `hidden` left out. */
export const shownText = (node: Node): string => textOf(node, (element) => attribute(element, 'hidden') !== undefined);

/** Elements that stand within a line: between all others, words do not run together. */
const inLine = new Set(['a', 'abbr', 'b', 'code', 'em', 'i', 'kbd', 'mark', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'tspan']);
/** Elements whose text no reader sees. */
const unread = new Set(['script', 'style', 'template']);

/** Text of a node, white space run together; `without` leaves out elements with all that is in them. */
export function textOf(node: Node, without: (element: Element) => boolean = () => false): string {
  const read = (at: Node): string => {
    if (tree.isTextNode(at)) return at.value;
    if (tree.isElementNode(at) && (unread.has(at.tagName) || without(at))) return ' ';
    const text = 'childNodes' in at ? at.childNodes.map(read).join('') : '';
    return tree.isElementNode(at) && inLine.has(at.tagName) ? text : ` ${text} `;
  };
  return read(node)
    .replace(/[ \t\r\n]+/g, ' ')
    .trim();
}

/** Whether a release is one of those that an element, by its `data-in`, holds for. */
export const holdsIn = (element: Element, release: string): boolean => (attribute(element, 'data-in') ?? '').split(' ').includes(release);
