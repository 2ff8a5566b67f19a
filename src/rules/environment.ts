/** What an administrator knows and the dataset does not: addresses, names of zones, and where the firewall stands. */
import { z } from 'zod';
import { portLimits, zone } from '#dataset/schema.ts';
import { firstAddress, kindOf, toNetwork } from './network.ts';

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

const prefixForm = z.union([z.cidrv4(), z.cidrv6()]);
const addressForm = z.union([z.ipv4(), z.ipv6()]);

function entryProblem(text: string): string | undefined {
  if (text === '') return 'is empty: type an address, or leave it out';
  if (/[^\x21-\x7e]/.test(text)) return 'has a space or a character that no address has: type it again';
  if (isName(text)) return undefined;
  if (isName(text.toLowerCase())) return `has upper case: write it as ${text.toLowerCase()}`;
  if (/^[\d.]+(\/\d+)?$/.test(text) && /(^|[./])0\d/.test(text))
    return 'has a leading zero, which some programs read as octal: leave it out';
  const isPrefix = prefixForm.safeParse(text).success;
  if (!isPrefix && !addressForm.safeParse(text).success) {
    return 'is no address, prefix or host name: write it as 203.0.113.10, 203.0.113.0/24, 2001:db8::10 or mail.example.net';
  }
  if (/\/0$/.test(text)) return 'is every address there is: type the networks that are meant';
  const kind = kindOf(text);
  if (kind === 'mapped') return 'is an IPv4 address written as IPv6: write it as IPv4';
  if (kind === 'none') return 'is no address of one machine or network: type those that are meant';
  if (isPrefix && firstAddress(text) !== toNetwork(text).address) {
    return `has bits set behind its prefix length: write ${firstAddress(text)}/${toNetwork(text).length}, or the address alone`;
  }
  return undefined;
}

const port = z.int().min(1024, 'is below 1024: a passive range lies above the well-known ports').max(portLimits.highest);

/** The schema of an environment; the keys of `addresses` and `placed` are ids of parties. */
export const environment = z
  .strictObject({
    vantage: z.enum(vantages),
    prefix: z.string().min(1).max(300).describe('Begins the names of all objects; each platform reduces it to the letters it takes'),
    addresses: z
      .record(z.string(), z.array(entry))
      .superRefine(({ gateway = [] }, context) => {
        for (const [at, text] of gateway.entries()) {
          if (isName(text))
            context.addIssue({ code: 'custom', path: ['gateway', at], message: 'is a host name: type the address of the gateway' });
        }
      })
      .describe('Addresses, prefixes and host names of each party; those of a party with published host names stand in their place'),
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
