/**
 * The shape of every file under `src/data`, one schema per kind of file.
 * `z.input` is what a person writes, `z.output` what the code reads.
 * A message continues the name of the value it is about: `"port" of "smtp-inbound"` + `is a reversed range: …`.
 */
import { z } from 'zod';
import { idPattern } from './id-pattern.ts';
import { zones } from './zones.ts';

/** The lowest and the highest port number (RFC 6335, section 6). */
export const portLimits = { lowest: 1, highest: 65535 } as const;

/** An identifier, never reused. */
const id = z
  .string()
  .regex(idPattern, 'is not an id: write lower-case words joined by hyphens')
  .refine((value) => !(value in Object.prototype), 'means something to JavaScript already: choose another id')
  .describe('Identifier in kebab-case; never reused');

const releaseId = z
  .string()
  .regex(/^\d+\.\d+\.\d+$/, 'is not a release number: write it in quotes, as "major.minor.patch"')
  .describe('Release of the product, as the vendor numbers it');

const line = z
  .string()
  .regex(/^[\P{Cc}\r\n]*$/u, { error: 'has a control character, as a tab is one: take it out', abort: true })
  .trim()
  .min(1, 'is empty: write it out')
  .regex(/^[^\r\n]*$/, 'has a line break: fold the text with ">" or keep it on one line');

const datasetVersion = z
  .string()
  .regex(/^\d{4}\.\d{2}\.\d{2}$/, { error: 'is not a dataset version: write the day in quotes, as "YYYY.MM.DD"', abort: true })
  .refine(isDay, 'is no day of the calendar: correct it')
  .describe('Dataset version: the day of the change, kept in the data and never read from a clock');

