/** What is wrong at one place of an authored file, and what to do about it. */
export interface Problem {
  /** Path from the project's root, with forward slashes. */
  readonly file: string;
  /** Line of the file, counted from 1. */
  readonly line: number;
  /** Column of the line in UTF-16 units, counted from 1. */
  readonly column: number;
  readonly message: string;
}

/** One line of the report: `file:line:col  what is wrong, and what to do`. */
export const formatProblem = ({ file, line, column, message }: Problem): string => `${file}:${line}:${column}  ${message}`;

/** The whole report: a line for each problem, then how many there are. */
export function formatReport(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [...problems.map(formatProblem), '', count].join('\n');
}

/** Problems in reading order, each once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...unique.values()].sort(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.message, b.message),
  );
}

/** The way out of a name that does not exist: the near name that was perhaps meant, then `otherwise`. */
export function wayOut(name: string, known: Iterable<string>, otherwise: string): string {
  const near = nearName(name, known);
  return near === undefined ? otherwise : `did you mean "${near}"? Otherwise ${otherwise}`;
}

/** The known name that differs by a slip or two of the finger, if there is one; longer names may differ more. */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  const allowed = Math.min(2, Math.floor(name.length / 3));
  return [...known]
    .map((other) => ({ other, slips: editDistance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((a, b) => a.slips - b.slips)[0]?.other;
}

/** Letters added, lost, changed, or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (beforeLast[j - 2] as number) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, changed, swapped));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] as number;
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
