/** Host names, live: with what a text says to dnsmasq, it lets through what the gateway has looked up, and nothing else. */
import type { Rule } from '#rules/policy.ts';
import { type Lab, ownAddress } from './lab/lab.ts';
import { type LookUp, withResolver } from './lab/resolver.ts';
import type { Probe } from './probes.ts';
import { control, failuresOf } from './sending.ts';
import { type Trial, underRules, type Verdict } from './trial.ts';

/** A name that the gateway looks up. */
interface Asked {
  readonly name: string;
  /** What it is to the rules: "a name below *.example.net". */
  readonly what: string;
  readonly passes: boolean;
}

/** Sends packets to what names stand for before the gateway has looked them up, and after. The lab is left without rules. */
export async function proveNames(lab: Lab, trial: Trial): Promise<Verdict> {
  const { policy, text } = trial.rules;
  const named = policy.rules.filter(({ destination }) => destination.names.length + destination.wildcards.length > 0);
  const learnt = [...named.filter(({ destination }) => destination.wildcards.length > 0).slice(0, 2), ...named.slice(0, 2)];
  if (learnt.length === 0) throw new Error('no rule has a host name');
  const all = [...new Set(learnt)].flatMap((rule) => askedFor(rule).map((asked) => ({ rule, asked })));
  const names = [...new Set(all.map(({ asked }) => asked.name))];
  const answers = new Map(names.map((name, at) => [name, [`198.51.100.${130 + at}`, `2001:db8:a:1::${130 + at}`]]));
  const probes = all.map(({ rule, asked }) => toProbe(rule, asked, answers.get(asked.name) ?? []));
  await control(lab, probes);

  const start = performance.now();
  // The very lines that the page has an administrator cut out of the comments.
  const lines = [...text.matchAll(/^#((?:nftset|ipset)=.*)$/gm)].map(([, line = '']) => line);
  const failures = await underRules(lab, trial, new Map(), (folder) =>
    withResolver(lab, { lines, answers, folder }, async (lookUp: LookUp) => {
      const before = await failuresOf(
        lab,
        probes.map((probe) => ({ ...probe, passes: false, what: `${probe.what}, before it is looked up` })),
      );
      for (const name of names) await lookUp(name);
      return [...before, ...(await failuresOf(lab, probes))];
    }),
  );
  const count = 2 * probes.length;
  return {
    probes: count,
    passed: count - failures.length,
    failures,
    flows: [...new Set(probes.map(({ flow }) => flow))],
    seconds: { control: 0, load: 0, probes: (performance.now() - start) / 1000 },
  };
}

/** A name of the rule's own, names below its wildcard, and a name that is none of them. */
function askedFor({ destination: { names, wildcards } }: Rule): Asked[] {
  const [[wildcard], [exact]] = [wildcards, names];
  return [
    ...(wildcard === undefined
      ? []
      : [
          { name: wildcard.replace('*', 'u1'), what: `a name below ${wildcard}`, passes: true },
          { name: wildcard.replace('*', 'deep.u2'), what: `a name two levels below ${wildcard}`, passes: true },
        ]),
    ...(exact === undefined ? [] : [{ name: exact, what: `the name ${exact}`, passes: true }]),
    { name: 'elsewhere.example', what: 'the name of somebody else', passes: false },
  ];
}

function toProbe({ flows, family, transport, port }: Rule, { what, passes }: Asked, addresses: readonly string[]): Probe {
  const [address] = addresses.filter((each) => each.includes(':') === (family === 'ipv6'));
  return {
    flow: flows[0]?.id ?? '',
    passes,
    what,
    transport,
    source: { leg: 'gateway', address: ownAddress('gateway', family) },
    sourcePort: null,
    destination: { leg: 'outside', address: address ?? '' },
    port: port.from,
  };
}
