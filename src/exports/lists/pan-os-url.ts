import type { Notation } from '#exports/notation.ts';

/** Names as URLs of PAN-OS: the slash ends the name, without which "example.net" would match "example.net.attacker.example". */
export const notation = {
  id: 'pan-os-url',
  folder: true,
  title: 'URLs of PAN-OS',
  holds: 'All names as printed, each with the slash that ends the name.',
  wider: null,
  apex: 'no',
  readers: ['PAN-OS lists of URLs'],
  onlyFor: ['http', 'https'],
  lines: ({ exact, wildcards }) => [...exact.map((name) => `${name}/`), ...wildcards.map((domain) => `*.${domain}/`)],
} satisfies Notation;
