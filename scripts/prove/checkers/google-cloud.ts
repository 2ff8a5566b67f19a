/** HashiCorp's parser, and the resource of the provider hashicorp/google 7.45.0 that the rules are. */
import { z } from 'zod';
import type { Checker } from '../checker.ts';
import { expression, hclCheckers, literal, networks, portText, repeated, variable } from '../hcl2json.ts';

const hostName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]+$/);

const isOpen = (ranges: readonly string[] = []): boolean => ranges.some((range) => range.endsWith('/0'));

const match = z
  .strictObject({
    src_network_context: z.literal('INTERNET').optional(),
    src_ip_ranges: networks(5000).optional(),
    src_fqdns: z.array(hostName).min(1).max(100).optional(),
    dest_network_context: z.literal('INTERNET').optional(),
    dest_ip_ranges: networks(5000).optional(),
    dest_fqdns: z.array(hostName).min(1).max(100).optional(),
    layer4_configs: z.tuple([z.strictObject({ ip_protocol: z.enum(['tcp', 'udp']), ports: z.array(portText).min(1) })]),
  })
  .refine(
    ({ src_ip_ranges: from = [], dest_ip_ranges: to = [] }) => new Set([...from, ...to].map((text) => text.includes(':'))).size === 1,
    'mixes IP versions, or has no address',
  )
  .refine(
    (sides) =>
      isOpen(sides.src_ip_ranges) === (sides.src_network_context !== undefined) &&
      isOpen(sides.dest_ip_ranges) === (sides.dest_network_context !== undefined),
    'binds a side to the Internet without every address, or has every address without that',
  );

export const checkers: readonly Checker[] = hclCheckers({
  platform: 'google-cloud',
  provider: 'hashicorp/google',
  version: '7.45.0',
  resources: {
    google_compute_network_firewall_policy_rule: z
      .strictObject({
        firewall_policy: variable,
        priority: expression(/var\.\w+ \+ \d+/),
        rule_name: z.string().regex(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/),
        description: literal(/^.{1,255}$/),
        direction: z.enum(['INGRESS', 'EGRESS']),
        action: z.literal('allow'),
        target_secure_tags: z.tuple([z.strictObject({ name: variable })]),
        match: z.tuple([match]),
      })
      // Names stand at the source of what comes in, or at the destination of what goes out, and nowhere else.
      .refine(
        ({ direction, match: [sides] }) => (direction === 'INGRESS' ? !sides.dest_fqdns : !sides.src_fqdns),
        'has a host name at the end of the gateway',
      )
      .refine(
        ({ direction, match: [sides] }) => (direction === 'INGRESS' ? !sides.dest_network_context : !sides.src_network_context),
        'binds the end of the gateway to the Internet',
      ),
  },
  problemsBetween: (resources) => repeated(resources, 'priority', ({ body }) => String(body.priority)),
});
