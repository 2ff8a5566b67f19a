/** Packets through the rules: what a text has to let through passes, and what stands next to it does not. */
import type { Rules } from '#rules/to-rules.ts';
import { ftpNeeds } from './lab/ftp.ts';
import { inLab, type Lab } from './lab/lab.ts';
import { resolverNeeds } from './lab/resolver.ts';
import type { Loader } from './loader.ts';
import { proveNames } from './names.ts';
import { flowsTried, ftpProbesOf, type Ground, labAddresses, probesOf } from './probes.ts';
import { control, failuresOf } from './sending.ts';
import { type Trial, underRules, type Verdict } from './trial.ts';

/** Debian packages and programs of the lab itself. */
export const labNeeds = {
  packages: ['iproute2', 'nftables', 'conntrack', ...ftpNeeds.packages, ...resolverNeeds.packages],
  programs: ['ip', 'nft', 'conntrack', ...ftpNeeds.programs, ...resolverNeeds.programs],
} as const;

/** Sends packets through texts, three at a time, and reports each as it ends. One that cannot be tried has that as its failure. */
export async function proveAll<T extends Trial>(trials: readonly T[], report: (trial: T, verdict: Verdict) => void): Promise<void> {
  const left = [...trials];
  const work = () =>
    inLab(async (lab) => {
      for (let trial = left.shift(); trial; trial = left.shift())
        report(trial, await (trial.isLearning ? proveNames : prove)(lab, trial).catch(untried));
    });
  // While one waits for what does not come, the others load.
  await Promise.all(Array.from({ length: Math.min(3, trials.length) }, work));
}

const untried = (error: Error): Verdict => ({
  probes: 0,
  passed: 0,
  failures: [`cannot be tried: ${error.message}`],
  flows: [],
  seconds: { control: 0, load: 0, probes: 0 },
});

/**
 * Sends packets through a text, in a lab in which no rule is, and leaves it so. Throws where the text cannot be loaded, and where
 * something does not pass without it: then the lab is at fault.
 */
export async function prove(lab: Lab, { platform, loader, rules, form, flows, environment }: Trial): Promise<Verdict> {
  const ground: Ground = {
    flows,
    environment,
    platform,
    gaps: rules.policy.gaps,
    families: loader.families,
    addresses: labAddresses(flows),
    // A list stands where a connection comes in, and does not know where it leaves.
    bindsDestination: platform.zones?.kind !== 'access list',
  };
  const [probes, ftp] = [probesOf(ground), ftpProbesOf(ground)];
  const clock = stopwatch();
  await control(lab, probes, ftp);
  const controlled = clock();

  return underRules(lab, { loader, rules, form, environment }, ground.addresses, async () => {
    const loaded = clock();
    const astray = await failuresOf(lab, probes, ftp);
    const count = probes.length + ftp.length;
    const tried = flowsTried(ground, probes);
    return {
      probes: count,
      passed: count - astray.length,
      failures: [...astray, ...untriedFlows(rules, loader, tried)],
      flows: [...tried],
      seconds: { control: controlled, load: loaded, probes: clock() },
    };
  });
}

/** Flows that the text has rules for, in a family that the engine enforces, and of which no probe had to pass. */
const untriedFlows = ({ policy }: Rules, { families }: Loader, tried: ReadonlySet<string>): string[] =>
  policy.rules
    .filter(({ family }) => families.includes(family))
    .flatMap(({ flows }) => flows)
    .filter(({ id }, at, all) => !tried.has(id) && all.findIndex((other) => other.id === id) === at)
    .map(({ id }) => `${id}: has rules, and no packet had to pass them`);

/** Seconds since it was last asked. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const seconds = (performance.now() - last) / 1000;
    last = performance.now();
    return seconds;
  };
}
