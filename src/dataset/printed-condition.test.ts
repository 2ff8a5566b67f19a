import { expect, it } from 'vitest';
import { printedCondition } from './printed-condition.ts';

it('is of every flow of the row, or of those that it is said to be about', () => {
  expect(printedCondition({ condition: 'backups are used' }, 'backup')).toBe('backups are used');
  const row = { condition: 'only named servers', conditionFlows: ['dns'] };
  expect([printedCondition(row, 'dns'), printedCondition(row, 'reputation')]).toEqual(['only named servers', null]);
  expect(printedCondition({}, 'dns')).toBeNull();
});
