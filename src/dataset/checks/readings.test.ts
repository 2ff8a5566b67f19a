import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';
const whole = 'src/data/releases/1.1.0.yaml';

describe('readings', () => {
  it('refuses a flow that departs without a reading', () => {
    expect(reportAfter([upkeep, '    reading: The manager sends the request.\n', ''])).toEqual([
      'src/data/features/upkeep.yaml:46:5  "snmp-polling" departs from row 7 of 1.1.0, which prints Out: say why under "reading"',
    ]);
  });

  it('refuses a peer flow whose other direction went missing', () => {
    expect(reportAfter([whole, 'flows: [peer-sync-out, peer-sync-in]', 'flows: [peer-sync-out]'])).toEqual([
      'src/data/features/smtp.yaml:44:5  "peer-sync-out" departs from row 9 of 1.1.0, which prints In/Out: say why under "reading"',
      'src/data/features/smtp.yaml:54:9  no row of any release supports "peer-sync-in": name it under the row that prints it, or retire it',
    ]);
  });
});
