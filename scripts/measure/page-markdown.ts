import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** The text of a page, as the author of a Markdown page would have written it. */
export interface PageText {
  title: string;
  description: string;
  /** Markdown: headings, paragraphs, lists, links, code and tables; no HTML. */
  body: string;
}

/** Left out with all they hold: they show no text of the page, or the text of a control. */
const silent = new Set(['script', 'style', 'template', 'noscript', 'svg', 'select', 'button', 'dialog', 'input', 'form', 'h1']);

const inline = new Set([
  'a',
  'abbr',
  'b',
  'br',
  'cite',
  'code',
  'em',
  'i',
  'kbd',
  'label',
  'mark',
  'q',
  's',
  'samp',
  'small',
  'span',
  'strong',
  'time',
  'var',
  'wbr',
]);

/**
 * Reads the main part of a built page as Markdown.
 *
 * What is hidden when the page opens is left out, so that the plain site shows the same text and no more.
 */
export function pageMarkdown(html: string): PageText {
  const elements = [...elementsIn(parse(html).childNodes)];
  const main = elements.find(({ tagName }) => tagName === 'main');
  const h1 = elements.find(({ tagName }) => tagName === 'h1');
  const description = elements.find((element) => element.tagName === 'meta' && attribute(element, 'name') === 'description');
  if (!main || !h1) throw new Error('a page has no <main> or no <h1>, so its text cannot be read');
  return {
    title: textOf(h1),
    description: (description && attribute(description, 'content')) ?? '',
    body: `${blocksOf(main.childNodes).join('\n\n')}\n`,
  };
}

function* elementsIn(nodes: readonly Node[]): Generator<Element> {
  for (const node of nodes) {
    if (!('tagName' in node)) continue;
    yield node;
    yield* elementsIn(node.childNodes);
  }
}

/** Runs of text and of inline elements become paragraphs; what stands between them is a block of its own. */
function blocksOf(nodes: readonly Node[]): string[] {
  const blocks: string[] = [];
  let run: Node[] = [];
  const endRun = () => {
    const text = phrase(run);
    if (text) blocks.push(text);
    run = [];
  };
  for (const node of nodes) {
    if (!('tagName' in node) || isPhrase(node)) {
      run.push(node);
    } else {
      endRun();
      if (isShown(node)) blocks.push(...blockOf(node));
    }
  }
  endRun();
  return blocks;
}

function isPhrase(element: Element): boolean {
  return (
    inline.has(element.tagName) && [...elementsIn(element.childNodes)].every(({ tagName }) => inline.has(tagName) || silent.has(tagName))
  );
}

/** Starlight adds its links to headings to the plain site by itself. */
function isShown(element: Element): boolean {
  const isHeadingLink = attribute(element, 'class')?.split(' ').includes('sl-anchor-link');
  return !silent.has(element.tagName) && attribute(element, 'hidden') === undefined && !isHeadingLink;
}

function blockOf(element: Element): string[] {
  switch (element.tagName) {
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6':
      return [`${'#'.repeat(Number(element.tagName[1]))} ${phrase(element.childNodes)}`];
    case 'ul':
      return [listOf(element, () => '- ')];
    case 'ol':
      return [listOf(element, (index) => `${index + 1}. `)];
    case 'pre':
      return [`\`\`\`\`txt\n${codeOf(element)}\n\`\`\`\``];
    case 'table':
      return tableOf(element);
    default:
      return blocksOf(element.childNodes);
  }
}

function listOf(list: Element, marker: (index: number) => string): string {
  return list.childNodes
    .filter((node) => 'tagName' in node && node.tagName === 'li' && isShown(node))
    .map((item, index) => {
      const blocks = 'childNodes' in item ? blocksOf(item.childNodes) : [];
      const indent = ' '.repeat(marker(index).length);
      return marker(index) + blocks.join('\n\n').replaceAll(/\n(?=.)/g, `\n${indent}`);
    })
    .join('\n');
}

/** Expressive Code wraps each line in an element, and writes no line break between them. */
function codeOf(pre: Element): string {
  const lines = [...elementsIn(pre.childNodes)].filter((element) => attribute(element, 'class')?.split(' ').includes('ec-line'));
  return lines.length > 0 ? lines.map((line) => rawText(line).replace(/\n$/, '')).join('\n') : rawText(pre);
}

/** A row of Markdown has no blocks: the paragraphs of a cell are joined. */
function tableOf(table: Element): string[] {
  const elements = [...elementsIn(table.childNodes)];
  const rows = elements
    .filter((element) => element.tagName === 'tr' && isShown(element))
    .map((row) =>
      [...elementsIn(row.childNodes)]
        .filter(({ tagName }) => tagName === 'th' || tagName === 'td')
        .map(({ childNodes }) => cellOf(childNodes)),
    );
  const [head, ...others] = rows;
  if (!head) return [];
  const caption = elements.find(({ tagName }) => tagName === 'caption');
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [...(caption ? blocksOf(caption.childNodes) : []), [line(head), line(head.map(() => '---')), ...others.map(line)].join('\n')];
}

function cellOf(nodes: readonly Node[]): string {
  return phrase(nodes.flatMap(flatten));
}

const space: Node = { nodeName: '#text', value: ' ', parentNode: null };

function flatten(node: Node): Node[] {
  if (!('tagName' in node) || isPhrase(node)) return [node];
  return isShown(node) ? [...node.childNodes.flatMap(flatten), space] : [];
}

function phrase(nodes: readonly Node[]): string {
  return nodes.map(inlineOf).join('').replaceAll(/\s+/g, ' ').trim();
}

function inlineOf(node: Node): string {
  if ('value' in node) return escapeMarks(node.value);
  if (!('tagName' in node) || !isShown(node)) return ' ';
  const text = phrase(node.childNodes);
  // Spaces inside an element move out of it: Markdown takes "** a **" for text.
  const around = (marked: string) => `${/^\s/.test(rawText(node)) ? ' ' : ''}${marked}${/\s$/.test(rawText(node)) ? ' ' : ''}`;
  if (text === '') return ' ';
  switch (node.tagName) {
    case 'a':
      return around(attribute(node, 'href') ? `[${text}](<${attribute(node, 'href')}>)` : text);
    case 'strong':
      return around(`**${text}**`);
    case 'em':
      return around(`*${text}*`);
    case 'code':
      return around(`\`${textOf(node).replaceAll('`', "'").replaceAll('|', '\\|')}\``);
    default:
      return ` ${text} `;
  }
}

/** A backslash before any mark of ASCII is Markdown for that mark (CommonMark 2.4). */
function escapeMarks(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
}

function textOf(element: Element): string {
  return rawText(element).replaceAll(/\s+/g, ' ').trim();
}

function rawText(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(rawText).join('') : '';
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}
