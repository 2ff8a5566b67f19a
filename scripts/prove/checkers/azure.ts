/** HashiCorp's parser, and the resource of the provider hashicorp/azurerm 4.55.0 that the rules are. */
import { z } from 'zod';
import type { Checker } from '../checker.ts';
import { expression, hclCheckers, literal, networks, portText, repeated, variable } from '../hcl2json.ts';

/** One of two attributes, never both: a prefix or a tag, or a list of prefixes, which may hold no tag. */
const oneOf =
  (one: string, several: string) =>
  (body: Readonly<Record<string, unknown>>): boolean =>
    (body[one] === undefined) !== (body[several] === undefined);

export const checkers: readonly Checker[] = hclCheckers({
  platform: 'azure',
  provider: 'hashicorp/azurerm',
  version: '4.55.0',
  resources: {
    azurerm_network_security_rule: z
      .strictObject({
        resource_group_name: variable,
        network_security_group_name: variable,
        name: z.string().regex(/^\w(?:[\w.-]{0,78}\w)?$/),
        description: literal(/^.{1,140}$/),
        priority: expression(/var\.\w+ \+ \d+/),
        direction: z.enum(['Inbound', 'Outbound']),
        access: z.literal('Allow'),
        protocol: z.enum(['Tcp', 'Udp']),
        source_port_range: z.literal('*').optional(),
        source_port_ranges: z.array(portText).min(1).optional(),
        source_address_prefix: z.literal('Internet').optional(),
        source_address_prefixes: networks(4000).optional(),
        destination_address_prefix: z.literal('Internet').optional(),
        destination_address_prefixes: networks(4000).optional(),
        destination_port_ranges: z.array(portText).min(1),
      })
      .refine(oneOf('source_port_range', 'source_port_ranges'), 'has not exactly one of source_port_range and source_port_ranges')
      .refine(oneOf('source_address_prefix', 'source_address_prefixes'), 'has not exactly one kind of source')
      .refine(oneOf('destination_address_prefix', 'destination_address_prefixes'), 'has not exactly one kind of destination')
      // Azure: ResourceCannotContainAddressPrefixesFromDifferentAddressFamilies.
      .refine(
        ({ source_address_prefixes: from = [], destination_address_prefixes: to = [] }) =>
          new Set([...from, ...to].map((text) => text.includes(':'))).size === 1,
        'mixes IP versions, or has no address',
      ),
  },
  problemsBetween: (resources) => [
    ...repeated(resources, 'name', ({ body }) => String(body.name).toLowerCase()),
    ...repeated(resources, 'priority', ({ body }) => `${body.direction} ${body.priority}`),
    ...(resources.length > 1000 ? [`${resources.length} rules are more than the 1000 that a group takes`] : []),
  ],
});
