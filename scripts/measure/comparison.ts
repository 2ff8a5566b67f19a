/** A figure of both sites. */
export interface Figure {
  label: string;
  ours: number;
  plain: number;
  format: (value: number) => string;
  /** What ours divided by plain is to be at most. */
  target?: number;
}

/** Figures under one heading. */
export interface Section {
  title: string;
  figures: Figure[];
}

/** Lays sections out as a table of text: ours, plain, ours divided by plain, and what that is to be. */
export function formatComparison(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ title, figures }) => [[title, 'ours', 'plain', 'ratio', 'target'], ...figures.map(rowOf), []]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column % 4 === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
    )
    .join('\n')
    .replace(/ +$/gm, '')
    .trimEnd();
}

/** Titles and labels of the figures that have a target, by whether it is met. */
export function judged(sections: readonly Section[]): { met: string[]; missed: string[] } {
  const figures = sections.flatMap(({ title, figures: own }) => own.map((figure) => ({ ...figure, label: `${title}: ${figure.label}` })));
  const labels = (wanted: boolean) => figures.filter((figure) => isMet(figure) === wanted).map(({ label }) => label);
  return { met: labels(true), missed: labels(false) };
}

/** Nothing where there is no target. */
function isMet({ ours, plain, target }: Figure): boolean | undefined {
  return target === undefined ? undefined : ours / plain <= target;
}

function rowOf(figure: Figure): string[] {
  const { label, ours, plain, format, target } = figure;
  const wanted = target === undefined ? '' : `at most ${target}: ${isMet(figure) ? 'met' : 'NOT MET'}`;
  return [`  ${label}`, format(ours), format(plain), plain === 0 ? '-' : (ours / plain).toFixed(2), wanted];
}

/** The middle one of an odd number of values, the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** Such as "8.3 s"; to the millisecond below a second. */
export const seconds = (value: number): string => `${value.toFixed(value < 1 ? 3 : 1)} s`;

/** Such as "24 ms". */
export const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;

/** Bytes as "13.9 kB", of 1,000 bytes. */
export const kilobytes = (value: number): string => `${(value / 1000).toFixed(1)} kB`;

/** A whole number as it is. */
export const count = (value: number): string => String(value);
