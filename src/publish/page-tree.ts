/** A page of HTML as parse5 reads it. */
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/** The elements from a node down, what templates hold among them, in the order of the document. */
export function elementsFrom(node: Tree.Node, found: Tree.Element[] = []): Tree.Element[] {
  if (isElement(node)) found.push(node);
  if ('content' in node) elementsFrom(node.content, found);
  if ('childNodes' in node) for (const child of node.childNodes) elementsFrom(child, found);
  return found;
}

/** Whether a node is an element. */
export const isElement = (node: Tree.Node): node is Tree.Element => 'tagName' in node;

/** The value of an attribute; nothing where the element has none of that name. */
export const attributeOf = ({ attrs }: Tree.Element, name: string): string | undefined =>
  attrs.find((attribute) => attribute.name === name)?.value;
