import type { Root, RootContent } from 'mdast';

/** The address that code in Markdown gives this site; reserved for examples (RFC 2606). */
export const exampleAddress = 'https://ports.example.net/';

/** Puts the site's public address, which ends in a slash, into code that names the made-up one. */
export function remarkAddress(address: string) {
  const visit = (node: Root | RootContent) => {
    if (node.type === 'code') node.value = node.value.replaceAll(exampleAddress, () => address);
    if ('children' in node) node.children.forEach(visit);
  };
  return visit as (tree: Root) => void;
}
