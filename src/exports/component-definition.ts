/** The parts of an OSCAL component definition that ours use, as strict as NIST’s JSON Schema and metaschema of that version, or stricter. */
import { z } from 'zod';
import { portLimits } from '#dataset/schema.ts';

/** The version of OSCAL that is written (github.com/usnistgov/OSCAL, release v1.2.1). */
export const oscalVersion = '1.2.1';

/** Namespace of UUIDs (RFC 9562, section 5.5) and, as a URN, of the properties that are our own; it never changes. */
export const namespace = 'f6137d3f-cc26-475d-a27f-48b4110511a4';

const uuid = z.uuid({ version: 'v5' });
/** One line without white space at its ends. */
const text = z.string().regex(/^\S(.*\S)?$/);
/** One line of Markdown. */
const markupLine = z.string().regex(/^[^\n]+$/);
/** Paragraphs of Markdown. */
const markup = z.string().min(1);
/** An XML name without a colon. */
const token = z.string().regex(/^[\p{L}_][\p{L}\p{N}.\-_]*$/u);
const port = z.int().min(portLimits.lowest).max(portLimits.highest);

const ownProperty = z.strictObject({
  name: token,
  ns: z.literal(`urn:uuid:${namespace}`).describe('An absolute URI that holds wherever the site moves'),
  value: text,
  class: token.optional(),
  remarks: markup.optional(),
});
const property = z.union([ownProperty, z.strictObject({ name: z.literal('version'), value: text })]);
/** A named value: ours, or one of those that OSCAL itself gives a component. */
export type Property = z.output<typeof property>;

const protocol = z.strictObject({
  uuid,
  name: text.describe('IANA service name; the title where the application has none'),
  title: markupLine,
  'port-ranges': z
    .array(z.strictObject({ start: port, end: port, transport: z.enum(['TCP', 'UDP']) }).refine(({ start, end }) => start <= end))
    .min(1)
    .describe('Destination ports, an entry for each transport'),
});

const component = z.strictObject({
  uuid,
  type: z.enum(['software', 'service']),
  title: markupLine,
  description: markup,
  purpose: markupLine.optional(),
  props: z.array(property).min(1),
  links: z
    .array(z.strictObject({ href: z.string().startsWith('#'), rel: z.enum(['provided-by', 'used-by']) }))
    .min(1)
    .optional()
    .describe('To the product, which provides what others connect to, and uses what it connects to'),
  protocols: z.array(protocol).min(1).optional(),
  remarks: markup.optional(),
});

const capability = z.strictObject({
  uuid,
  name: text,
  description: markup,
  props: z.array(property).min(1),
  'incorporates-components': z.array(z.strictObject({ 'component-uuid': uuid, description: markup })).min(1),
});

/** The object in every published `oscal.json`. */
export const componentDefinition = z.strictObject({
  'component-definition': z.strictObject({
    uuid: uuid.describe('Of this very content: another one as soon as a word changes, as OSCAL asks'),
    metadata: z.strictObject({
      title: markupLine,
      'last-modified': z.iso.datetime(),
      version: text,
      'oscal-version': z.literal(oscalVersion),
      props: z.array(property).min(1),
      links: z.array(z.strictObject({ href: z.url(), rel: token, text: markupLine })).min(1),
      remarks: markup,
    }),
    components: z.array(component).min(1),
    capabilities: z.array(capability).min(1),
  }),
});
/** A component definition as published. */
export type ComponentDefinition = z.output<typeof componentDefinition>;
