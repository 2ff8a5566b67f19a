/** Probes, sent: what became of them, and whether that is as it should be. */
import { exchange } from './lab/exchange.ts';
import { transfer } from './lab/ftp.ts';
import type { Lab } from './lab/lab.ts';
import { type FtpProbe, keyOf, type Probe, probeWords } from './probes.ts';

/** What fared otherwise than it should, in words. */
export const failuresOf = async (lab: Lab, probes: readonly Probe[], ftp: readonly FtpProbe[] = []): Promise<string[]> => [
  ...(await packetFailures(lab, probes)),
  ...(await transferFailures(lab, ftp)),
];

/** Packets and transfers that have passed without a rule, of each lab. */
const known = new WeakMap<Lab, Set<string>>();

/** Throws if anything does not pass where no rule is: then the lab is at fault. So what is dropped later is dropped by the text. */
export async function control(lab: Lab, probes: readonly Probe[], ftp: readonly FtpProbe[] = []): Promise<void> {
  const passed = known.get(lab) ?? new Set();
  known.set(lab, passed);
  const fresh = probes.filter((probe) => !passed.has(keyOf(probe)));
  const freshFtp = ftp.filter((probe) => !passed.has(ftpKey(probe)));
  const failures = await failuresOf(lab, fresh.map(unhindered), freshFtp.map(unhindered));
  if (failures.length > 0) throw new Error(`without a firewall, the lab\n${failures.join('\n')}`);
  for (const key of [...fresh.map(keyOf), ...freshFtp.map(ftpKey)]) passed.add(key);
}

const ftpKey = ({ server, mode, ports }: FtpProbe): string => JSON.stringify([server.address, mode, ports]);

const unhindered = <T extends { readonly passes: boolean }>(probe: T): T => ({ ...probe, passes: true });

/** What fared otherwise than it should. What did not pass is tried again: a machine that is busy with something else may be late. */
async function packetFailures(lab: Lab, probes: readonly Probe[]): Promise<string[]> {
  if (probes.length === 0) return [];
  const astray = await packetsAstray(lab, probes, 1000);
  const late = [...astray.keys()].filter(({ passes }) => passes);
  if (late.length === 0) return [...astray.values()];
  const still = await packetsAstray(lab, late, 3000);
  return [...astray].filter(([probe]) => !probe.passes || still.has(probe)).map(([, words]) => words);
}

async function packetsAstray(lab: Lab, probes: readonly Probe[], patience: number): Promise<Map<Probe, string>> {
  const { answered, reached } = await exchange(lab, probes, { awaits: (at) => probes[at]?.passes ?? false, patience });
  const words = (probe: Probe, at: number): string | undefined => {
    if (probe.passes) return answered.has(at) ? undefined : `does not let through ${probeWords(probe)}`;
    if (answered.has(at)) return `lets through ${probeWords(probe)}`;
    return reached.has(at) ? `lets through ${probeWords(probe)}, though not its answer` : undefined;
  };
  return new Map(
    probes.flatMap((probe, at) => {
      const found = words(probe, at);
      return found === undefined ? [] : [[probe, found]];
    }),
  );
}

async function transferFailures(lab: Lab, probes: readonly FtpProbe[]): Promise<string[]> {
  const [first] = probes;
  if (!first) return [];
  const problems = await transfer(
    lab,
    probes.map(({ server, mode, passes }) => ({ server, mode, awaited: passes })),
    first.ports,
  );
  return probes.flatMap(({ flow, server, mode, passes }, at) => {
    const words = `${flow}: a transfer with ${server.address} in ${mode} mode`;
    if (passes) return problems[at] === '' ? [] : [`does not let through ${words}: ${problems[at]}`];
    return problems[at] === '' ? [`lets through ${words}`] : [];
  });
}