function isDay(version: string): boolean {
  const [year = 0, month = 0, day = 0] = version.split('.').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const portNumber = (value: string) => {
  if (!/^(0|[1-9]\d*)$/.test(value)) return undefined;
  const port = Number(value);
  return port >= portLimits.lowest && port <= portLimits.highest ? port : undefined;
};

const portWords = `is not a port: write a number from ${portLimits.lowest} to ${portLimits.highest}`;

const port = z.int().min(portLimits.lowest, portWords).max(portLimits.highest, portWords);

const mentions = z
  .record(
    z.string().refine((key) => portNumber(key) !== undefined, portWords),
    line,
  )
  .default({})
  .describe('Port number → why the texts of this record or file name it, though it is no port of the flows they tell of');

const portRange = z
  .union([z.number(), z.string()], { error: unlessMissing(`${portWords}, or a range as "from-to"`) })
  .transform((value, context) => {
    const [first = '', last = first, ...rest] = String(value).split('-');
    const from = portNumber(first);
    const to = portNumber(last);
    if (from === undefined || to === undefined || rest.length > 0) {
      context.addIssue({ code: 'custom', message: `${portWords}, or a range as "from-to"` });
      return z.NEVER;
    }
    if (from > to) context.addIssue({ code: 'custom', message: `is a reversed range: write ${to}-${from}` });
    return { from, to };
  });

/** Custom words must not hide that a key is missing. */
function unlessMissing(message: string) {
  return (issue: { input?: unknown }) => (issue.input === undefined ? undefined : message);
}

/** Ports from `from` to `to`, both included, 1 to 65535; a single port has `from` equal to `to`. */
export type PortRange = z.output<typeof portRange>;

/** Refuses a member that stands in a list twice. */
function unrepeated(members: readonly string[], context: z.RefinementCtx) {
  for (const [at, member] of members.entries()) {
    if (members.indexOf(member) !== at) context.addIssue({ code: 'custom', path: [at], message: 'stands twice: keep one' });
  }
}

/** Transport protocol of a flow (RFC 9293 TCP, RFC 768 UDP). */
export const transport = z.enum(['tcp', 'udp']);
/** What a flow runs over. */
export type Transport = z.output<typeof transport>;

/** Zones a party can stand in; the gateway itself stands in the `dmz`. */
export const zone = z.enum(zones);
/** Where a party stands, seen from the firewall. */
export type Zone = z.output<typeof zone>;

const httpsAddress = z.url({
  protocol: /^https$/,
  error: unlessMissing('is not an https address: write it in full, beginning with https://'),
  abort: true,
});

/** Scheme, host and port (RFC 6454): the path below which the site stands is a setting of the build. */
const origin = httpsAddress.superRefine((value, context) => {
  const { origin } = new URL(value);
  if (value !== origin)
    context.addIssue({ code: 'custom', message: `is more than an origin: write ${origin}, and set the base path apart` });
});

/** `src/data/product.yaml`: the product, and where the dataset is published. */
export const productFile = z.strictObject({
  name: line.describe('The product whose ports these are'),
  shortName: line.describe('The product in a table or a title'),
  vendor: line,
  notice: line.describe('That this is not the vendor’s own page'),
  dataset: datasetVersion,
  site: origin.optional().describe('Origin of the published site, as https://ports.example.net, without a path'),
  repository: httpsAddress
    .regex(/[^/]$/, 'ends in a slash: leave it out')
    .regex(/^[^?#]*$/, 'has a query or an anchor: leave it out')
    .optional()
    .describe('Address of the source repository, without a trailing slash'),
  groups: z
    .array(z.strictObject({ id, title: line, summary: line }))
    .min(1)
    .describe('What features are for, in the order the site shows them'),
});
/** The product, its groups of features, and where the dataset about it is published. */
export type Product = z.output<typeof productFile>;

/**
 * What a rule may put at a party’s end: `typed` the administrator’s own addresses, `hosts` the published names,
 * `internet` any address but only on the Internet side, `unpublished` addresses the vendor does not name.
 */
const reach = z.enum(['typed', 'hosts', 'internet', 'unpublished']);

const party = z.strictObject({
  id,
  name: line.describe('As in a sentence: "the gateway", "SNMP managers"'),
  zone,
  reach,
  hint: line.describe('What it is, and what to type for it'),
});

/** `src/data/parties.yaml`: who stands at the ends of the flows. */
export const partiesFile = z.strictObject({ parties: z.array(party).min(1) });
/** Someone at an end of a flow. */
export type Party = z.output<typeof party>;

const question = z
  .strictObject({
    id,
    ask: line.describe('The question, as a person is asked it'),
    why: line.describe('What the answer decides').optional(),
    choose: z.enum(['one', 'any']).describe('One answer, or any number of them'),
    default: z.array(id).describe('Answers of a sensible start'),
    answers: z
      .array(
        z.strictObject({
          id,
          label: line.describe('The answer, on a button'),
          clause: line.describe('The answer as a clause after "when": "PMM runs in Full mode"'),
        }),
      )
      .min(1),
  })
  .superRefine((question, context) => {
    const known = question.answers.map((answer) => answer.id);
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const [at, answer] of question.default.entries()) {
      if (!known.includes(answer)) issue(['default', at], `is no answer of the question: write one of ${known.join(', ')}`);
      if (question.default.indexOf(answer) !== at) issue(['default', at], 'stands twice: keep one');
    }
    if (question.choose === 'one' && question.default.length !== 1) issue(['default'], 'must hold exactly one answer: "choose" is one');
  });

const preset = z.strictObject({
  id,
  title: line.describe('A kind of gateway, in a few words'),
  summary: line.describe('What is so of it, in one sentence'),
  answers: z
    .record(id, z.array(id).superRefine(unrepeated))
    .describe('Question → its answers; a question that is not named keeps its default'),
});

/** `src/data/questions.yaml`: what decides which flows a gateway needs, and answers that often go together. */
export const questionsFile = z.strictObject({ questions: z.array(question).min(1), presets: z.array(preset).min(1) });
/** What an administrator is asked, so that only the flows a gateway needs are shown. */
export type Question = z.output<typeof question>;
/** Answers that often go together, to start from. */
export type Preset = z.output<typeof preset>;

/** A flow of a feature, as a person writes it. */
const flow = z
  .strictObject({
    id,
    title: line,
    purpose: line.describe('What the connection is for, in one sentence of our own'),
    from: id.describe('The party that opens the connection'),
    to: id.describe('The party that is connected to'),
    transport: z.array(transport).min(1).superRefine(unrepeated),
    port: portRange.describe('The destination port'),
    sourcePort: portRange.optional().describe('The source port, where it is fixed'),
    via: id.optional().describe('The control flow whose helper opens this one; such a flow is never a static rule'),
    application: z.string().nullable().describe('IANA service name, null where it has none; never looked up by port'),
    when: z
      .record(id, z.array(id).min(1).superRefine(unrepeated))
      .optional()
      .describe('Answers under which it is needed: all questions, any of the answers of each; absent = every gateway'),
    configurable: z.boolean().default(false).describe('The port is a setting of the gateway'),
    dataChannel: z.enum(['helper', 'passive-range']).optional().describe('What opens the data channel of FTP'),
    tlsInspection: z.enum(['allowed', 'forbidden', 'unknown']).default('unknown'),
    addsEnd: z.boolean().default(false).describe('No printed row names this end; `reading` says why it is here'),
    unresolved: z.boolean().default(false).describe('The source breaks off before it says what the connection is for'),
    reading: line.optional().describe('Why the flow departs from the printed row'),
    doubts: z.array(line).default([]).describe('What an experienced administrator would question'),
  })
  .superRefine(({ via, port, sourcePort, addsEnd, reading }, context) => {
    const issue = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    if (via !== undefined && sourcePort === undefined) issue('via', 'needs a "sourcePort": the helper knows the data connection by it');
    if (sourcePort !== undefined && via === undefined && port.from !== port.to) {
      issue('sourcePort', 'needs a "via": without a control flow, a rule would open the whole range of ports');
    }
    if (addsEnd && reading === undefined) issue('addsEnd', 'needs a "reading": say why an end that no row prints is here');
  });

/** `src/data/features/<feature>.yaml`: one feature, named by its file, and its flows. */
export const featureFile = z.strictObject({
  title: line,
  summary: line.describe('One sentence: what it is for'),
  group: id.describe('One of the groups of product.yaml'),
  also: z.array(line).default([]).describe('Other words people search it by'),
  mentions,
  flows: z.array(flow).min(1),
});
/** A feature of the product with its flows; `id` is the name of its file. */
export type Feature = z.output<typeof featureFile> & { id: string };
/** A connection that a feature needs: who opens it to whom, on which transport and destination port. */
export type Flow = z.output<typeof flow> & { feature: string };

const hostName = z.string().superRefine((host, context) => {
  const message = hostProblem(host);
  if (message) context.addIssue({ code: 'custom', message });
});

/** What is wrong with a host name as a person wrote it (RFC 1123 names; a wildcard is a whole leading label), if anything. */
function hostProblem(host: string): string | undefined {
  if (/:\/\//.test(host)) return 'has a scheme: write the bare name';
  if (/\//.test(host)) return 'has a slash: write the bare name, without a path';
  if (host === '') return 'is empty: write a name, or leave the entry out';
  if (/[\s,;]/.test(host)) return 'is more than one name: write an entry for each';
  if (host !== host.toLowerCase()) return `has upper case: write "${host.toLowerCase()}"`;
  if (host.endsWith('.')) return 'ends in a dot: leave it out';
  if (host.includes('*') && !/^\*\.[^*]+$/.test(host)) return 'has a wildcard that is not a whole leading label: write "*.example.net"';
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
  if (host.length > 253 || !new RegExp(`^(\\*\\.)?(${label}\\.)+[a-z][a-z0-9-]*[a-z0-9]$`).test(host)) {
    return 'is not a host name: write labels of letters, digits and hyphens joined by dots, ending in a domain';
  }
  return undefined;
}

const hostList = z.enum(['complete', 'cut', 'none-printed']);
/** How far the printed list of hosts could be read. */
export type HostList = z.output<typeof hostList>;

const printedFlow = z
  .strictObject({
    hosts: z.array(hostName).superRefine(unrepeated).default([]).describe('Host names the row prints for this flow'),
    hostList: hostList.default('none-printed'),
    doubtful: z
      .array(hostName)
      .superRefine(unrepeated)
      .optional()
      .describe('Those that look misprinted, or differ by a dot or a domain from those of a later release: not to be opened unchecked'),
  })
  .superRefine(({ hosts, hostList: list, doubtful = [] }, context) => {
    const issue = (message: string) => context.addIssue({ code: 'custom', path: ['hostList'], message });
    for (const [at, host] of doubtful.entries()) {
      const message = 'is not among the hosts: write it as it stands there, or take it out';
      if (!hosts.includes(host)) context.addIssue({ code: 'custom', path: ['doubtful', at], message });
    }
    if (list === 'none-printed' && hosts.length > 0) issue('says "none-printed", yet hosts are listed: write "complete" or "cut"');
    if (list === 'complete' && hosts.length === 0) issue('says "complete", yet no host is listed: write "none-printed" or "cut"');
  });

const restoration = z.strictObject({
  from: releaseId.describe('The release whose row has what this one lost'),
  row: z.int().positive(),
  what: z.enum(['purpose', 'hosts']),
  strength: z
    .enum(['proven', 'strong'])
    .describe('proven: the same text in a copy of the same generation; strong: by a later release or a parallel row'),
});

const row = z
  .strictObject({
    row: z.int().positive().describe('Number of the row in the table, counted from 1'),
    port: z
      .string()
      .regex(/^[0-9]+$/, { error: 'is not a bare port number: put a footnote sign under "mark"', abort: true })
      .refine((value) => portNumber(value) !== undefined, portWords),
    mark: line.optional().describe('A footnote sign printed beside the port'),
    protocol: line.describe('The protocol column as printed; in 6.x the network protocol'),
    application: line.optional().describe('The application protocol column, printed from 6.x on'),
    direction: z.enum(['In', 'Out', 'In/Out']).nullable().describe('As printed; null where the copy ends before it'),
    says: line.nullable().describe('What the row says, paraphrased; null where the copy ends before it'),
    condition: line.optional().describe('The condition it prints, paraphrased'),
    conditionFlows: z
      .array(id)
      .min(1)
      .superRefine(unrepeated)
      .optional()
      .describe('The flows that the condition is about, where it stands under some of its purposes only; absent = all of the row'),
    flows: z
      .union(
        [
          z
            .array(id)
            .superRefine(unrepeated)
            .transform((ids) => Object.fromEntries(ids.map((flowId) => [flowId, {}]))),
          z.record(
            id,
            z.union(
              [z.null().transform(() => ({})), z.looseObject({})],
              'is neither empty nor a block: write "hosts" and "hostList" below it',
            ),
          ),
        ],
        { error: unlessMissing('is not a list of flow ids: write [one, two], or each id with its hosts below it') },
      )
      .pipe(z.record(id, printedFlow))
      .describe('The flows it supports, with the hosts printed for each'),
    cut: z.boolean().default(false).describe('The copy’s text breaks off in this row'),
    restored: restoration.optional().describe('Where the lost text was found'),
    note: line.optional().describe('What a reader of this row should know about the copy'),
  })
  .superRefine(({ cut, says, direction, restored, condition, conditionFlows, flows }, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const remedy = 'write "cut: true", since a whole row prints it';
    if (!cut && says === null) issue(['says'], `is lost: ${remedy}`);
    if (!cut && direction === null) issue(['direction'], `is lost: ${remedy}`);
    if (!cut && restored !== undefined) issue(['restored'], 'belongs to a cut row: write "cut: true", or take it out');
    for (const [flowId, { hostList: list }] of Object.entries(flows)) {
      if (!cut && list === 'cut') issue(['flows', flowId, 'hostList'], 'is cut, yet the row is whole: write "cut: true" on the row');
    }
    if (conditionFlows !== undefined && condition === undefined)
      issue(['conditionFlows'], 'has no "condition": write it, or take this out');
    for (const [at, flowId] of (conditionFlows ?? []).entries()) {
      if (!Object.hasOwn(flows, flowId)) issue(['conditionFlows', at], 'is no flow of this row: write one of its "flows"');
    }
  });

/** `src/data/releases/<release>.yaml`: one release’s table, as far as its copy could be read. */
export const releaseFile = z.strictObject({
  release: releaseId,
  since: datasetVersion.describe('Dataset version that brought the release in'),
  source: z.strictObject({
    title: line,
    url: z.url(),
    language: z
      .string()
      .regex(/^[a-z]{2}$/, 'is not a language: write two lower-case letters, as "en"')
      .default('en')
      .describe('Language of the page (ISO 639-1); the wording of pages in two languages is not compared'),
    note: line.optional(),
  }),
  readTo: z
    .strictObject({
      port: port.describe('The last port of the copy'),
      whole: z.boolean().describe('Whether all rows of that port could be read'),
      end: z.boolean().default(false).describe('Whether the table is known to end there'),
    })
    .superRefine(({ whole, end }, context) => {
      const message = 'needs "whole: true": a table read to its end was read whole';
      if (end && !whole) context.addIssue({ code: 'custom', path: ['end'], message });
    })
    .describe('How far the copy could be read'),
  absent: z.record(id, line).default({}).describe('Flow id → reason, where the order of rows within a port proves absence'),
  mentions,
  rows: z.array(row).min(1),
});
/** One release’s table of ports, as far as its copy could be read. */
export type Release = z.output<typeof releaseFile>;
/** One row of a release’s table, as printed. */
export type Row = Release['rows'][number];

/** `src/data/changes.yaml`: what changed in the dataset itself, newest first. */
export const changesFile = z.strictObject({
  changes: z.array(z.strictObject({ dataset: datasetVersion, title: line, reason: line, flows: z.array(id).default([]) })).min(1),
});
/** A change of the dataset, with the ids of the flows it touched. */
export type Change = z.output<typeof changesFile>['changes'][number];

/** `src/data/retired.yaml`: flow ids that are gone and never come back. */
export const retiredFile = z.strictObject({ retired: z.array(z.strictObject({ id, since: datasetVersion, reason: line })) });
/** A flow id that is gone, the dataset version that dropped it, and why. */
export type Retired = z.output<typeof retiredFile>['retired'][number];

/** `src/data/pins.yaml`: ports that look wrong and are right, and why. */
export const pinsFile = z.strictObject({
  pins: z.array(z.strictObject({ flow: id, transport, port, reason: line })),
});
/** A port of a flow that looks like a slip, and why it is none. */
export type Pin = z.output<typeof pinsFile>['pins'][number];

/** `src/data/glossary.yaml`: what the words of the tables and pages mean. */
export const glossaryFile = z.strictObject({
  terms: z
    .array(
      z.strictObject({
        id,
        term: line,
        expansion: line.optional().describe('What an abbreviation stands for'),
        definition: line,
        features: z.array(id).default([]).describe('Features where it matters'),
        mentions,
      }),
    )
    .min(1),
});
/** A term of the glossary; `features` are ids. */
export type Term = z.output<typeof glossaryFile>['terms'][number];

/** The keys of a page's front matter that the gate reads; Astro checks the rest. */
export const pageMatter = z.looseObject({
  title: line.optional(),
  description: line.optional().describe('The lead of the page, and its text in search engines'),
  features: z.array(id).superRefine(unrepeated).default([]).describe('Features whose ports the page may name'),
  mentions,
});
