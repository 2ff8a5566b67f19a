import { z } from 'zod';
import { type Comparison, comparison } from './comparison-record.ts';

/** A comparison as JSON: UTF-8, LF, two spaces, keys in the order of the schema (RFC 8259). */
export const renderComparisonJson = (of: Comparison): string => toText(of);

/** JSON Schema (draft 2020-12) of a comparison, made from the schema the code itself uses. */
export const renderComparisonSchema = (): string => toText(z.toJSONSchema(comparison));

const toText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
