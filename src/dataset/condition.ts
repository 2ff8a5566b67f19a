import { byId } from './dataset.ts';
import type { Flow, Question } from './schema.ts';

/**
 * When a flow is needed, as a clause that follows "when": "PMM runs in Full mode, and PMM users log on by NTLM".
 * All questions must hold, any of the answers of each; null where every gateway needs the flow.
 */
export function conditionOf(flow: Pick<Flow, 'when'>, questions: readonly Question[]): string | null {
  const clauses = Object.entries(flow.when ?? {}).map(([questionId, answers]) => {
    const question = byId(questions, questionId);
    return joinByOr(answers.map((answer) => byId(question.answers, answer).clause));
  });
  return clauses.length === 0 ? null : clauses.join(', and ');
}

/** "PMM runs in Lite mode" and "PMM runs in Full mode" → "PMM runs in Lite or Full mode": the words that all begin and end with are said once. */
function joinByOr(clauses: readonly string[]): string {
  const words = clauses.map((clause) => clause.split(' '));
  const [first = []] = words;
  const shortest = Math.min(...words.map(({ length }) => length));
  const sharedAt = (at: number) => words.every((clause) => clause.at(at) === first.at(at));
  let begin = 0;
  while (clauses.length > 1 && begin < shortest - 1 && sharedAt(begin)) begin++;
  let end = 0;
  while (clauses.length > 1 && end < shortest - 1 - begin && sharedAt(-1 - end)) end++;
  const middles = words.map((clause) => clause.slice(begin, clause.length - end).join(' '));
  const joined = [middles.slice(0, -1).join(', '), middles.at(-1)].filter(Boolean).join(' or ');
  return [...first.slice(0, begin), joined, ...first.slice(first.length - end)].join(' ');
}
