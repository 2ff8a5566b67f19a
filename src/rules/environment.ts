/** What an administrator knows and the dataset does not: addresses, names of zones, and where the firewall stands. */
import { z } from 'zod';
import { portLimits, zone } from '#dataset/schema.ts';
import { firstAddress, kindOf, lengthOf, networkText, prefixesOf, toNetwork } from './network.ts';

/**
 * Which firewall the rules are for: `edge` one firewall with all legs; `outer` the one of two that faces the Internet and the peers;
 * `inner` the one of two that faces the internal and the management network; `host` the gateway's own.
 */
export const vantages = ['edge', 'outer', 'inner', 'host'] as const;
export type Vantage = (typeof vantages)[number];

/** Zones that lie beyond the outer one of two firewalls, and beyond the inner one; between the two lies the DMZ. */
export const outerZones: readonly string[] = ['internet', 'peers'];
export const innerZones: readonly string[] = ['lan', 'management'];

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const hostName = new RegExp(`^(?:\\*\\.)?(?:${label}\\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$`);

/** Whether an entry is a host name (RFC 1123) or a wildcard, and no address. */
export const isName = (entry: string): boolean => entry.length <= 253 && hostName.test(entry);

/** An address, a prefix, or a host name, in its one canonical spelling. */
const entry = z.string().superRefine((text, context) => {
  const message = entryProblem(text);
  if (message) context.addIssue({ code: 'custom', message });
});

/** Rules know the gateway by its addresses only. */
function refuseNames(entries: readonly string[], context: z.RefinementCtx, path: readonly string[] = []) {
  for (const [at, text] of entries.entries()) {
    if (isName(text)) context.addIssue({ code: 'custom', path: [...path, at], message: nameOfGateway });
  }
}

const nameOfGateway = 'is a host name: type the address of the gateway';

const prefixForm = z.union([z.cidrv4(), z.cidrv6()]);
const addressForm = z.union([z.ipv4(), z.ipv6()]);

const isAddress = (text: string): boolean => addressForm.safeParse(text).success;

/** What is wrong with an address of the gateway; undefined where nothing is. */
export const gatewayEntryProblem = (text: string): string | undefined => entryProblem(text) ?? (isName(text) ? nameOfGateway : undefined);

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

const port = z.int().min(1024, 'is below 1024: a passive range lies above the well-known ports').max(portLimits.highest);

/** The schema of an environment; the keys of `addresses` and `placed` are ids of parties. */
export const environment = z
  .strictObject({
    vantage: z.enum(vantages),
    prefix: z.string().min(1).max(300).describe('Begins the names of all objects; each platform reduces it to the letters it takes'),
    addresses: z
      .record(z.string(), z.array(entry))
      .superRefine(({ gateway = [] }, context) => refuseNames(gateway, context, ['gateway']))
      .describe('Addresses, prefixes and host names of each party; those of a party with published host names stand in their place'),
    publicAddresses: z
      .array(entry)
      .superRefine((entries, context) => refuseNames(entries, context))
      .default([])
      .describe('Addresses of the gateway before destination NAT, as the Internet and the peers see it; empty without NAT'),
    placed: z.record(z.string(), zone).default({}).describe('The zone of a party that stands in another one than the dataset says'),
    anyInternet: z.array(z.string()).default([]).describe('Parties without published hosts that may be any Internet address, by choice'),
    zones: z.record(zone, z.string().min(1).max(300)).describe('Name of each zone or interface on the firewall'),
    ftp: z
      .strictObject({
        helper: z.boolean().describe('The firewall follows FTP control connections and opens their data connections'),
        passive: z
          .strictObject({ from: port, to: port })
          .refine(({ from, to }) => from <= to, 'is reversed: write the lower port first')
          .nullable()
          .describe('Ports that the FTP servers use for passive data connections'),
      })
      .describe('How data connections of FTP are let through'),
  })
  .superRefine(({ placed, anyInternet }, context) => {
    for (const [at, party] of anyInternet.entries()) {
      if ((placed[party] ?? 'internet') === 'internet') continue;
      const message = `is any Internet address, yet placed in the zone "${placed[party]}": leave one of the two out`;
      context.addIssue({ code: 'custom', path: ['anyInternet', at], message });
    }
  });

/** What an administrator knows of one firewall. */
export type Environment = z.output<typeof environment>;
