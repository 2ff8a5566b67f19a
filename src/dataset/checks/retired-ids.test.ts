import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const retired = 'src/data/retired.yaml';

describe('retired-ids', () => {
  it('refuses the id of a retired flow', () => {
    expect(reportAfter([retired, 'id: smtp-legacy', 'id: smtp-relay'])).toEqual([
      'src/data/features/smtp.yaml:24:9  "smtp-relay" is retired since 2026.02.01: choose another id (It was never printed.)',
    ]);
  });
});
