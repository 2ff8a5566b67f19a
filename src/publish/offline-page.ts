/** A page of the site, changed so that a browser shows it from a disk. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { parse, serialize, type DefaultTreeAdapterTypes as Tree, defaultTreeAdapter as tree } from 'parse5';
import { attributeOf, elementsFrom } from './page-tree.ts';

/** Folder of the copy that holds what only its pages load: scripts in place of modules, and texts as scripts. */
export const offlineFolder = '_offline';

/** A page for a disk, and what it needs there; paths are from the root of the site, without a slash in front. */
export interface OfflinePage {
  readonly html: string;
  /** Modules that it loads, in order: a browser takes none from a disk, so that together they become one plain script. */
  readonly modules: readonly string[];
  /** That script; pages with the same modules share it. */
  readonly script: string;
  /** Files that its scripts fetch, with `{release}` in the place of each release. */
  readonly fetched: readonly string[];
}

/** `path` is that of the page's file, "ports/index.html"; `base` is the path that the site was built for, with a slash at both ends. */
export function offlinePage(path: string, html: string, base: string): OfflinePage {
  const document = parse(html, { scriptingEnabled: false });
  const modules: { element: Tree.Element; file: string }[] = [];
  const fetched = new Set<string>();
  for (const element of elementsFrom(document, 'opened')) {
    if (isLeftOut(element)) {
      tree.detachNode(element);
      continue;
    }
    const source = attributeOf(element, 'src');
    if (source !== undefined && attributeOf(element, 'type') === 'module') modules.push({ element, file: fileOf(path, source, base) });
    for (const attribute of element.attrs) {
      if (!addressed.has(attribute.name) || !isOwn(attribute.value, base)) continue;
      const file = fileOf(path, attribute.value, base);
      if (fetching.has(attribute.name)) fetched.add(file);
      const [rest] = /[?#].*$|$/s.exec(attribute.value) ?? [];
      // Scripts go on from the root of the site by themselves.
      attribute.value = attribute.name === 'data-site' ? `${fromPage(path, '.') || '.'}/` : `${fromPage(path, file)}${rest}`;
    }
    if (isPolicy(element)) set(element, 'content', diskPolicy(attributeOf(element, 'content') ?? ''));
    if (isTemplate(element) && attributeOf(element, 'data-offline') !== undefined) unwrap(element);
    if (element.tagName === 'head') addScript(element, fromPage(path, `${offlineFolder}/from-disk.js`), base);
  }
  const files = modules.map(({ file }) => file);
  const script = `${offlineFolder}/${createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 8)}.js`;
  for (const [at, { element }] of modules.entries()) {
    if (at > 0) tree.detachNode(element);
    else {
      set(element, 'src', fromPage(path, script));
      // As modules do, it waits until the page is there.
      set(element, 'defer', '');
      remove(element, 'type');
    }
  }
  return { html: serialize(document), modules: files, script, fetched: [...fetched] };
}

/** Attributes that hold an address of the site, and those of them whose files the scripts of the page fetch. */
const fetching = new Set(['data-dataset', 'data-file', 'data-record']);
const addressed = new Set([...fetching, 'action', 'content', 'data-path', 'data-release-file', 'data-site', 'href', 'src']);

/**
 * The content security policy of the site, fitted to a disk: which files of it are of a page's own origin, each browser answers in its own
 * way. What a page loads comes from a file; hashes of scripts within pages stay, as these scripts do.
 */
const diskPolicy = (policy: string): string => policy.replaceAll("'self'", 'file:');

const isPolicy = (element: Tree.Element) =>
  element.tagName === 'meta' && attributeOf(element, 'http-equiv')?.toLowerCase() === 'content-security-policy';

/** What makes sense on a server only: marked so by its template, or a hint to those who crawl or load ahead. */
const isLeftOut = (element: Tree.Element) =>
  attributeOf(element, 'data-online') !== undefined || ['sitemap', 'modulepreload', 'preload'].includes(attributeOf(element, 'rel') ?? '');

/** Whether an address leads to a file of this site: from its root, or from the page. */
const isOwn = (address: string, base: string) => address.startsWith(base) || /^\.{1,2}\//.test(address);

/** The file that a server would send, by its path from the root. */
function fileOf(path: string, address: string, base: string): string {
  const way = address.replace(/[?#].*$/s, '');
  const target = way.startsWith('/') ? way.slice(base.length) : posix.join(posix.dirname(path), way);
  return target === '' || target.endsWith('/') ? `${target}index.html` : target;
}

const fromPage = (path: string, file: string) => posix.relative(posix.dirname(path), file);

function addScript(head: Tree.Element, source: string, base: string) {
  const script = tree.createElement('script', head.namespaceURI, [
    { name: 'src', value: source },
    { name: 'data-base', value: base },
  ]);
  const [first] = head.childNodes;
  if (first) tree.insertBefore(head, script, first);
  else tree.appendChild(head, script);
}

const isTemplate = (element: Tree.Element): element is Tree.Template => element.tagName === 'template';

/** Puts what a template holds in its place. */
function unwrap(template: Tree.Template) {
  const { parentNode } = template;
  if (parentNode === null) return;
  for (const child of [...template.content.childNodes]) {
    tree.detachNode(child);
    tree.insertBefore(parentNode, child, template);
  }
  tree.detachNode(template);
}

function set(element: Tree.Element, name: string, value: string) {
  remove(element, name);
  element.attrs.push({ name, value });
}

function remove(element: Tree.Element, name: string) {
  element.attrs = element.attrs.filter((attribute) => attribute.name !== name);
}
