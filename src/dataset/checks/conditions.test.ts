import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';
const smtp = 'src/data/features/smtp.yaml';

describe('conditions', () => {
  it('refuses a question that does not exist', () => {
    expect(reportAfter([upkeep, 'ftp-mode: [active]', 'ftp-mod: [active]'])).toEqual([
      'src/data/features/upkeep.yaml:28:28  question "ftp-mod" does not exist: did you mean "ftp-mode"? Otherwise add it to src/data/questions.yaml',
    ]);
  });

  it('refuses an answer that does not exist', () => {
    expect(reportAfter([smtp, '[relay] }', '[rely] }'], [upkeep, '[active] }', '[sometimes] }'])).toEqual([
      'src/data/features/smtp.yaml:32:24  question "delivery" has no answer "rely": did you mean "relay"? Otherwise write one of direct, relay, or add it to src/data/questions.yaml',
      'src/data/features/upkeep.yaml:28:39  question "ftp-mode" has no answer "sometimes": write one of passive, active, or add it to src/data/questions.yaml',
    ]);
  });
});
