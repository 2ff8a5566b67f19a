/** Answers to a query, out of the finder's index alone: no page text, no waiting. */
import type { Answer } from './answer.ts';
import { portAnswers, portGroups } from './answers-by-port.ts';
import { stopWords, textAnswers } from './answers-by-text.ts';
import type { FinderIndex } from './finder-index.ts';
import { parseQuery } from './query.ts';

/**
 * Answers in the order in which they shall be shown; the same for the same text. An exact port comes first, followed by the features
 * that use it; a number that no flow uses gets an answer that says so, and no near number.
 */
export function find(index: FinderIndex, text: string): Answer[] {
  const { ports, transports, words } = parseQuery(text);
  if (ports.length > 0) {
    const answers = ports.flatMap((asked) => portAnswers(index, asked, transports));
    const content = words.filter((word) => !stopWords.has(word));
    const groups = answers.some(isTable) ? [] : portGroups(index, ports, transports, content);
    const others = groups.length === 0 && content.length > 0 ? textAnswers(index, content, [], content.join(' ')) : [];
    return distinct([...answers, ...groups, ...others]);
  }
  if (words.length === 0) return transports.length === 0 ? [] : textAnswers(index, transports, [], transports.join(' '));
  return textAnswers(index, words, transports, text.normalize('NFKC').trim().toLowerCase());
}

/** Whether the text pages can add something: a bare port is answered from the index, and page text knows near numbers only. */
export const textOf = (text: string): string =>
  parseQuery(text)
    .words.map((word) => (word.includes(' ') ? `"${word}"` : word))
    .join(' ');

const distinct = (answers: readonly Answer[]): Answer[] =>
  answers.filter((one, at) => answers.findIndex(({ path, title }) => path === one.path && title === one.title) === at);

/** A range with too many ports to name them one by one. */
const isTable = ({ kind }: Answer) => kind === 'page';
