import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lacking, needsWords } from '../lacking.ts';
import { labNeeds } from '../packets.ts';
import { exchange, type Packet } from './exchange.ts';
import { homeOf, inLab, type Lab } from './lab.ts';

const missing = lacking(labNeeds);

const standing = (pid: number | undefined): string[] => readdirSync('/run/netns').filter((name) => name.startsWith(`portcullis-${pid}-`));

const packet = (leg: Packet['source']['leg'], from: string, to: string, change: Partial<Packet> = {}): Packet => ({
  transport: 'tcp',
  source: { leg, address: from },
  sourcePort: null,
  destination: { leg: homeOf(to), address: to },
  port: 25,
  ...change,
});

const packets: readonly Packet[] = (['tcp', 'udp'] as const).flatMap((transport) => [
  packet('outside', '198.51.100.77', '203.0.113.10', { transport }),
  packet('outside', '198.18.7.7', '203.0.113.11', { transport }),
  packet('gateway', '203.0.113.10', '192.0.2.53', { transport }),
  packet('inside', '192.0.2.127', '203.0.113.10', { transport, sourcePort: 53 }),
  packet('outside', '3fff:77::7', '2001:db8:d::10', { transport }),
  packet('inside', '2001:db8:b:64::', '2001:db8:d:dead::1', { transport }),
  // Somebody who poses as the gateway, and an address of the inside that is reached on the outside.
  packet('outside', '203.0.113.10', '192.0.2.53', { transport }),
  packet('outside', '2001:db8:d::10', '2001:db8:b::53', { transport }),
  packet('gateway', '203.0.113.10', '192.0.2.53', { transport, destination: { leg: 'outside', address: '192.0.2.53' } }),
  packet('gateway', '2001:db8:d::10', '2001:db8:b::53', { transport, destination: { leg: 'outside', address: '2001:db8:b::53' } }),
]);

const all = new Set(packets.keys());

const allBut = (some: ReadonlySet<number>) => new Set([...all].filter((at) => !some.has(at)));

const sent = (lab: Lab) => exchange(lab, packets, { awaits: () => true, patience: 3000 });

describe.skipIf(missing.length > 0)(`the lab${needsWords(missing)}`, () => {
  it('brings everything to where it is sent, and back, also once the firewall or the gateway is a new one', async () => {
    await inLab(async (lab) => {
      expect(await sent(lab)).toEqual({ answered: all, reached: all });
      await lab.renew('firewall');
      expect(await sent(lab)).toEqual({ answered: all, reached: all });
      await lab.renew('gateway');
      expect(await sent(lab)).toEqual({ answered: all, reached: all });
    });
    expect(standing(process.pid)).toEqual([]);
  });

  it('tells what is dropped from what is not, and what comes without a way back', async () => {
    await inLab(async (lab) => {
      const rules = [
        'table inet test {',
        'chain forward {',
        'type filter hook forward priority filter; policy accept;',
        'ip saddr 198.51.100.77 tcp dport 25 drop',
        // The answers only.
        'udp sport 25 ip daddr 198.51.100.77 drop',
        // By the leg alone: who poses as the gateway.
        'iifname wan0 oifname lan0 reject',
        '}',
        '}',
      ];
      await lab.firewall.must('nft', ['-f', '-'], { input: rules.join('\n') });
      const dropped = (wanted: (packet: Packet) => boolean) => packets.flatMap((each, at) => (wanted(each) ? [at] : []));
      const first = dropped(({ transport, source }) => transport === 'tcp' && source.address === '198.51.100.77');
      const unanswered = dropped(({ transport, source }) => transport === 'udp' && source.address === '198.51.100.77');
      const posing = dropped(({ source }) => source.leg === 'outside' && homeOf(source.address) === 'gateway');
      expect(posing).toHaveLength(4);
      const { answered, reached } = await exchange(lab, packets, { awaits: () => false, patience: 0 });
      expect(allBut(reached)).toEqual(new Set([...first, ...posing]));
      expect(allBut(answered)).toEqual(new Set([...first, ...unanswered, ...posing]));
    });
  });

  it('refuses an address that it has no place for', () => {
    expect(() => homeOf('10.0.0.1')).toThrow('no place for 10.0.0.1');
  });

  it('leaves nothing behind after an error', async () => {
    await expect(
      inLab(() => {
        expect(standing(process.pid)).toHaveLength(4);
        throw new Error('as planned');
      }),
    ).rejects.toThrow('as planned');
    expect(standing(process.pid)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves nothing behind after %s, at the latest when the next one is set up',
    async (signal) => {
      const program = `import { inLab } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'lab.ts')).href)};
      await inLab(async () => { console.log('up'); await new Promise((resolve) => setTimeout(resolve, 60_000)); });`;
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
      await once(child.stdout, 'data');
      expect(standing(child.pid)).toHaveLength(4);
      child.kill(signal);
      const [, by] = await once(child, 'close');
      expect(by).toBe(signal);
      if (signal === 'SIGKILL') await inLab(async () => undefined);
      expect(standing(child.pid)).toEqual([]);
    },
  );
});
