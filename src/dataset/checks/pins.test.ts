import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const smtp = 'src/data/features/smtp.yaml';

describe('pins', () => {
  it('refuses a corrected port, and gives the reason for the pin', () => {
    expect(
      reportAfter([
        smtp,
        'port: 17777\n    application: null\n    when: { peers: ["yes"] }\n    tlsInspection',
        'port: 1777\n    application: null\n    when: { peers: ["yes"] }\n    tlsInspection',
      ]),
    ).toEqual([
      'src/data/features/smtp.yaml:50:11  "peer-sync-out" is pinned to udp/17777: put it back, or change src/data/pins.yaml too. The reason for the pin: Peers really listen there.',
      'src/data/releases/1.1.0.yaml:31:85  row 9 prints port 17777, and "peer-sync-out" is on 1777: correct one of the ports, or name another flow',
    ]);
  });

  it('refuses a transport beside the pinned one', () => {
    expect(
      reportAfter([
        smtp,
        'transport: [udp]\n    port: 17777\n    application: null\n    when: { peers: ["yes"] }\n    tlsInspection',
        'transport: [udp, tcp]\n    port: 17777\n    application: null\n    when: { peers: ["yes"] }\n    tlsInspection',
      ]),
    ).toEqual([
      'src/data/features/smtp.yaml:49:16  "peer-sync-out" is pinned to udp/17777, not to udp and tcp: put it back, or change src/data/pins.yaml too. The reason for the pin: Peers really listen there.',
      'src/data/releases/1.1.0.yaml:31:85  release 1.1.0 prints "peer-sync-out" over udp only, and the flow runs over udp and tcp: name it in the row that prints tcp, or correct the flow',
    ]);
  });
});
