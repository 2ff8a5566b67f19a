/** What an administrator knows and the dataset does not: addresses, names of zones, and where the firewall stands. */
import { z } from 'zod';
import { portLimits, zone } from '#dataset/schema.ts';
import { entryProblem, gatewayEntryProblem } from './entry.ts';
import { vantages } from './vantage.ts';

/** An address, a prefix, or a host name, in its one canonical spelling. */
const entry = z.string().superRefine((text, context) => {
  const message = entryProblem(text);
  if (message) context.addIssue({ code: 'custom', message });
});

/** Rules know the gateway by its addresses only, each by itself. */
function refuseMany(entries: readonly string[], context: z.RefinementCtx, path: readonly string[] = []) {
  for (const [at, text] of entries.entries()) {
    const message = entryProblem(text) === undefined ? gatewayEntryProblem(text) : undefined;
    if (message) context.addIssue({ code: 'custom', path: [...path, at], message });
  }
}

const port = z.int().min(1024, 'is below 1024: a passive range lies above the well-known ports').max(portLimits.highest);

/** The schema of an environment; the keys of `addresses` and `placed` are ids of parties. */
export const environment = z
  .strictObject({
    vantage: z.enum(vantages),
    prefix: z.string().min(1).max(300).describe('Begins the names of all objects; each platform reduces it to the letters it takes'),
    addresses: z
      .record(z.string(), z.array(entry))
      .superRefine(({ gateway = [] }, context) => refuseMany(gateway, context, ['gateway']))
      .describe('Addresses, prefixes and host names of each party; those of a party with published host names stand in their place'),
    publicAddresses: z
      .array(entry)
      .superRefine((entries, context) => refuseMany(entries, context))
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
