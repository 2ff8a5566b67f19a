/** Check Point: a shell script of calls to the management API. https://sc1.checkpoint.com/documents/latest/APIs/ */
import { type DualRule, dualRules, familyWords } from '#rules/dual-stack.ts';
import { type Namer, namer } from '#rules/name.ts';
import { isHost, type Network, networkText } from '#rules/network.ts';
import type { About, NameAnswer, Platform } from '#rules/platform.ts';
import { type End, namesIn, type Policy, type Rule } from '#rules/policy.ts';
import { ascii, cut, wrapped } from '#rules/text.ts';
import { hasExactNames, hasWildcards, mixesFtp } from '#rules/traits.ts';
import { headerLines, purposeWords } from '#rules/words.ts';

export const platform = {
  id: 'check-point',
  name: 'Check Point',
  extension: 'sh',
  // Domain objects for exact names since then: https://sc1.checkpoint.com/documents/R82/WebAdminGuides/EN/CP_R82_SecurityManagement_AdminGuide/Content/Topics-SECMG/Domains.htm
  minimum: 'R80.10',
  vantages: ['edge', 'outer', 'inner'],
  zones: {
    example: { internet: 'ExternalZone', dmz: 'DMZZone', lan: 'InternalZone', management: 'InternalZone', peers: 'ExternalZone' },
    kind: 'security zone',
    named: 'any',
    pattern: /^(?!any$)[a-z][a-z0-9_.-]{0,62}$/i,
    words: 'type the name of one security zone, a letter first, then letters, digits, dots, hyphens or underscores, at most 63',
  },
  destinationNat: 'before',
  ftpHelper: true,
  notes: [
    'Run it with the file of a fresh session, as an administrator who may publish. It publishes; you install the policy.',
    '  mgmt_cli login user <administrator> > id.txt',
    '  sh <this file> id.txt [<layer>] [<position of the section>]',
    '  mgmt_cli logout -s id.txt',
    'Any error discards the session. Run again, it sets what is its own to the same once more.',
  ],
  canName,
  render: (policy, about) => lines(toLines(policy, about)),
} satisfies Platform;

/** A domain object is named by its domain, so there is one for a name, and it either takes the names below or does not. */
function canName(name: string, _rule: Rule, policy: Policy): NameAnswer {
  if (!namesIn(policy).has(`*.${name}`)) return true;
  return {
    reason: 'the name is in these rules as a wildcard too, and Check Point has one object for both',
    remedy: 'A rule that has the wildcard covers the name itself. For other rules, type an address.',
  };
}

/** The objects that the rules use: name → the call that makes it. */
type Calls = Map<string, readonly string[]>;

interface Text {
  readonly policy: Policy;
  readonly scope: string;
  readonly name: Namer;
  readonly addresses: Calls;
  readonly domains: Calls;
  readonly groups: Calls;
  readonly services: Calls;
}

function toLines(policy: Policy, about: About): string[] {
  const [addresses, domains, groups, services] = [new Map(), new Map(), new Map(), new Map()] as const;
  const text: Text = { policy, scope: about.scope?.id ?? 'all', name: namer(nameRule), addresses, domains, groups, services };
  const prefix = prefixOf(policy);
  const rules = dualRules(policy.rules).map((dual) => [
    `rule ${quote(text.name(prefix, text.scope, dual.id))}`,
    ...cell('source', objectsOf(text, dual, 'source')),
    ...cell('destination', objectsOf(text, dual, 'destination')),
    ...cell('service', [serviceOf(text, dual.rules[0])]),
    `action 'Accept'`,
    `track.type 'Log'`,
    `comments ${quote(cut(plain(`${familyWords(dual)}, ${purposeWords(dual.rules[0])}`), 255))}`,
  ]);
  const header = comment(
    headerLines(policy, { ...about, notes: [...about.notes, ...zoneNotes(policy), ...nameNotes(policy), ...ftpNotes(policy)] }),
  );
  if (rules.length === 0) return ['#!/bin/sh', ...header];
  return [
    '#!/bin/sh',
    ...header,
    ...functions,
    '',
    ...[addresses, domains, groups, services].flatMap((calls: Calls) => [...calls.values()].map((call) => call.join(' '))),
    '',
    `section=${quote(text.name(prefix, text.scope))}`,
    'has access-section layer "$layer" name "$section" ||',
    '  api add access-section layer "$layer" position "$position" name "$section"',
    ...rules.map((call) => call.join(' \\\n  ')),
    '',
    'api publish',
    'trap - EXIT',
    "echo 'Published. Now install the policy.'",
  ];
}

