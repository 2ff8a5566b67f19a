/**
 * Moves the foot that a page has for its printed sheets from where the template says it, in `data-paper-foot` as a CSS string, to the root,
 * whose property the style sheet reads: the template of the root is not ours. A page without one stays as it is.
 */
export function withPaperFoot(html: string): string {
  const [attribute, foot] = / data-paper-foot="([^"]*)"/.exec(html) ?? [];
  if (attribute === undefined) return html;
  return html.replace(attribute, '').replace('<html ', () => `<html style="--paper-foot: ${foot}" `);
}
