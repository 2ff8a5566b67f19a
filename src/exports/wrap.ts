import { toAscii } from '#dataset/ascii.ts';

/** The length of a line of text for a ticket system, which shows it in a window of 80 columns. */
export const lineWidth = 78;

/**
 * A text in ASCII, in lines of at most {@link lineWidth} characters: the first begins as the text does, all others are indented; a longer
 * word has a line of its own.
 */
export function wrapped(text: string, indent = 0): string[] {
  const [, margin = '', words = ''] = /^( *)(.*)$/s.exec(toAscii(text)) ?? [];
  const lines: string[] = [];
  let line = margin;
  for (const word of words.split(/ +/)) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if (longer.length <= lineWidth || line.trim() === '') line = longer;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    }
  }
  return [...lines, line];
}
