import { z } from 'zod';
import { flowList } from './flow-record.ts';
import type { Format } from './format.ts';

/** `flows.json`: UTF-8, LF, two spaces, keys in the order of the schema (RFC 8259). */
export const format = {
  extension: 'json',
  perFeature: true,
  render: (list) => toText(list),
} satisfies Format;

/** JSON Schema (draft 2020-12) of `flows.json`, made from the schema the code itself uses. */
export const renderFlowsSchema = (): string => toText(z.toJSONSchema(flowList));

const toText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
