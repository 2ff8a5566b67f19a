/** What `_headers` says, in the words of Caddy and of nginx. */
import type { HeaderRule } from '#publish/header-rules.ts';

/** Static hosts have a file asked for again each time it is used unless it is said otherwise; servers have to be told. */
const unlessSaid = new Map([['Cache-Control', 'no-cache']]);
/** Said where TLS ends, and nowhere else: a browser must not take it from plain HTTP (RFC 6797, 7.2). */
const overTls = 'Strict-Transport-Security';

/** A header: what every address has, and the values of some, each with a regular expression of their addresses. */
interface Header {
  readonly name: string;
  readonly everywhere: string | undefined;
  readonly values: readonly { readonly value: string; readonly addresses: string }[];
}

/** Lines for the block of a site in a Caddyfile. */
export function renderCaddy(rules: readonly HeaderRule[]): string {
  const lines = headersOf(rules).flatMap(({ name, everywhere, values }) => {
    if (name === overTls) return ['@tls protocol https', `header @tls ${name} "${everywhere}"`];
    const some = values.flatMap(({ value, addresses }, at) => {
      const matcher = `@${name.toLowerCase()}-${at + 1}`;
      return [`${matcher} path_regexp ${addresses}`, `header ${matcher} ${name} "${value}"`];
    });
    if (everywhere === undefined) return some;
    // Which of two lines comes last is for Caddy to say, so no address may have both.
    const others = values.map(({ addresses }) => `path_regexp ${addresses}`);
    return others.length === 0
      ? [`header ${name} "${everywhere}"`]
      : [...some, `@${name.toLowerCase()} not ${others.join(' ')}`, `header @${name.toLowerCase()} ${name} "${everywhere}"`];
  });
  return `${made}${lines.map((line) => `${line}\n`).join('')}`;
}

/** Variables for the http block of nginx, named after the headers: $portcullis_cache_control. */
export function renderNginx(rules: readonly HeaderRule[]): string {
  const maps = headersOf(rules).map(({ name, everywhere = '', values }) => {
    const variable = `$portcullis_${name.toLowerCase().replaceAll('-', '_')}`;
    const lines = name === overTls ? [`on "${everywhere}"`] : values.map(({ value, addresses }) => `"~${addresses}" "${value}"`);
    const standard = name === overTls ? '' : everywhere;
    return [
      `map ${name === overTls ? '$https' : '$uri'} ${variable} {`,
      `\tdefault "${standard}";`,
      ...lines.map((line) => `\t${line};`),
      '}\n',
    ];
  });
  return `${made}${maps.flat().join('\n')}`;
}

const made = '# Made with the site by "npm run bundle": what dist/_headers says.\n';

/** The first rule holds for the whole site. */
function headersOf([all, ...some]: readonly HeaderRule[]): Header[] {
  const everywhere = new Map([...unlessSaid, ...(all?.headers ?? [])]);
  const lines = some.flatMap(({ pattern, headers }) => [...headers].map(([name, value]) => ({ pattern, name, value })));
  const names = new Set([...everywhere.keys(), ...lines.map(({ name }) => name)]);
  return [...names].map((name) => {
    const own = Map.groupBy(
      lines.filter((line) => line.name === name),
      ({ value }) => value,
    );
    const values = [...own].map(([value, alike]) => ({
      value,
      addresses: `^(?:${alike.map(({ pattern }) => toRegExp(pattern)).join('|')})$`,
    }));
    return { name, everywhere: everywhere.get(name), values };
  });
}

const toRegExp = (pattern: string): string => pattern.replaceAll(/[.+]/g, '\\$&').replace('*', '.*');
