import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const first = 'src/data/releases/1.0.0.yaml';

describe('absences', () => {
  it('refuses an absent flow that a row prints', () => {
    expect(reportAfter([first, 'certificate-status:', 'smtp-inbound:'])).toEqual([
      'src/data/releases/1.0.0.yaml:6:3  "smtp-inbound" is called absent, yet row 3 prints it: take it out here, or out of the row',
    ]);
  });

  it('refuses an absence that the copy does not reach', () => {
    expect(reportAfter([first, 'certificate-status:', 'snmp-polling:'])).toEqual([
      'src/data/releases/1.0.0.yaml:6:3  "snmp-polling" has its place at port 161, after the end of the copy at 80: nothing proves it absent, take it out',
    ]);
  });
});
