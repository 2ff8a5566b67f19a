import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';
const smtp = 'src/data/features/smtp.yaml';
const parties = 'src/data/parties.yaml';

describe('gateway-ends', () => {
  it('refuses a flow without the gateway', () => {
    expect(reportAfter([upkeep, 'revoked.\n    from: gateway', 'revoked.\n    from: dns-resolvers'])).toEqual([
      'src/data/features/upkeep.yaml:42:9  "certificate-status" leaves the gateway out: write "gateway" under "from" or "to"',
    ]);
  });

  it('refuses a flow from the gateway to itself', () => {
    expect(reportAfter([smtp, 'from: internet-mail-servers', 'from: gateway'])).toEqual([
      'src/data/features/smtp.yaml:10:9  "smtp-inbound" joins the gateway to itself: name the other party under "from" or "to"',
    ]);
  });

  it('refuses a gateway outside the DMZ', () => {
    expect(reportAfter([parties, 'zone: dmz', 'zone: lan'])).toEqual([
      'src/data/parties.yaml:2:45  the gateway stands in zone "lan": write "dmz", zones of flows are told from there',
    ]);
  });
});
