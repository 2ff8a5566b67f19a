/** The words that pages use for what the data say: one place, so that a status reads the same everywhere. */
import { tableWords } from '#dataset/comparison-words.ts';
import type { Dataset } from '#dataset/dataset.ts';
import type { PrintedRow, ReleaseFlow } from '#dataset/release-flow.ts';
import type { PortRange } from '#dataset/schema.ts';
import type { Status } from '#dataset/status.ts';
import { zoneWords } from '#dataset/zones.ts';

/** One word for a mark, and the sentence behind it. */
export function statusWords(
  { releases }: Pick<Dataset, 'releases'>,
  entry: Pick<ReleaseFlow, 'status' | 'carriedFrom' | 'goneIn' | 'lastPrinted' | 'release'>,
): { word: string; sentence: string } {
  const { status, carriedFrom, goneIn, lastPrinted, release } = entry;
  const goneTable = tableWords(goneIn ?? release, releases.find((each) => each.release === goneIn)?.readTo.end ?? false);
  const sentences: Record<Status, string> = {
    printed: `The table of ${release} prints it.`,
    carried: `The copy of ${release} ends before its place; ${carriedFrom} printed it, so it is carried forward.`,
    unresolved: `The source breaks off before it says what this is for${carriedFrom ? `, in ${carriedFrom}; the copy of ${release} ends before its place` : ''}.`,
    gone:
      goneIn === release
        ? `${goneTable} no longer prints it; ${lastPrinted} was the last to do so.`
        : `The copy of ${release} ends before its place; ${goneTable.replace('The', 'the')} no longer printed it, and ${lastPrinted} was the last to do so.`,
    unknown: `The copy of ${release} ends before its place, and no earlier release decides: it may or may not be needed.`,
    unprinted: `The table of ${release} was read past its place and does not print it.`,
  };
  return { word: statusWord(status), sentence: sentences[status] };
}

/** "Row 24 of 5.1.0 prints 161 UDP, Out." */
export const printedWords = ({ row, port, protocol, direction }: PrintedRow, release: string): string =>
  `Row ${row} of ${release} prints ${port} ${protocol}, ${direction ?? 'and breaks off before the direction'}.`;

/** "UDP and TCP", for reading aloud. */
export const transportWords = (transports: readonly string[]): string => transports.map((name) => name.toUpperCase()).join(' and ');

/** "inbound" or "outbound", seen from the gateway. */
export const directionWord = (direction: 'in' | 'out'): string => (direction === 'in' ? 'inbound' : 'outbound');

/** The word of a status, as every page says it. */
export const statusWord = (status: Status): string => (status === 'unprinted' ? 'not printed' : status);

/** When a flow is needed, as a sentence's end: of an unresolved flow nobody knows. */
export function neededWords({ condition, flow }: { condition: string | null; flow: { unresolved: boolean } }): string {
  if (flow.unresolved) return 'not known';
  return condition === null ? 'on every gateway' : `when ${condition}`;
}

/** "443", or "1024-65535" for a range. */
export const portText = ({ from, to }: PortRange): string => (from === to ? String(from) : `${from}-${to}`);

/** "1 flow", "4 flows". */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Where a firewall stands, in a word or two of a table. */
export const vantageTitles = {
  edge: 'One firewall',
  outer: 'Outer of two',
  inner: 'Inner of two',
  host: 'The gateway itself',
} as const;

export { zoneWords };
