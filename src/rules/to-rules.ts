/** Flows, an environment and a platform make a text: the one code path of the pages, the files and the builder. */
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Party } from '#dataset/schema.ts';
import { zones as allZones, type Zone } from '#dataset/zones.ts';
import type { Environment } from './environment.ts';
import { named } from './named.ts';
import { plan, zoneOf } from './plan.ts';
import type { About, Platform } from './platform.ts';
import type { Gap, Policy } from './policy.ts';

/** A text and the policy it holds; `policy.gaps` has what the platform could not express, too. */
export interface Rules {
  readonly text: string;
  readonly policy: Policy;
}

/** What a text is about, before the platform adds its own words. */
export interface Subject extends Pick<About, 'product' | 'release' | 'dataset' | 'scope' | 'example'> {
  /** What is known to be missing before anything is planned, as what was typed and refused: the text lists it as not covered. */
  readonly gaps?: readonly Gap[];
}

/** The rules of one platform, in its plain form or in the alternative with this id. Throws where `zoneProblems` has something to say. */
export function toRules(
  platform: Platform,
  flows: readonly ReleaseFlow[],
  environment: Environment,
  { gaps = [], ...subject }: Subject,
  alternative?: string,
): Rules {
  const form = alternative === undefined ? platform : platform.alternatives?.find(({ id }) => id === alternative);
  if (!form) throw new Error(`${platform.name} has no form "${alternative}"`);
  if (!form.vantages.includes(environment.vantage))
    throw new Error(`${platform.name} has no rules from the vantage point "${environment.vantage}"`);
  const problems = zoneProblems(platform, environment);
  if (problems.length > 0)
    throw new Error(problems.map(({ zone: at, message }) => `the zone "${at}" of ${platform.name} ${message}`).join('\n'));

  const seen = onPlatform(platform, environment);
  const planned = named(plan(flows, seen), platform);
  const policy = { ...planned, gaps: [...gaps, ...planned.gaps] };
  const about: About = { ...subject, platform: platform.name, notes: platform.notes, ftpHelper: seen.ftp.helper };
  return { policy, text: form.render(policy, about) };
}

/** Names of zones that the platform cannot write, each with what to type; a message continues the name of the field. */
export function zoneProblems({ zones }: Platform, environment: Environment): { zone: string; message: string }[] {
  if (zones === null) return [];
  return Object.entries(environment.zones)
    .filter(([, name]) => !zones.pattern.test(name))
    .map(([at, name]) => ({ zone: at, message: `cannot be named ${JSON.stringify(name)}: ${zones.words}` }));
}

/** The zones that the rules of a flow name on a platform: none where it has none, or tells none apart at this vantage point. */
export function zonesNamed(
  { zones }: Pick<Platform, 'zones'>,
  { source, destination, direction }: ReleaseFlow,
  environment: Pick<Environment, 'vantage' | 'placed' | 'addresses' | 'anyInternet'>,
): Zone[] {
  if (zones === null || (environment.vantage === 'host' && !zones.onHost)) return [];
  const { addresses, anyInternet } = environment;
  const isAny = ({ id, reach }: Party) => reach === 'internet' || (anyInternet.includes(id) && (addresses[id] ?? []).length === 0);
  const far = direction === 'in' ? source : destination;
  const ends = environment.vantage === 'host' ? [far] : zones.named === 'source' ? [source] : [source, destination];
  return [...new Set(ends.filter((end) => zones.named !== 'any' || isAny(end)).map((end) => zoneOf(end, environment)))];
}

/** The environment as the platform sees it: without zones where its rules tell none apart, without a helper where it has none, and without NAT where none is seen. */
function onPlatform(platform: Platform, environment: Environment): Environment {
  const tellsZones = platform.zones !== null && (environment.vantage !== 'host' || platform.zones.onHost === true);
  const nameless = (id: Zone) => (platform.tellsInternet && id === 'internet' ? id : '');
  return {
    ...environment,
    zones: tellsZones ? environment.zones : (Object.fromEntries(allZones.map((id) => [id, nameless(id)])) as Environment['zones']),
    ftp: { ...environment.ftp, helper: environment.ftp.helper && platform.ftpHelper },
    publicAddresses: platform.destinationNat === 'before' ? environment.publicAddresses : [],
  };
}
