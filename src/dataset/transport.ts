import type { Transport } from './schema.ts';

/** What each word of the vendor's protocol column means on the wire. FTP and its relatives run over TCP (RFC 959, RFC 4217, RFC 4251). */
const transportsByLabel: Readonly<Record<string, readonly Transport[]>> = {
  TCP: ['tcp'],
  UDP: ['udp'],
  'UDP/TCP': ['udp', 'tcp'],
  'TCP / UDP': ['tcp', 'udp'],
  FTP: ['tcp'],
  'FTPS (exp)': ['tcp'],
  'FTPS (explicit)': ['tcp'],
  FTPS: ['tcp'],
  SFTP: ['tcp'],
};

/** The transports of a printed protocol label such as "UDP/TCP" or "SFTP"; undefined for a label nobody has read yet. */
export const printedTransports = (protocol: string): readonly Transport[] | undefined =>
  Object.hasOwn(transportsByLabel, protocol) ? transportsByLabel[protocol] : undefined;

/** The labels that {@link printedTransports} knows. */
export const printedProtocols: readonly string[] = Object.keys(transportsByLabel);
