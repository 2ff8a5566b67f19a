/** What a person typed to find a flow: ports and transports, however they are written, and words. */
import type { PortRange, Transport } from '#dataset/schema.ts';

/** A port, or a range of ports, that was asked for. */
export interface AskedPort {
  /** As typed: "443", "0443", "137-139". */
  readonly text: string;
  /** Undefined where it is no port: out of range, or with a leading zero. */
  readonly range: PortRange | undefined;
}

export interface Query {
  /** Any of them. */
  readonly ports: readonly AskedPort[];
  /** Any of them; none asked for means either. */
  readonly transports: readonly Transport[];
  /** All of them; lower case, a quoted phrase is one word. */
  readonly words: readonly string[];
}

/**
 * Reads "443", "port 443", "Port: 443", "tcp/443", "443/tcp", "TCP 443", "udp:53", ":443", "137-139", "repo.example.net:80" and words.
 * A number inside a word, a name or an address stays text, as does that of "RFC 5321".
 */
export function parseQuery(text: string): Query {
  const query = { ports: [] as AskedPort[], transports: new Set<Transport>(), words: [] as string[] };
  const tokens = tokensOf(text);
  for (const [at, token] of tokens.entries()) {
    const parts = portToken.exec(token)?.groups;
    if (numbered.has(tokens[at - 1] ?? '') && /^\d+$/.test(token)) query.words.push(token);
    else if (parts) {
      query.ports.push(askedPort(parts.port as string, parts.last));
      for (const transport of transportsIn(`${parts.before ?? ''} ${parts.after ?? ''}`)) query.transports.add(transport);
    } else if (transportToken.test(token)) {
      for (const transport of transportsIn(token)) query.transports.add(transport);
    } else {
      const [, host, port] = /^([^:]*[a-z.*][^:]*):(\d+)$/.exec(token) ?? [];
      query.words.push(host ?? token);
      if (port !== undefined) query.ports.push(askedPort(port, undefined));
    }
  }
  const words = query.ports.length > 0 ? query.words.filter((word) => !besidePort.test(word)) : query.words;
  return { ports: query.ports, transports: [...query.transports], words };
}

/** A row of a table or index that a query may match; `text` is everything else that it says. */
export interface QueryRow {
  readonly ports: readonly PortRange[];
  readonly transports: readonly string[];
  readonly text: string;
}

/** Whether the row has one of the ports and transports and all of the words; a number matches a whole port, a word any part of the text. */
export function rowMatches(row: QueryRow, { ports, transports, words }: Query): boolean {
  const text = row.text.toLowerCase();
  return (
    (ports.length === 0 || ports.some(({ range }) => range && row.ports.some((port) => overlaps(port, range)))) &&
    (transports.length === 0 || transports.some((transport) => row.transports.includes(transport))) &&
    words.every((word) => text.includes(word))
  );
}

/** Whether two ranges have a port in common. */
export const overlaps = (a: PortRange, b: PortRange): boolean => a.from <= b.to && b.from <= a.to;

/** Words after which a number is the number of something else. */
const numbered = new Set(['rfc', 'bcp', 'std', 'row', 'rows', 'release', 'version']);
const transport = '(?:tcp|udp)(?:/(?:tcp|udp))?';
const transportToken = new RegExp(`^${transport}$`);
const portWord = /^d?ports?$/;
/** Words that only lead up to a port number or join two. */
const besidePort = /^(?:d?ports?|dst|destination|and|or)$/;
const portToken = new RegExp(
  `^(?:d?ports?[:=/#]?)?(?:(?<before>${transport})[/:=_-]?)?[:#]?(?<port>\\d+)(?:-(?<last>\\d+))?(?:[/:_-]?(?<after>${transport}))?$`,
);

const transportsIn = (text: string): Transport[] => text.match(/tcp|udp/g)?.map((name) => name as Transport) ?? [];

function askedPort(first: string, last: string | undefined): AskedPort {
  const [from, to] = [portNumber(first), portNumber(last ?? first)];
  const range = from === undefined || to === undefined ? undefined : { from: Math.min(from, to), to: Math.max(from, to) };
  return { text: last === undefined ? first : `${first}-${last}`, range };
}

function portNumber(digits: string): number | undefined {
  // RFC 6335, section 6. Not taken from the schema, which would bring its validator into the browser.
  return /^[1-9]\d{0,4}$/.test(digits) && Number(digits) <= 65535 ? Number(digits) : undefined;
}

/** Words in lower case; spaces around the signs of a port are of no account, and the address of a page is cut to its host. */
function tokensOf(text: string): string[] {
  const phrases: string[] = [];
  const rest = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]/g, (_, phrase: string) => {
      const words = phrase.trim().split(/\s+/);
      // A quoted port is still a port: as a phrase, "port 44" would be found within "port 443".
      if (words.length === 1 || words.every((word) => portToken.test(word) || transportToken.test(word) || portWord.test(word)))
        return ` ${phrase} `;
      phrases.push(words.join(' '));
      return ' ';
    })
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s*([:/=])\s*/g, '$1')
    .replace(/(\d)\s*-\s*(?=\d)/g, '$1-');
  const words = rest.split(/[\s,;+&|]+/).map((word) => hostOf(word.replace(/^["'`(<[{]+/, '')).replace(/["'`)>\]}.?!:/]+$/, ''));
  return [...words.filter((word) => word !== ''), ...phrases];
}

/** "https://repo.example.net:80/path" → "repo.example.net:80". */
const hostOf = (word: string): string => /^[a-z]+:\/\/([^/?#]*)/.exec(word)?.[1] ?? word;
