/** What a built site points at, and whether it is there. */
import { attribute, elementsOf, find, type Page, type Site, type textOf } from './built.ts';

interface Reference {
  /** Where it stands: "/ports/ <a href>". */
  readonly at: string;
  /** As written. */
  readonly to: string;
}

/** Attributes that make a browser fetch or open an address. */
const addressed = ['href', 'src', 'poster', 'action', 'data', 'xlink:href', 'data-release-file'];

/** Everything that a page points at. */
export function referencesOf({ path, document }: Page): Reference[] {
  return elementsOf(document).flatMap((element) => {
    const at = (what: string) => `${path} <${element.tagName} ${what}>`;
    const plain = addressed.flatMap((name) => {
      const to = attribute(element, name);
      return to === undefined ? [] : [{ at: at(name), to }];
    });
    const sets = (attribute(element, 'srcset') ?? '').split(',').flatMap((part) => part.trim().split(/\s+/)[0] || []);
    const meta = element.tagName === 'meta' && /image|url/.test(attribute(element, 'property') ?? attribute(element, 'name') ?? '');
    const style = element.tagName === 'style' ? textOfStyle(element) : (attribute(element, 'style') ?? '');
    return [
      ...plain,
      ...sets.map((to) => ({ at: at('srcset'), to })),
      ...(meta && !/:alt$/.test(attribute(element, 'property') ?? '')
        ? [{ at: at('content'), to: attribute(element, 'content') ?? '' }]
        : []),
      ...addressesInCss(style).map((to) => ({ at: at('style'), to })),
    ];
  });
}

const textOfStyle = (style: Parameters<typeof textOf>[0]) =>
  'childNodes' in style ? style.childNodes.map((child) => ('value' in child ? child.value : '')).join('') : '';

/** Addresses that a style sheet loads. */
export const addressesInCss = (css: string): string[] =>
  [...css.matchAll(/url\(\s*(["']?)(.*?)\1\s*\)|@import\s+(["'])(.*?)\3/g)].map((match) => match[2] ?? match[4] ?? '');

/** References within the site that lead nowhere: to no file, to another base, or to an id that the page does not have. */
export function brokenReferences(site: Site, base = '/', releases: readonly string[] = []): string[] {
  const prefix = base.replace(/\/+$/, '');
  const ids = new Map(
    site.pages.map(({ path, document }) => [path, new Set(find(document, '[id]').map((element) => attribute(element, 'id')))]),
  );
  const files = new Set(site.files);

  const problem = (to: string, from: string): string | undefined => {
    const url = new URL(to, `http://site${prefix}${from}`);
    if (url.origin !== 'http://site' || url.protocol === 'data:') return undefined;
    if (!url.pathname.startsWith(`${prefix}/`)) return `leaves the base ${base}`;
    const path = decodeURIComponent(url.pathname.slice(prefix.length));
    const page = ids.get(path);
    if (!page && !files.has(path)) return 'is no file';
    if (url.hash !== '' && page && !page.has(decodeURIComponent(url.hash.slice(1)))) return 'has no such id';
    return undefined;
  };

  const inPages = site.pages.flatMap((page) =>
    referencesOf(page).flatMap(({ at, to }) =>
      (to.includes('{release}') ? releases.map((release) => to.replaceAll('{release}', release)) : [to]).map((address) => ({
        at,
        to: address,
        from: page.path,
      })),
    ),
  );
  const inSheets = site.files
    .filter((path) => path.endsWith('.css'))
    .flatMap((path) => addressesInCss(site.text(path)).map((to) => ({ at: path, to, from: path })));
  return [...inPages, ...inSheets].flatMap(({ at, to, from }) => {
    const message = problem(to, from);
    return message ? [`${at} ${to}: ${message}`] : [];
  });
}
