/** What the builder makes of a state: rules, what they leave out, and what is to be said beside each field. */
import type { Dataset } from '#dataset/dataset.ts';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Party } from '#dataset/schema.ts';
import { zones as allZones, type Zone, zoneWords } from '#dataset/zones.ts';
import type { Environment } from '#rules/environment.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { isPrivate, toNetwork } from '#rules/network.ts';
import { refOf, typeIt, zoneOf } from '#rules/plan.ts';
import type { Platform } from '#rules/platform.ts';
import type { Gap } from '#rules/policy.ts';
import { type Rules, toRules, zonesNamed } from '#rules/to-rules.ts';
import { beforeNat, isTranslated, lostAt, membersAt, type Standing } from './ends.ts';
import { readPassive } from './passive-range.ts';
import { type Need, partiesOf, rulable, selectFlows } from './selection.ts';
import type { State } from './state.ts';
import { isMadeUp, readEntries, type Typed } from './typed.ts';

/** What is wrong with what was typed into a field; `message` continues the entry, or the name of the field where that is null. */
export interface FieldProblem {
  /** "addresses.gateway", "publicAddresses", "zones.internet", "prefix", "passive". */
  readonly field: string;
  readonly entry: string | null;
  readonly message: string;
}

/** What stands at a party's end of the rules. */
export type Given = 'typed' | 'missing' | 'refused' | 'hosts' | 'internet' | 'any' | 'closed';

/** Someone whose addresses the rules need, and what is known of them. */
export interface NeededParty extends Need {
  readonly zone: Zone;
  readonly given: Given;
  /** What the rules have of it: addresses and names as they were typed, or the published names. */
  readonly members: readonly string[];
  /** Names that the release prints for it, whether or not others are typed in their place. */
  readonly hosts: readonly string[];
}

/** A zone that the rules name, and the flows that need the name. */
export interface NeededZone {
  readonly zone: Zone;
  readonly flows: readonly ReleaseFlow[];
  readonly given: Extract<Given, 'typed' | 'missing' | 'refused'>;
}

/** What the builder makes of a state. */
export interface Built {
  readonly platform: Platform;
  /** The flows that the answers leave, whatever their status in the release. */
  readonly flows: readonly ReleaseFlow[];
  readonly parties: readonly NeededParty[];
  readonly zones: readonly NeededZone[];
  /** What a public address of the gateway would stand in: the rules, or only the tests from outside; null where nobody comes from there. */
  readonly usesPublic: 'rules' | 'tests' | null;
  /** Addresses that the Internet would have to reach the gateway by, and does not route: RFC 1918 and ULA. */
  readonly unreachable: readonly string[];
  /** Whether a passive range would stand in the rules. */
  readonly needsPassive: boolean;
  readonly problems: readonly FieldProblem[];
  /** The environment of the rules; null where there are none. */
  readonly environment: Environment | null;
  /** Whether all that is typed is the made-up environment of the pages. */
  readonly example: boolean;
  /** Null where what begins all names is refused. */
  readonly rules: Rules | null;
  /** Parties whose addresses are those of an example still. */
  readonly madeUp: readonly Party[];
  /** Whether the platform writes the prefix otherwise than it was typed. */
  readonly respelt: boolean;
}

