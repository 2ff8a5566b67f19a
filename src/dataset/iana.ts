import type { Transport } from './schema.ts';

/** A service name as the registry has it: its port, and the transports it is registered for. */
export interface Service {
  readonly port: number;
  readonly transports: readonly Transport[];
}

const both: readonly Transport[] = ['tcp', 'udp'];

/**
 * The service names that flows carry, from the IANA Service Name and Transport Protocol Port Number Registry (RFC 6335).
 * A new name is a new line here, copied from that registry.
 */
export const services: Readonly<Record<string, Service>> = {
  'ftp-data': { port: 20, transports: both },
  ftp: { port: 21, transports: both },
  ssh: { port: 22, transports: both },
  smtp: { port: 25, transports: both },
  domain: { port: 53, transports: both },
  http: { port: 80, transports: both },
  ntp: { port: 123, transports: both },
  epmap: { port: 135, transports: both },
  'netbios-ns': { port: 137, transports: both },
  'netbios-ssn': { port: 139, transports: both },
  snmp: { port: 161, transports: both },
  snmptrap: { port: 162, transports: both },
  ldap: { port: 389, transports: both },
  https: { port: 443, transports: both },
  'microsoft-ds': { port: 445, transports: both },
  syslog: { port: 514, transports: ['udp'] },
  ldaps: { port: 636, transports: both },
  ftps: { port: 990, transports: both },
  'msft-gc': { port: 3268, transports: both },
  'msft-gc-ssl': { port: 3269, transports: both },
  hkp: { port: 11371, transports: both },
};
