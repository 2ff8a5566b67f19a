import type { Check, Finding } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';
import type { Preset, Question } from '#dataset/schema.ts';

/** A preset stands for what a person could have answered, and each for something else. */
export const check = {
  name: 'presets',
  description:
    'Presets answer questions that exist with answers that exist, otherwise than the default, and no two alike; the first keeps all defaults.',
  needs: ['questions'],
  check: ({ questions, presets, at, keyAt }) => [
    ...presets.flatMap((preset) =>
      Object.entries(preset.answers).flatMap(([id, answers]): Finding[] => {
        const question = questions.find((entry) => entry.id === id);
        const known = questions.map((entry) => entry.id);
        const way = wayOut(id, known, 'take it out');
        if (!question) return [{ ...keyAt(preset, 'answers', id), message: `question "${id}" does not exist: ${way}` }];
        return answerProblems(question, answers).map(({ index, message }) => ({ ...at(preset, 'answers', id, ...index), message }));
      }),
    ),
    ...presets.slice(0, 1).flatMap((preset) => {
      const message = `preset "${preset.id}" is the first and changes answers: the first keeps the default of every question`;
      return Object.keys(preset.answers).length > 0 ? [{ ...at(preset, 'answers'), message }] : [];
    }),
    ...presets.flatMap((preset, index) => {
      const twin = presets.slice(0, index).find((other) => sameAnswers(other, preset));
      return twin
        ? [
            {
              ...at(preset, 'answers'),
              message: `preset "${preset.id}" has the answers of preset "${twin.id}": change them, or keep one of the two`,
            },
          ]
        : [];
    }),
  ],
} satisfies Check;

function answerProblems(
  { id, answers, choose, default: start }: Question,
  chosen: readonly string[],
): { index: number[]; message: string }[] {
  const known = answers.map((answer) => answer.id);
  const unknown = chosen.flatMap((answer, index) => {
    const way = wayOut(answer, known, `write one of ${known.join(', ')}`);
    return known.includes(answer) ? [] : [{ index: [index], message: `question "${id}" has no answer "${answer}": ${way}` }];
  });
  if (unknown.length > 0) return unknown;
  if (choose === 'one' && chosen.length !== 1) {
    return [{ index: [], message: `question "${id}" takes exactly one answer: write one of ${known.join(', ')}` }];
  }
  if (sameMembers(chosen, start)) return [{ index: [], message: `question "${id}" has this answer by default: leave it out` }];
  return [];
}

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((member) => b.includes(member));

function sameAnswers(a: Preset, b: Preset): boolean {
  const ids = Object.keys(a.answers);
  return sameMembers(ids, Object.keys(b.answers)) && ids.every((id) => sameMembers(a.answers[id] ?? [], b.answers[id] ?? []));
}
