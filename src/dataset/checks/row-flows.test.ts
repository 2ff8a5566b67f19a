import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const newest = 'src/data/releases/2.0.0.yaml';
const whole = 'src/data/releases/1.1.0.yaml';

describe('row-flows', () => {
  it('refuses a row with a purpose and no flow', () => {
    expect(reportAfter([newest, 'flows: [backup-ftp]', 'flows: []'])).toEqual([
      'src/data/releases/2.0.0.yaml:6:100  row 1 supports no flow, though it has a purpose: name its flows, or leave the purpose out where the copy breaks off before it',
    ]);
  });

  it('refuses a purpose restored and not read', () => {
    expect(reportAfter([whole, 'flows: [dns-queries]', 'flows: []'])).toEqual([
      'src/data/releases/1.1.0.yaml:15:12  row 5 supports no flow, though it has a purpose: name its flows, or leave the purpose out where the copy breaks off before it',
      'src/data/releases/1.1.0.yaml:17:15  row 5 of 1.0.0 supports no flow of this row, so it proves nothing: point at one that does, or write "strong"',
    ]);
  });

  it('refuses a flow of a row that lost its purpose', () => {
    expect(reportAfter([newest, 'says: null, flows: []', 'says: null, flows: [snmp-polling]'])).toEqual([
      'src/data/releases/2.0.0.yaml:11:80  row 6 is cut before its purpose, so it cannot support "snmp-polling": say under "restored" where the purpose was found, or take it out',
    ]);
  });

  it('refuses an unresolved flow of a row with a purpose', () => {
    expect(reportAfter([whole, 'says: null, flows: [unresolved-https]', 'says: something, flows: [unresolved-https]'])).toEqual([
      'src/data/releases/1.1.0.yaml:30:84  row 8 has a purpose, and "unresolved-https" is unresolved: name the flow with that purpose',
    ]);
  });
});
