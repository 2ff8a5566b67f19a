/** An address, a prefix or a host name, as a person types it: whether it is one, and what to type where it is none. */
import { z } from 'zod/mini';
import { firstAddress, isHost, kindOf, lengthOf, networkText, prefixesOf, toNetwork } from './network.ts';

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const hostName = new RegExp(`^(?:\\*\\.)?(?:${label}\\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$`);

/** Whether an entry is a host name (RFC 1123) or a wildcard, and no address. */
export const isName = (entry: string): boolean => entry.length <= 253 && hostName.test(entry);

const prefixForm = z.union([z.cidrv4(), z.cidrv6()]);
const addressForm = z.union([z.ipv4(), z.ipv6()]);

const isAddress = (text: string): boolean => addressForm.safeParse(text).success;

/** What is wrong with an address of the gateway, which is a single machine; undefined where nothing is. */
export function gatewayEntryProblem(text: string): string | undefined {
  const problem = entryProblem(text);
  if (problem !== undefined) return problem;
  if (isName(text)) return 'is a host name: type the address of the gateway';
  return isHost(toNetwork(text)) ? undefined : 'is a prefix: type each address of the gateway by itself';
}

/** What is wrong with an address, a prefix or a host name, and what to type; it continues the entry. Undefined where nothing is. */
export function entryProblem(text: string): string | undefined {
  if (text === '') return 'is empty: type an address, or leave it out';
  if (/[^\x21-\x7e]/.test(text)) return strangeProblem(text);
  if (isName(text)) return undefined;
  if (isName(text.toLowerCase())) return `has upper case: write it as ${text.toLowerCase()}`;
  if (/^[\d.]+([/-][\d.]+)?$/.test(text) && /(^|[./-])0\d/.test(text)) {
    return 'has a leading zero, which some programs read as octal: leave it out';
  }
  const isPrefix = prefixForm.safeParse(text).success;
  if (!isPrefix && !isAddress(text)) return formProblem(text);
  if (/\/0$/.test(text)) return 'is every address there is: type the networks that are meant';
  const kind = kindOf(text);
  if (kind === 'mapped') return 'is an IPv4 address written as IPv6: write it as IPv4';
  if (kind === 'none') return 'is no address of one machine or network: type those that are meant';
  if (kind === 'link') return 'is a link-local address, which no firewall forwards: type another one';
  const { family, length } = toNetwork(text);
  if (length < shortest[family]) {
    return `has a prefix length that is too short, below /${shortest[family]}: type the networks that are meant`;
  }
  if (isPrefix && firstAddress(text) !== toNetwork(text).address) {
    return `has bits set behind its prefix length: write ${firstAddress(text)}/${toNetwork(text).length}, or the address alone`;
  }
  return undefined;
}

/** Of a text with characters that no entry has: full-width digits and the like, whose plain form may be one. */
function strangeProblem(text: string): string {
  const plain = text.normalize('NFKC');
  if (/^[\x21-\x7e]+$/.test(plain)) return `has characters that only look like ${plain}: type it again`;
  if (/\S\s+\S/.test(text)) return 'has a space inside: type each address by itself, without one';
  return 'has a space or a character that no address has: type it again';
}

/** Of a text that is neither an address nor a prefix nor a name, though it may be another form of one. */
function formProblem(text: string): string {
  const [first = '', last = '', ...rest] = text.split('-');
  const end = /^\d+$/.test(last) ? first.replace(/\d+$/, last) : last;
  if (rest.length === 0 && isAddress(first) && isAddress(end)) return rangeProblem(first, end);
  const [network = '', mask = ''] = text.split('/');
  const length = isAddress(network) && isAddress(mask) ? lengthOf(mask) : null;
  if (length !== null) return `has a netmask: write ${network}/${length}`;
  return 'is no address, prefix or host name: write it as 203.0.113.10, 203.0.113.0/24, 2001:db8::10 or mail.example.net';
}

function rangeProblem(first: string, last: string): string {
  const [from, to] = [toNetwork(first), toNetwork(last)];
  if (from.family !== to.family) return 'is a range from one IP version to the other: type addresses or prefixes';
  const [ordered, reversed] = [prefixesOf(from, to), prefixesOf(to, from)];
  const prefixes = ordered.length > 0 ? ordered : reversed;
  const what = ordered.length > 0 ? 'is a range' : 'is a reversed range';
  if (prefixes.length > mostPrefixes) return `${what}: type the prefixes that are meant`;
  return `${what}: type its prefixes, each by itself: ${prefixes.map(networkText).join(' ')}`;
}

/** More prefixes than anyone wants to copy out of a message. */
const mostPrefixes = 8;

/** The shortest prefix length that is taken: no network of anybody's is wider. */
const shortest = { ipv4: 8, ipv6: 16 } as const;
