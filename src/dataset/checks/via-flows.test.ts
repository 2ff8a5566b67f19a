import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';

describe('via-flows', () => {
  it('refuses a control flow that the feature does not have', () => {
    expect(reportAfter([upkeep, 'via: backup-ftp\n', 'via: backup-tfp\n'])).toEqual([
      'src/data/features/upkeep.yaml:26:10  feature "upkeep" has no flow "backup-tfp": did you mean "backup-ftp"? Otherwise name a flow of the same feature with "dataChannel: helper"',
    ]);
  });

  it('refuses a control flow of another feature', () => {
    expect(reportAfter([upkeep, 'via: backup-ftp\n', 'via: dns-queries\n'])).toEqual([
      'src/data/features/upkeep.yaml:26:10  feature "upkeep" has no flow "dns-queries": name a flow of the same feature with "dataChannel: helper"',
    ]);
  });

  it('refuses a control flow whose data channel no helper opens', () => {
    expect(reportAfter([upkeep, 'dataChannel: helper', 'dataChannel: passive-range'])).toEqual([
      'src/data/features/upkeep.yaml:26:10  the data channel of "backup-ftp" is not opened by a helper: write "dataChannel: helper" there, or name another flow',
    ]);
  });
});
