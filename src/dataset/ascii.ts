/** Texts in ASCII (RFC 20): programs that read lists guess at the encoding of anything beyond it. */

/** Typographic marks of our prose, and what a list says instead; any other character beyond ASCII is refused by the gate. */
const asciiFor: Readonly<Record<string, string>> = { '‘': "'", '’': "'", '“': '"', '”': '"', '–': '-', '—': '-', '→': '->', '…': '...' };

/** A line of text in printable ASCII; one that the gate would refuse throws. */
export function toAscii(text: string): string {
  const [foreign] = foreignIn(text);
  if (foreign !== undefined) throw new Error(`${JSON.stringify(text)} has ${characterName(foreign)}, which has no form in ASCII`);
  return text.replace(/[^ -~]/gu, (mark) => asciiFor[mark] as string);
}

/** The characters of a text that can be written neither in printable ASCII nor by what stands for them, each once. */
export const foreignIn = (text: string): string[] =>
  [...new Set(text.match(/[^ -~]/gu))].filter((character) => !Object.hasOwn(asciiFor, character));

/** A character in a message: "é" (U+00E9), and by its number alone where it would not be seen or would turn the text around. */
export function characterName(character: string): string {
  const number = `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{C}\p{Z}]/u.test(character) ? number : `"${character}" (${number})`;
}
