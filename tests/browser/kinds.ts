/** Pages of every kind. */

/** At least one page of each, more where they differ in what they hold. */
export const samples = [
  '/',
  '/404.html',
  '/about/',
  '/api/',
  '/builder/',
  '/downloads/',
  '/features/anti-virus/',
  '/features/backup/',
  '/features/snmp/',
  '/glossary/',
  '/guides/ftp/',
  '/hosts/',
  '/lists/',
  '/lists/asterisk/',
  '/ports/',
  '/ports/443/',
  '/print/5.1.0/',
  '/releases/',
  '/releases/5.1.0/',
  '/releases/6.3.0/',
  '/releases/4.7.2/5.1.0/',
  '/releases/5.1.0/6.3.0/',
  '/rules/',
  '/rules/nftables/',
];

/** The kind of an address: its first folder, and a star for each one below. */
export const kindOf = (path: string) => path.replace(/(?<=^\/[^/]+\/).+/, (rest) => rest.replace(/[^/]+(?=\/)/g, '*'));
