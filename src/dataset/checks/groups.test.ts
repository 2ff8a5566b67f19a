import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const smtp = 'src/data/features/smtp.yaml';

describe('groups', () => {
  it('refuses a group that does not exist', () => {
    expect(reportAfter([smtp, 'group: mail', 'group: mial'])).toEqual([
      'src/data/features/smtp.yaml:3:8  group "mial" does not exist: did you mean "mail"? Otherwise write one of mail, upkeep, or add it to src/data/product.yaml',
    ]);
  });
});
