/** A page of HTML as parse5 reads it. */
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/** The elements from a node down, in the order of the document. What a template holds is no part of the page, and is left out unless asked for. */
export function elementsFrom(node: Tree.Node, templates: 'closed' | 'opened' = 'closed', found: Tree.Element[] = []): Tree.Element[] {
  if (isElement(node)) found.push(node);
  if (templates === 'opened' && 'content' in node) elementsFrom(node.content, templates, found);
  if ('childNodes' in node) for (const child of node.childNodes) elementsFrom(child, templates, found);
  return found;
}

/** Whether a node is an element. */
export const isElement = (node: Tree.Node): node is Tree.Element => 'tagName' in node;

/** The value of an attribute; nothing where the element has none of that name. */
export const attributeOf = ({ attrs }: Tree.Element, name: string): string | undefined =>
  attrs.find((attribute) => attribute.name === name)?.value;
