import type { Check } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';

/** A flow whose condition nobody can answer would never be in a rule. */
export const check = {
  name: 'conditions',
  description: 'Every question and answer under "when" exists.',
  needs: ['questions'],
  check: ({ flows, questions, at, keyAt }) =>
    flows.flatMap((flow) =>
      Object.entries(flow.when ?? {}).flatMap(([id, answers]) => {
        const question = questions.find((entry) => entry.id === id);
        if (!question) {
          const known = questions.map((entry) => entry.id);
          return [
            {
              ...keyAt(flow, 'when', id),
              message: `question "${id}" does not exist: ${wayOut(id, known, 'add it to src/data/questions.yaml')}`,
            },
          ];
        }
        const known = question.answers.map((answer) => answer.id);
        return answers.flatMap((answer, index) => {
          const remedy = wayOut(answer, known, `write one of ${known.join(', ')}, or add it to src/data/questions.yaml`);
          return known.includes(answer)
            ? []
            : [{ ...at(flow, 'when', id, index), message: `question "${id}" has no answer "${answer}": ${remedy}` }];
        });
      }),
    ),
} satisfies Check;
