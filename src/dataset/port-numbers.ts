import { portLimits } from './schema.ts';

/** A number of a text that may be taken for a port, and where it begins. */
export interface PortNumber {
  readonly port: number;
  readonly offset: number;
}

/** Every bare integer from 1 to 65535 in a Markdown text, except where it plainly is something else. */
export function portNumbersIn(text: string): PortNumber[] {
  const masked = notPorts.reduce((rest, pattern) => rest.replace(pattern, (match) => match.replace(/[^\n]/g, ' ')), text);
  return [...masked.matchAll(grouped), ...masked.replace(grouped, (match) => ' '.repeat(match.length)).matchAll(plain)]
    .map(({ 0: digits, index }) => ({ port: Number(digits.replace(',', '')), offset: index }))
    .filter(({ port }) => port >= portLimits.lowest && port <= portLimits.highest)
    .toSorted((a, b) => a.offset - b.offset);
}

/** A number on its own, joined to no letter. */
const plain = /(?<![\p{L}\d_])\d+(?![\p{L}\d_])/gu;

/** A port with its thousands set off, as 11,371; in a list such as 25,80,443 the commas part numbers. */
const grouped = /(?<![\p{L}\d_]|\d,)(?:[1-5]?\d|6[0-5]),\d{3}(?![\p{L}\d_]|,\d)/gu;

const numbers = String.raw`\d+(?:(?:,\s*|\s*,?\s+(?:and|or|to)\s+|\s*[-–]\s*)\d+)*`;

/** What holds digits and is no port, in the order in which it is taken away. */
const notPorts: readonly RegExp[] = [
  // Addresses: of links, of images, of reference definitions, bare, and in attributes of HTML
  /(?<=\]\()[^)\s]*/g,
  /^ {0,3}\[[^\]]+\]:.*$/gm,
  /\bhttps?:\/\/[^\s<>)"'`]+/g,
  /\b(?:id|href|src|class)="[^"]*"/g,
  // Anchors, entities, and what a component is imported from
  /\{#[\w-]+\}/g,
  /&#x?[0-9a-f]+;/gi,
  /^import\s.*$/gm,
  // IPv6 addresses, then host names, IPv4 addresses, releases and versions: labels that dots join
  /(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,}(?:\/\d{1,3})?(?![\w:])/gi,
  /(?:\*\.)?(?<![\w-])[\w-]+(?:\.[\w-]+)+(?:\/\d{1,2}(?!\d))?/g,
  // Documents, rows of the printed table, and numbered lists
  new RegExp(String.raw`\bRFCs\s+${numbers}|\bRFC\s+\d+`, 'g'),
  new RegExp(String.raw`\brows\s+${numbers}|\brow\s+\d+`, 'gi'),
  /^[ \t>]*\d+[.)](?=\s)/gm,
];