/** Makes rules of everything that is typed and right. What is not, is left out and said: nothing is guessed, and nothing becomes wider. */
export function build(dataset: Dataset, platform: Platform, state: State): Built {
  const { vantage } = state;
  const flows = selectFlows(dataset, state);
  const placed = placedIn(state);
  const needs = partiesOf(dataset, flows, { vantage, placed });
  const typed = new Map(
    needs.map(({ party }) => [party.id, readEntries(state.addresses[party.id] ?? [], party.id === 'gateway' ? 'gateway' : 'party')]),
  );
  const able = rulable(flows, { vantage, placed });
  const outside = able.filter((flow) => isTranslated(flow, placed));
  const seesPublic = platform.destinationNat === 'before' && vantage !== 'host';
  const publics = readEntries(outside.length > 0 ? state.publicAddresses : [], 'gateway');
  const needsPassive = able.some(
    ({ flow }) => flow.dataChannel === 'passive-range' || (flow.dataChannel === 'helper' && !platform.ftpHelper),
  );
  const passive = needsPassive ? readPassive(state.passive) : null;
  const addresses = Object.fromEntries([...typed].map(([party, { valid }]) => [party, [...valid]]));
  const base = {
    vantage,
    prefix: state.prefix.trim(),
    addresses,
    publicAddresses: [...publics.valid],
    placed,
    anyInternet: anyIn(dataset, state),
    ftp: { helper: true, passive: passive && 'from' in passive ? passive : null },
  };

  const zones = neededZones(platform, able, base, state);
  const names = zoneNames(platform, zones, state);
  const problems: FieldProblem[] = [
    ...[...typed].flatMap(([party, { refused }]) => refused.map((each) => ({ field: `addresses.${party}`, ...each }))),
    ...publics.refused.map((each) => ({ field: 'publicAddresses', ...each })),
    ...names.problems,
    ...(passive && 'message' in passive ? [{ field: 'passive', entry: state.passive.trim(), message: passive.message }] : []),
    ...(base.prefix === '' ? [{ field: 'prefix', entry: null, message: 'is empty: type a few letters, such as SEG' }] : []),
  ];
  const parties = needs.map((need) => toNeeded(need, typed.get(need.party.id), base));
  const left = leftOut({ needs, typed, publics, translated: seesPublic ? outside : [], names });
  const environment = base.prefix === '' ? null : { ...base, zones: names.written };
  const planned = able.filter((flow) => !left.flows.has(flow));
  const gaps = [...left.gaps, ...versionGaps(planned, { parties, platform, environment: base })];
  const cut = cutGaps(planned, parties);
  const rules = environment && write(dataset, platform, state, { flows, environment, left: { ...left, gaps }, cut });
  return {
    platform,
    flows,
    parties,
    zones,
    usesPublic: outside.length === 0 ? null : seesPublic ? 'rules' : 'tests',
    example: environment !== null && isExample(platform, environment),
    unreachable: outside.some(({ source }) => zoneOf(source, { placed }) === 'internet')
      ? beforeNat(addresses.gateway ?? [], publics.valid).filter((entry) => isPrivate(toNetwork(entry)))
      : [],
    needsPassive,
    problems,
    environment,
    rules,
    madeUp: parties.filter(({ given, members }) => given === 'typed' && members.some(isMadeUp)).map(({ party }) => party),
    respelt: rules !== null && rules.policy.rules.length > 0 && !isIn(base.prefix, rules.text),
  };
}

/** Whether the letters and digits of a prefix stand in a text in their order, with no others between them: what else it has may go. */
const isIn = (prefix: string, text: string): boolean =>
  new RegExp(prefix.match(/[\p{L}\p{N}]/gu)?.join('[^\\p{L}\\p{N}]*') ?? '', 'iu').test(text);

type Base = Omit<Environment, 'zones'>;

/** Where parties stand; who may be any Internet address stands in the Internet. */
function placedIn({ placed, anyInternet, addresses }: State): State['placed'] {
  const isTyped = (party: string) => (addresses[party] ?? []).some((entry) => entry.trim() !== '');
  return Object.fromEntries(Object.entries(placed).filter(([party]) => isTyped(party) || !anyInternet.includes(party)));
}

/** Parties that may be any Internet address: only one without published hosts can be opened so. */
const anyIn = ({ parties }: Dataset, { anyInternet }: State): string[] =>
  parties.filter(({ id, reach }) => anyInternet.includes(id) && (reach === 'unpublished' || reach === 'hosts')).map(({ id }) => id);

function neededZones(platform: Platform, able: readonly ReleaseFlow[], base: Base, state: State): NeededZone[] {
  const givenFor = (name: string) => (name === '' ? 'missing' : platform.zones?.pattern.test(name) ? 'typed' : 'refused');
  return allZones.flatMap((each): NeededZone[] => {
    const flows = able.filter((flow) => zonesNamed(platform, flow, base).includes(each));
    return flows.length > 0 ? [{ zone: each, flows, given: givenFor(nameOf(state, each)) }] : [];
  });
}

