/** The made-up environment of the pages: documentation addresses only (RFC 5737, RFC 3849, RFC 9637). */
import type { Zone } from '#dataset/schema.ts';
import type { Environment } from './environment.ts';
import type { Platform } from './platform.ts';
import type { Vantage } from './vantage.ts';

/** Three legs: the Internet side 198.51.100.0/24, the gateway's network 203.0.113.0/24, the inside 192.0.2.0/24; IPv6 likewise. */
const addresses = {
  gateway: ['203.0.113.10', '2001:db8:d::10'],
  'internal-mail-servers': ['192.0.2.25', '2001:db8:b::25'],
  'relay-host': ['198.51.100.25', '2001:db8:a::25'],
  'dns-resolvers': ['192.0.2.53', '192.0.2.54', '2001:db8:b::53'],
  'mail-users': ['192.0.2.64/26', '2001:db8:b:64::/64'],
  'domain-controllers': ['192.0.2.33', '192.0.2.34'],
  'snmp-managers': ['192.0.2.161', '2001:db8:b::161'],
  'ldap-servers': ['192.0.2.38', '192.0.2.39', '2001:db8:b::38'],
  'global-catalog-servers': ['192.0.2.33', '192.0.2.34'],
  'key-servers': ['198.51.100.113', '2001:db8:a::113'],
  administrators: ['192.0.2.128/27', '2001:db8:b:128::/64'],
  'peer-gateways': ['198.51.100.20', '198.51.100.21', '2001:db8:a::20'],
  'backup-servers': ['192.0.2.201', '2001:db8:b::201'],
  'log-servers': ['192.0.2.202', '2001:db8:b::202'],
  'lexical-servers': ['192.0.2.203', '2001:db8:b::203'],
  'syslog-servers': ['192.0.2.163', '2001:db8:b::163'],
} as const satisfies Record<string, readonly string[]>;

const noZones = { internet: 'internet', dmz: 'dmz', lan: 'lan', management: 'management', peers: 'peers' } as const satisfies Record<
  Zone,
  string
>;

const example: Omit<Environment, 'vantage' | 'zones'> = {
  prefix: 'SEG',
  addresses: Object.fromEntries(Object.entries(addresses).map(([party, entries]) => [party, [...entries]])),
  publicAddresses: [],
  placed: {},
  anyInternet: [],
  ftp: { helper: true, passive: { from: 50_000, to: 50_099 } },
};

/** The example as one platform names its zones, seen from a vantage point. */
export const exampleEnvironment = ({ zones }: Pick<Platform, 'zones'>, vantage: Vantage): Environment => ({
  ...example,
  vantage,
  zones: zones?.example ?? noZones,
});
