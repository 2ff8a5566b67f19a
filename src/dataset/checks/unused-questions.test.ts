import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';
const questions = 'src/data/questions.yaml';

describe('unused-questions', () => {
  it('refuses a question that decides nothing', () => {
    expect(reportAfter([upkeep, ', ftp-mode: [active] }', ' }'])).toEqual([
      'src/data/questions.yaml:22:9  no flow depends on question "ftp-mode": name it under the "when" of a flow, or take it out',
    ]);
  });

  it('lets an answer that means "not used" decide nothing', () => {
    expect(
      reportAfter([
        questions,
        'clause: FTP is passive }\n',
        'clause: FTP is passive }\n      - { id: mixed, label: Mixed, clause: FTP is both }\n',
      ]),
    ).toEqual([]);
  });
});