const nameOf = ({ zones }: State, each: Zone): string => (zones[each] ?? '').trim();

interface ZoneReading {
  /** A name for every zone, as an environment has; what stands for a missing one is never written. */
  readonly written: Environment['zones'];
  /** Zones that the rules would name, and that have no name that can be written. */
  readonly nameless: readonly (NeededZone & { readonly reason: string })[];
  readonly problems: readonly FieldProblem[];
}

function zoneNames({ zones: names, name: platformName }: Platform, needed: readonly NeededZone[], state: State): ZoneReading {
  const isWritten = (each: Zone) => needed.some(({ zone, given }) => zone === each && given === 'typed');
  return {
    written: Object.fromEntries(
      allZones.map((each) => [each, isWritten(each) ? nameOf(state, each) : (names?.example[each] ?? each)]),
    ) as Environment['zones'],
    nameless: needed
      .filter(({ given }) => given !== 'typed')
      .map((each) => ({
        ...each,
        reason:
          each.given === 'refused'
            ? `the name that was typed for "${zoneWords[each.zone]}" on this firewall is none that ${platformName} takes`
            : `no name of "${zoneWords[each.zone]}" on this firewall is given`,
      })),
    problems: needed
      .filter(({ given }) => given === 'refused')
      .map(({ zone }) => ({
        field: `zones.${zone}`,
        entry: nameOf(state, zone),
        message: `is no name that ${platformName} takes: ${names?.words}`,
      })),
  };
}

interface Material {
  readonly needs: readonly Need[];
  readonly typed: ReadonlyMap<string, Typed>;
  readonly publics: Typed;
  readonly translated: readonly ReleaseFlow[];
  readonly names: ZoneReading;
}

interface LeftOut {
  /** Flows that no rule may be made of, although nothing is missing that the plan could see. */
  readonly flows: ReadonlySet<ReleaseFlow>;
  readonly gaps: readonly Gap[];
}

/** What the plan cannot know: that something was typed and refused, or that a zone has no name. */
function leftOut(material: Material): LeftOut {
  const flows = new Set<ReleaseFlow>();
  const gaps: Gap[] = [];
  const say = (concerned: readonly ReleaseFlow[], reason: string, remedy: string) => {
    if (concerned.length > 0) gaps.push({ flows: concerned.map(refOf), reason, remedy, names: [] });
  };
  const judge = (concerned: readonly ReleaseFlow[], { valid, refused }: Typed, of: string) => {
    if (refused.length === 0) return;
    if (valid.length === 0) for (const flow of concerned) flows.add(flow);
    say(concerned, `${valid.length === 0 ? 'all' : 'a part'} of what was typed for ${of} is refused, and in no rule`, correctIt);
  };
  for (const { party, flows: own } of material.needs) judge(own, material.typed.get(party.id) ?? nothing, party.name);
  judge(material.translated, material.publics, 'the public addresses of the gateway');
  for (const { flows: concerned, reason } of material.names.nameless) {
    for (const flow of concerned) flows.add(flow);
    say(concerned, reason, typeIt);
  }
  return { flows, gaps };
}

/**
 * What was typed and is in no rule, since the other end has no address of its IP version. Of the gateway, only what no flow has: that others
 * have one IP version alone leaves nothing of theirs out.
 */
function versionGaps(flows: readonly ReleaseFlow[], standing: Standing): Gap[] {
  return flows.flatMap((flow) =>
    [flow.source, flow.destination].flatMap((party): Gap[] => {
      const isUsed = (entry: string) => party.id === 'gateway' && flows.some((each) => gatewayAt(each, standing).includes(entry));
      const lost = lostAt(party, flow, standing).filter((entry) => !isUsed(entry));
      const [first] = lost;
      if (first === undefined) return [];
      const other = party === flow.source ? flow.destination : flow.source;
      const version = first.includes(':') ? 'IPv6' : 'IPv4';
      const reason = `no rule has ${lost.join(' ')} of ${party.name}: no ${version} address of ${other.name} is given`;
      return [{ flows: [refOf(flow)], reason, remedy: `Type one of ${other.name}, or leave it out here.`, names: [] }];
    }),
  );
}

