/** What the pages of a folder point at when they are opened from a disk, where no server adds an index.html. */
import { attribute, elementsOf, find, type Site } from './built.ts';
import { addressesInCss, referencesOf } from './links.ts';

/** Attributes from which scripts make addresses, beside those that browsers follow. */
const forScripts = ['data-dataset', 'data-file', 'data-record', 'data-path'];

/** Addresses that lead to no file of the folder, or to an id that the page does not have; and those that begin at the root of a disk. */
export function brokenAddresses(copy: Site, releases: readonly string[]): string[] {
  const files = new Set(copy.files);
  const ids = new Map(
    copy.pages.map(({ path, document }) => [
      path.replace(/\/$/, '/index.html'),
      new Set(find(document, '[id]').map((element) => attribute(element, 'id'))),
    ]),
  );
  /** Files that only scripts load: they come as texts of their folder. */
  const texts = new Set(
    copy.files
      .filter((path) => path.endsWith('/texts.js'))
      .flatMap((path) => Object.keys(JSON.parse(/\{.*\}/s.exec(copy.text(path))?.[0] ?? '{}')).map((name) => `/${name}`)),
  );

  const problem = (to: string, from: string, known: ReadonlySet<string>): string | undefined => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(to)) return undefined;
    if (to.startsWith('/')) return 'begins at the root';
    const url = new URL(to, `http://copy${from}`);
    const path = decodeURIComponent(url.pathname);
    if (!known.has(path)) return 'is no file';
    const id = decodeURIComponent(url.hash.slice(1));
    return id !== '' && !ids.get(path)?.has(id) ? 'has no such id' : undefined;
  };
  const expanded = (to: string) => (to.includes('{release}') ? releases.map((release) => to.replaceAll('{release}', release)) : [to]);

  const inPages = copy.pages.flatMap(({ path, document }) => {
    const from = path.replace(/\/$/, '/index.html');
    return [
      ...referencesOf({ path, document }).map(({ at, to }) => ({ at, to, from, known: files })),
      ...elementsOf(document).flatMap((element) =>
        forScripts.flatMap((name) => {
          const to = attribute(element, name)?.replace('{from}/{to}', releases.slice(0, 2).join('/'));
          const known = name === 'data-path' ? files : texts;
          return to === undefined ? [] : [{ at: `${path} ${name}`, to, from, known }];
        }),
      ),
      ...elementsOf(document)
        .flatMap(({ attrs }) => attrs)
        .filter(({ name, value }) => /^\/[\w.]*(\/|$)/.test(value) && !['data-base', 'data-code', 'd'].includes(name))
        .map(({ name, value }) => ({ at: `${path} ${name}`, to: value, from, known: files })),
    ];
  });
  const inSheets = copy.files
    .filter((path) => path.endsWith('.css'))
    .flatMap((path) => addressesInCss(copy.text(path)).map((to) => ({ at: path, to, from: path, known: files })));
  return [...inPages, ...inSheets].flatMap(({ at, to, from, known }) =>
    expanded(to).flatMap((address) => {
      const message = problem(address, from, known);
      return message ? [`${at} ${address}: ${message}`] : [];
    }),
  );
}
