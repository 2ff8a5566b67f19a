/** How many characters of texts a page holds, so that a phone still opens it: what has no room is left to its file. */
const textRoom = 250_000;

/** For each of the texts of one page, whether it has room there: the first ones do, up to the limit. */
export function fitting(texts: readonly string[], room = textRoom): boolean[] {
  let left = room;
  return texts.map((text) => {
    const fits = text.length <= left;
    if (fits) left -= text.length;
    return fits;
  });
}
