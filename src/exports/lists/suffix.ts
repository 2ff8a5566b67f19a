import type { Notation } from '#exports/notation.ts';

/** "example.net" for that name and all below, whether an exact name or a wildcard was printed. */
export const notation = {
  id: 'suffix',
  folder: true,
  title: 'Suffixes',
  holds: 'All names: exact ones as printed, wildcards without the asterisk and its dot.',
  wider:
    'Every line takes the name itself and all names below it. So an exact name takes names below it, and a wildcard the name below its asterisk: none of them is printed.',
  apex: 'yes',
  readers: ['dnsmasq', 'MikroTik DNS', 'Cisco Secure Firewall feeds'],
  onlyFor: null,
  lines: ({ exact, wildcards }) => [...exact, ...wildcards],
} satisfies Notation;
