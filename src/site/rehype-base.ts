import type { Element, Root, RootContent } from 'hast';

/** Puts the site's base path before root-relative links and images of Markdown, so that prose can name pages by their public address. */
export function rehypeBase(base: string) {
  const prefix = base.replace(/\/+$/, '');
  const visit = (node: Root | RootContent) => {
    if (node.type === 'element') prefixLinks(node, prefix);
    if ('children' in node) node.children.forEach(visit);
  };
  return visit as (tree: Root) => void;
}

function prefixLinks(element: Element, prefix: string) {
  for (const name of ['href', 'src']) {
    const value = element.properties[name];
    if (typeof value === 'string' && /^\/(?!\/)/.test(value)) element.properties[name] = prefix + value;
  }
}
