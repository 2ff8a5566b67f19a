import type { Notation } from '#exports/notation.ts';

/** "example.net" and "*.example.net", each on a line. */
export const notation = {
  id: 'asterisk',
  folder: true,
  title: 'Asterisks',
  holds: 'All names as printed: exact ones, and wildcards with an asterisk for the labels in front.',
  wider:
    'Some readers take *.example.net for example.net too. The name below the asterisk is not printed, so there the list is wider than print.',
  apex: 'depends on the reader',
  readers: [
    'Check Point network feeds',
    'FortiGate domain feeds',
    'PAN-OS lists of domains',
    'Route 53 DNS Firewall',
    'Google Cloud Secure Web Proxy',
  ],
  onlyFor: null,
  lines: ({ exact, wildcards }) => [...exact, ...wildcards.map((domain) => `*.${domain}`)],
} satisfies Notation;