/** Flows whose published hosts stand in the rules, though the list of them is known to break off. */
const cutGaps = (flows: readonly ReleaseFlow[], parties: readonly NeededParty[]): Gap[] =>
  flows.flatMap((flow) =>
    flow.hostList !== 'cut' || flow.hosts.length === 0
      ? []
      : parties
          .filter(({ party, given }) => given === 'hosts' && (party === flow.source || party === flow.destination))
          .map(({ party }) => ({
            flows: [refOf(flow)],
            reason: `the copy of the vendor's table breaks off in its list of hosts for ${party.name}: there may be more`,
            remedy: 'Type the whole list in its place, as the vendor gives it to you.',
            names: [],
          })),
  );

const gatewayAt = (flow: ReleaseFlow, standing: Standing): readonly string[] =>
  [flow.source, flow.destination].filter(({ id }) => id === 'gateway').flatMap((party) => membersAt(party, flow, standing));

/** What is to be done about something that is refused. */
const correctIt = 'Correct it.';

/** Whether typing alone mends a gap: it is not that the firewall or the vendor stands in the way. */
export const isToType = ({ remedy }: Gap): boolean => remedy === typeIt || remedy === correctIt;

const nothing: Typed = { valid: [], refused: [] };

function write(
  { product }: Dataset,
  platform: Platform,
  state: State,
  { flows, environment, left, cut }: { flows: readonly ReleaseFlow[]; environment: Environment; left: LeftOut; cut: readonly Gap[] },
): Rules {
  const example = isExample(platform, environment);
  const subject = {
    product: product.name,
    release: state.release,
    dataset: product.dataset,
    scope: null,
    example,
    // The text for the example is the published one; its page says what is cut.
    gaps: example ? left.gaps : [...left.gaps, ...cut],
  };
  const form = platform.alternatives?.find(({ id, vantages }) => id === state.form && vantages.includes(state.vantage));
  const rules = toRules(
    platform,
    flows.filter((flow) => !left.flows.has(flow)),
    environment,
    subject,
    form?.id,
  );
  return example ? { ...rules, policy: { ...rules.policy, gaps: [...rules.policy.gaps, ...cut] } } : rules;
}

/** Whether all that stands in the rules is the made-up environment of the pages: their header then says so, as that of the published ones. */
function isExample(platform: Platform, { vantage, prefix, addresses, publicAddresses, zones, ftp }: Environment): boolean {
  const example = exampleEnvironment(platform, vantage);
  const typed = Object.entries(addresses).filter(([, entries]) => entries.length > 0);
  return (
    typed.length > 0 &&
    publicAddresses.length === 0 &&
    prefix === example.prefix &&
    typed.every(([party, entries]) => entries.join() === example.addresses[party]?.join()) &&
    allZones.every((each) => platform.zones === null || zones[each] === example.zones[each]) &&
    (ftp.passive === null || (ftp.passive.from === example.ftp.passive?.from && ftp.passive.to === example.ftp.passive.to))
  );
}

function toNeeded(need: Need, typed: Typed = nothing, { placed, anyInternet }: Base): NeededParty {
  const { party, flows } = need;
  const hosts = [...new Set(flows.flatMap((flow) => flow.hosts))];
  const printed = party.reach === 'hosts' && flows.some((flow) => flow.hosts.length > 0);
  const given = givenFor(party, typed, { printed, open: anyInternet.includes(party.id) });
  return {
    ...need,
    zone: zoneOf(party, { placed }),
    given,
    members: given === 'hosts' ? hosts : typed.valid,
    hosts: printed ? hosts : [],
  };
}

function givenFor({ reach }: Party, { valid, refused }: Typed, { printed, open }: { printed: boolean; open: boolean }): Given {
  if (reach === 'internet') return 'internet';
  if (valid.length > 0) return 'typed';
  if (refused.length > 0) return 'refused';
  if (reach === 'typed') return 'missing';
  if (printed) return 'hosts';
  return open ? 'any' : 'closed';
}