/** What every script begins with. Exit codes tell of errors, so a call that fails is seen without reading its answer. */
const functions = `\
set -eu
session=\${1:?"name the session file of mgmt_cli login"}
layer=\${2:-Network}
position=\${3:-top}
trap 'mgmt_cli discard -s "$session" >/dev/null 2>&1 || :' EXIT
trap 'exit 1' HUP INT TERM

api() {
  if ! answer=$(mgmt_cli "$@" -s "$session" 2>&1); then
    printf '%s\\n' "$*: $answer" >&2
    exit 1
  fi
}

has() {
  mgmt_cli show "$@" -s "$session" >/dev/null 2>&1
}

# A domain object is named by its domain, so it may be yours: it is used as it is, or not at all.
domain() {
  if ! has dns-domain name "$1"; then
    api add dns-domain name "$1" is-sub-domain "$2"
  elif ! mgmt_cli show dns-domain name "$1" -s "$session" | tr -d ' "' | grep -q "^is-sub-domain:$2"; then
    printf '%s\\n' "$1 is there, but not with is-sub-domain $2" >&2
    exit 1
  fi
}

# A rule of this name is set anew where it stands; a new one goes to the end of the section.
rule() {
  name=$1
  shift
  if has access-rule layer "$layer" name "$name"; then
    api set access-rule layer "$layer" name "$name" "$@"
  else
    api add access-rule layer "$layer" position.bottom "$section" name "$name" "$@"
  fi
}`.split('\n');

/**
 * Hyphens part words of the inspection language, so "x-host" is refused, and so is a name like SR1:
 * https://supportcenter.checkpoint.com/supportcenter/portal?eventSubmit_doGoviewsolutiondetails=&solutionid=sk40179
 */
const nameRule = { limit: 63, refused: /[^A-Za-z0-9_.]/, joiner: '_', start: 'p' };

const prefixOf = ({ prefix }: Policy): string => (/^sr\d/i.test(prefix) ? `p${prefix}` : prefix);

const isAny = ({ rules }: Policy): boolean => rules.some(({ source, destination }) => source.any || destination.any);

function zoneNotes(policy: Policy): string[] {
  const zones = policy.rules.flatMap(({ source, destination, from, to }) => [
    ...(source.any ? [from] : []),
    ...(destination.any ? [to] : []),
  ]);
  return isAny(policy)
    ? [`Any Internet address is the security zone ${[...new Set(zones)].join(', ')}: an interface has to be in it.`]
    : [];
}

const nameNotes = (policy: Policy): string[] => [
  ...(hasExactNames(policy)
    ? [
        'An exact name is a domain object in FQDN mode, which the Security Gateway looks up itself: let it ask the resolvers that the mail gateway asks. Until it has an answer, a name lets nothing through.',
      ]
    : []),
  ...(hasWildcards(policy)
    ? ['A wildcard is a domain object with sub-domains: it takes the domain itself too, and goes by reverse DNS, which can be wrong.']
    : []),
];

/** The handler of ftp wants each packet of a control connection to end a line: http://fixmyfirewall.com/fw1/fw-1.0048.html */
const ftpNotes = ({ rules }: Policy): string[] =>
  rules.some(mixesFtp)
    ? [
        'FTP that turns to TLS shares a rule with FTP in clear, whose service ftp has a handler that refuses packets without the end of a line: it may drop what is encrypted. Choose one of the two: the one with TLS, alone, has a service without a handler.',
      ]
    : [];

