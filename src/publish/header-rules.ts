/** What a host sends with each file, as the file `_headers` says it to static hosts, and as a server's own configuration is made from it. */
import { shared } from '#exports/addresses.ts';
import { mediaTypeOf } from '#site/media-type.ts';
import { policyHeader } from './content-policy.ts';

/** Headers by name for the addresses that a pattern fits; where several patterns fit an address, no header is in two of them. */
export interface HeaderRule {
  /** From the root of the host; its one `*`, if any, stands for any text. */
  readonly pattern: string;
  readonly headers: ReadonlyMap<string, string>;
}

/** One year in seconds. */
const year = 31_536_000;

/** Powers of a browser that no page of the site needs (W3C Permissions Policy). */
const refused = ['camera', 'display-capture', 'geolocation', 'microphone', 'midi', 'payment', 'publickey-credentials-get', 'serial', 'usb'];

/** Addresses whose content never changes, because its sum is in the name. */
const immutable = ['_astro/*', 'pagefind/fragment/*', 'pagefind/index/*', 'pagefind/*.pf_meta'];

/** The rules for a site: all its files by their paths from its root, with a slash; the policy of its pages, and the path it was built for. */
export function headerRules(files: readonly string[], policy: string, base = '/'): HeaderRule[] {
  const lines: (readonly [pattern: string, name: string, value: string])[] = [
    ['/*', 'Content-Security-Policy', policyHeader(policy)],
    ['/*', 'X-Content-Type-Options', 'nosniff'],
    ['/*', 'Referrer-Policy', 'no-referrer'],
    ['/*', 'Permissions-Policy', refused.map((name) => `${name}=()`).join(', ')],
    ['/*', 'Strict-Transport-Security', `max-age=${year}`],
    ...immutable.map((pattern) => [`/${pattern}`, 'Cache-Control', `public, max-age=${year}, immutable`] as const),
    ...shared.map((folder) => [`/${folder}/*`, 'Access-Control-Allow-Origin', '*'] as const),
    ...patternsOf(files, mediaTypeOf).map(([pattern, type]) => [pattern, 'Content-Type', type] as const),
    ...patternsOf(files, dispositionOf).map(([pattern, value]) => [pattern, 'Content-Disposition', value] as const),
  ];
  const root = base.replace(/\/$/, '');
  return [...Map.groupBy(lines, ([pattern]) => pattern)].map(([pattern, headers]) => ({
    pattern: `${root}${pattern}`,
    headers: new Map(headers.map(([, name, value]) => [name, value])),
  }));
}

/** The text of `_headers`, as Netlify and Cloudflare Pages read it. */
export const renderHeaders = (rules: readonly HeaderRule[]): string =>
  rules.map(({ pattern, headers }) => `${pattern}\n${[...headers].map(([name, value]) => `  ${name}: ${value}\n`).join('')}`).join('\n');

/** Reads what `renderHeaders` wrote. */
export const readHeaders = (text: string): HeaderRule[] =>
  text.split('\n\n').map((block) => {
    const [pattern = '', ...lines] = block.trim().split('\n');
    const headers = lines.map((line) => line.trim().split(/: (.*)/, 2) as [string, string]);
    return { pattern, headers: new Map(headers) };
  });

/** A file to be saved rather than shown; its name is that of the link or of the address. */
const dispositionOf = (path: string): string | undefined =>
  /\.(csv|xlsx|zip)$|^\/(rules\/\d|services\/)/.test(path) ? 'attachment' : undefined;

/** Patterns that give each file below a folder its value, as few as need be: all of one extension, else folder by folder, else one by one. */
function patternsOf(files: readonly string[], valueFor: (path: string) => string | undefined, folder = '/'): [string, string][] {
  return [...Map.groupBy(files, extensionOf)].flatMap(([extension, alike]) => {
    const [value, ...others] = new Set(alike.map(valueFor));
    if (others.length === 0 && extension !== '') return value === undefined ? [] : [[`${folder}*${extension}`, value]];
    return [...Map.groupBy(alike, (path) => folderBelow(folder, path))].flatMap(([below, inside]): [string, string][] => {
      if (below !== undefined) return patternsOf(inside, valueFor, below);
      return inside.flatMap((path) =>
        [[path, valueFor(path)] as const].filter((entry): entry is [string, string] => entry[1] !== undefined),
      );
    });
  });
}

const extensionOf = (path: string): string => /\.\w+$/.exec(path)?.[0] ?? '';

/** The next folder on the way to a file; undefined where the file stands in `folder` itself. */
function folderBelow(folder: string, path: string): string | undefined {
  const end = path.indexOf('/', folder.length);
  return end < 0 ? undefined : path.slice(0, end + 1);
}
