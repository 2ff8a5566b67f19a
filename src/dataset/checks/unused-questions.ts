import type { Check } from '#dataset/check.ts';
import { unusedAmong } from '#dataset/unused.ts';

/** Nobody should be asked what decides nothing; an answer that no flow waits for is the one that means "not used". */
export const check = {
  name: 'unused-questions',
  description: 'Every question has an answer that some flow depends on.',
  needs: ['features'],
  check: ({ questions, flows, at }) =>
    unusedAmong(
      questions,
      flows.flatMap(({ when }) => Object.keys(when ?? {})),
    ).map((question) => ({
      ...at(question, 'id'),
      message: `no flow depends on question "${question.id}": name it under the "when" of a flow, or take it out`,
    })),
} satisfies Check;
