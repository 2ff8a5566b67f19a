import { renderComparisonCsv } from './comparison-csv.ts';
import { renderComparisonJson } from './comparison-json.ts';
import type { Comparison } from './comparison-record.ts';
import { renderComparisonText } from './comparison-text.ts';

/** What a comparison is published as: the extension, its name on a button, and how it is written. */
export const comparisonFormats: readonly { extension: string; name: string; render: (comparison: Comparison) => string }[] = [
  { extension: 'json', name: 'JSON', render: renderComparisonJson },
  { extension: 'csv', name: 'CSV', render: renderComparisonCsv },
  { extension: 'txt', name: 'Change request', render: (comparison) => renderComparisonText(comparison) },
];
