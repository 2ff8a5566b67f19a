import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const newest = 'src/data/releases/2.0.0.yaml';
const whole = 'src/data/releases/1.1.0.yaml';
const first = 'src/data/releases/1.0.0.yaml';

describe('row-ports', () => {
  it('refuses a row of another port', () => {
    expect(reportAfter([newest, 'row: 4, port: "53"', 'row: 4, port: "54"'])).toEqual([
      'src/data/releases/2.0.0.yaml:9:101  row 4 prints port 54, and "dns-queries" is on 53: correct one of the ports, or name another flow',
    ]);
  });

  it('knows a flow by its source port', () => {
    expect(
      reportAfter([whole, 'row: 2, port: "21"', 'row: 2, port: "20"'], [first, '[backup-ftp-data]', '[backup-ftp-data, backup-ftp]']),
    ).toEqual([
      'src/data/releases/1.0.0.yaml:8:100  row 1 prints port 20, and "backup-ftp" is on 21: correct one of the ports, or name another flow',
      'src/data/releases/1.1.0.yaml:7:124  row 2 prints port 20, and "backup-ftp" is on 21: correct one of the ports, or name another flow',
    ]);
  });

  it('names both ports of a flow from a fixed source port', () => {
    expect(reportAfter([first, 'flows: [backup-ftp]', 'flows: [backup-ftp, backup-ftp-data]'])).toEqual([
      'src/data/releases/1.0.0.yaml:9:95  row 2 prints port 21, and "backup-ftp-data" is on 1024-65535 from 20: correct one of the ports, or name another flow',
    ]);
  });
});
