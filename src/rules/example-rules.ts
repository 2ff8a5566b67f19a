/** What tests of platforms start from: made-up flows, the rules of a platform for some of them, and text that means harm. */
import { exampleDataset } from '#dataset/example.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import type { Environment } from './environment.ts';
import { exampleEnvironment } from './example-environment.ts';
import type { Platform } from './platform.ts';
import { type Rules, type Subject, toRules } from './to-rules.ts';

/** The example's flows, and what a platform makes of them. */
export interface ExampleRules {
  /** Seen from the edge. */
  readonly edge: Environment;
  readonly subject: Subject;
  /** Flows of the release with these ids; all of them where none is named. */
  readonly flowsNamed: (...ids: string[]) => ReleaseFlow[];
  /** Rules for some flows, with a change to the environment and to the subject, in the plain form or in another one. */
  readonly rulesOf: (flows?: readonly ReleaseFlow[], environment?: Partial<Environment>, about?: Partial<Subject>, form?: string) => Rules;
  /** Their text. */
  readonly textOf: (...words: Parameters<ExampleRules['rulesOf']>) => string;
}

/** The example for one platform. */
export function exampleRules(platform: Platform, release = '2.0.0'): ExampleRules {
  const dataset = exampleDataset();
  const all = releaseFlows(dataset, release);
  const edge = exampleEnvironment(platform, 'edge');
  const subject: Subject = { product: dataset.product.name, release, dataset: dataset.product.dataset, scope: null, example: true };
  const rulesOf: ExampleRules['rulesOf'] = (flows = all, environment = {}, about = {}, form = undefined) =>
    toRules(platform, flows, { ...edge, ...environment }, { ...subject, ...about }, form);
  return {
    edge,
    subject,
    flowsNamed: (...ids) => all.filter(({ flow }) => ids.length === 0 || ids.includes(flow.id)),
    rulesOf,
    textOf: (...words) => rulesOf(...words).text,
  };
}

/** Text for prefixes and titles that would do harm somewhere if it were written as it stands; a platform adds what would in its own syntax. */
export const hostileTexts: readonly string[] = [
  'x\npermit ip any any',
  'a" accept #',
  "it's; flush ruleset",
  'x`id`$(id) $HOME \\',
  'B\u00fcro \u202egnp.exe \u200f\u05d0 \u{1f6aa}',
  'Gateway \u2192 manager\u2019s trap',
  '%s \\" } ',
  'q'.repeat(300),
  '"'.repeat(200),
  "'".repeat(200),
];

/** Flows that have a text as their title and as the name of their source. */
export const titled = (flows: readonly ReleaseFlow[], title: string): ReleaseFlow[] =>
  flows.map((entry) => ({ ...entry, flow: { ...entry.flow, title }, source: { ...entry.source, name: title } }));

/** Flows, one of which an earlier release printed. */
export const withCarried = (flows: readonly ReleaseFlow[], id: string, carriedFrom: string): ReleaseFlow[] =>
  flows.map((entry) => (entry.flow.id === id ? { ...entry, status: 'carried', carriedFrom } : entry));

/** Flows that come from one source port. */
export const withSourcePort = (flows: readonly ReleaseFlow[], port: number): ReleaseFlow[] =>
  flows.map((entry) => ({ ...entry, flow: { ...entry.flow, sourcePort: { from: port, to: port } } }));

/** The words of comments that begin with "#", each paragraph on one line. */
export const words = (text: string): string => text.replace(/\n# +/g, ' ');

/** A text with one change; what is changed stands there once. */
export function changed(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} stands ${parts.length - 1} times in the text`);
  return parts.join(to);
}
