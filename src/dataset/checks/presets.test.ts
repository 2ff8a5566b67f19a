import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const questions = 'src/data/questions.yaml';
const answered = (answers: string) => reportAfter([questions, 'answers: { delivery: [relay] }', `answers: ${answers}`]);

describe('presets', () => {
  it('refuses a question that does not exist', () => {
    expect(answered('{ delivry: [relay] }')).toEqual([
      'src/data/questions.yaml:31:98  question "delivry" does not exist: did you mean "delivery"? Otherwise take it out',
    ]);
  });

  it('refuses an answer that does not exist', () => {
    expect(answered('{ delivery: [rely] }')).toEqual([
      'src/data/questions.yaml:31:109  question "delivery" has no answer "rely": did you mean "relay"? Otherwise write one of direct, relay',
    ]);
  });

  it('refuses more or fewer answers than one where one is chosen', () => {
    const message = 'src/data/questions.yaml:31:108  question "delivery" takes exactly one answer: write one of direct, relay';
    expect(answered('{ delivery: [direct, relay] }')).toEqual([message]);
    expect(answered('{ delivery: [] }')).toEqual([message]);
  });

  it('refuses what the default says already', () => {
    expect(answered('{ peers: ["yes"], delivery: [direct] }')).toEqual([
      'src/data/questions.yaml:31:124  question "delivery" has this answer by default: leave it out',
    ]);
  });

  it('refuses a second preset with the same answers', () => {
    expect(answered('{}')).toEqual([
      'src/data/questions.yaml:31:96  preset "relayed" has the answers of preset "plain": change them, or keep one of the two',
    ]);
  });

  it('refuses a first preset that is no plain start', () => {
    expect(reportAfter([questions, 'As most begin., answers: {} }', 'As most begin., answers: { backup: [ftp] } }'])).toEqual([
      'src/data/questions.yaml:30:76  preset "plain" is the first and changes answers: the first keeps the default of every question',
    ]);
  });
});
