import { stringify } from 'csv-stringify/sync';
import { toAscii } from '#dataset/ascii.ts';

/** Records as CSV (RFC 4180): header first, CRLF, ASCII without a byte order mark, no line break or formula in a cell. */
export const renderCsv = <Column extends string>(columns: readonly Column[], records: readonly Record<Column, string | number>[]): string =>
  stringify([...records], {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { string: toCell },
  });

/** A cell is a line of ASCII, whatever the text: the gate lets no other through, and a character without such a form throws. */
const toCell = (text: string): string => toAscii(text.replace(/[\r\n]+/g, ' ').trim());
