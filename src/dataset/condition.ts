import { byId } from './dataset.ts';
import type { Flow, Question } from './schema.ts';

/**
 * When a flow is needed, as a clause that follows "when": "PMM runs in Full mode and users log on with NTLM".
 * All questions must hold, any of the answers of each; null where every gateway needs the flow.
 */
export function conditionOf(flow: Pick<Flow, 'when'>, questions: readonly Question[]): string | null {
  const clauses = Object.entries(flow.when ?? {}).map(([questionId, answers]) => {
    const question = byId(questions, questionId);
    return answers.map((answer) => byId(question.answers, answer).clause).join(' or ');
  });
  return clauses.length === 0 ? null : clauses.join(', and ');
}
