/** Plain text for configuration files: ASCII only, one line, within a length. */

/** Characters of the dataset's prose that have a plain spelling. */
const plain: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
  '\u2192': 'to',
  '\u00df': 'ss',
  '\u00d7': 'x',
};

/** A text in printable ASCII on one line: accents go, controls and marks of direction become spaces, what has no plain spelling becomes "?". */
export const ascii = (text: string): string => (isPlain.test(text) ? text : respelt(text));

/** Most texts are plain, and it takes fifty times as long to spell one anew. */
const isPlain = /^[!-~]+(?: [!-~]+)*$/;

const respelt = (text: string): string =>
  [...text.normalize('NFKD')]
    .map((character) => plain[character] ?? character)
    .join('')
    .replace(/\p{M}/gu, '')
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();

/** A text cut to `limit` characters; one that was cut ends in "...". For ASCII a character is a byte. */
export const cut = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit - 3).trimEnd()}...`);

/**
 * A text in lines of at most `width` characters, broken between words; a word that is longer has a line of its own. The lines after
 * the first of an item that begins with "- " are indented below its text.
 */
export function wrapped(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const hang = text.startsWith('- ') ? '  ' : '';
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(lines.length === 0 ? word : hang + word);
  }
  return lines;
}
