import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';

describe('parties', () => {
  it('refuses a party that does not exist', () => {
    expect(
      reportAfter([upkeep, 'to: update-servers', 'to: upadte-servers'], [upkeep, 'from: snmp-managers', 'from: somebody-else']),
    ).toEqual([
      'src/data/features/upkeep.yaml:34:9  party "upadte-servers" does not exist: did you mean "update-servers"? Otherwise add it to src/data/parties.yaml',
      'src/data/features/upkeep.yaml:49:11  party "somebody-else" does not exist: add it to src/data/parties.yaml',
    ]);
  });
});