/** What stands in a cell: the zone for any address; else an address or a group of them, and domain objects. */
function objectsOf(text: Text, { id, rules }: DualRule, side: 'source' | 'destination'): string[] {
  const [rule] = rules;
  const end: End = rule[side];
  if (end.any) return [side === 'source' ? rule.from : rule.to];
  const { policy, scope, name, domains, groups } = text;
  const addresses = rules.flatMap((each) => each[side].networks.map((network) => addressOf(text, network)));
  for (const host of end.names) domains.set(`.${host}`, ['domain', quote(`.${host}`), 'false']);
  for (const wildcard of end.wildcards) domains.set(wildcard.slice(1), ['domain', quote(wildcard.slice(1)), 'true']);
  const names = [...end.names.map((host) => `.${host}`), ...end.wildcards.map((wildcard) => wildcard.slice(1))];
  if (addresses.length < 2) return [...addresses, ...names];

  // The same parties may have other addresses elsewhere: then the group is the rule's own.
  const call = (group: string) => [`api add group name ${quote(group)}`, ...cell('members', addresses), 'set-if-exists true'];
  const shared = name(prefixOf(policy), scope, ...end.parties);
  const isShared = (groups.get(shared) ?? call(shared)).join() === call(shared).join();
  const group = isShared ? shared : name(prefixOf(policy), scope, id, side === 'source' ? 'from' : 'to');
  groups.set(group, call(group));
  return [group, ...names];
}

/** An object named after what it holds, so it is the same in every text. A second object of one address is only warned of. */
function addressOf({ policy, name, addresses }: Text, network: Network): string {
  const address = networkText(network).replaceAll(':', '_').replace('/', '_m');
  const object = name(prefixOf(policy), address);
  const call = isHost(network)
    ? ['host', 'name', quote(object), 'ip-address', quote(network.address)]
    : ['network', 'name', quote(object), 'subnet', quote(network.address), 'mask-length', `${network.length}`];
  addresses.set(object, ['api', 'add', ...call, 'set-if-exists', 'true', 'ignore-warnings', 'true']);
  return object;
}

/** The predefined ftp has the handler that opens data connections; one of ours is no match for "Any", so that others' rules stay as they are. */
function serviceOf({ policy, name, services }: Text, { transport, port, sourcePort, ftp }: Rule): string {
  const helped = ftp === 'control';
  const ports = portText(port);
  if (helped && ports === '21' && sourcePort === null) return 'ftp';
  const from = sourcePort ? ['from', portText(sourcePort)] : [];
  const service = name(prefixOf(policy), transport, ports, ...from, ...(helped ? ['ftp'] : []));
  services.set(service, [
    `api add service-${transport} name ${quote(service)} port ${quote(ports)}`,
    ...(sourcePort ? [`source-port ${quote(portText(sourcePort))}`] : []),
    ...(helped ? [`protocol 'FTP'`] : []),
    'match-for-any false set-if-exists true ignore-warnings true',
  ]);
  return service;
}

const portText = ({ from, to }: Rule['port']): string => (from === to ? `${from}` : `${from}-${to}`);

const cell = (kind: string, names: readonly string[]): string[] => names.map((name, at) => `${kind}.${at + 1} ${quote(name)}`);

/** One argument of the shell; what comes here has no quote of its own. */
const quote = (text: string): string => `'${text}'`;

/** Words for a comment, in characters that neither the shell nor the API takes as something else. */
const plain = (text: string): string => ascii(ascii(text).replace(/[^A-Za-z0-9 .,:;/_()+=@*-]/g, ''));

/** Lines of a comment, wrapped; a command, which begins with two spaces, stays whole. */
const comment = (block: readonly string[]): string[] =>
  block.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(ascii(line), 100))).map((part) => `# ${part}`.trimEnd());

const lines = (block: readonly string[]): string => `${block.join('\n')}\n`;
