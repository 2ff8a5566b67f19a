/** A small made-up dataset, valid as it stands, for unit tests: of a product, hosts and ports that do not exist. */
import type { Dataset } from './dataset.ts';
import { exampleText } from './example-text.ts';
import { formatProblem } from './problem.ts';
import { toDataset } from './read.ts';

/** The files of the example, path from the project's root → text, each call a fresh map. */
export const exampleFiles = (): Map<string, string> => new Map(Object.entries(exampleText));

/** The example as the gate lets it through. */
export function exampleDataset(): Dataset {
  const result = toDataset(exampleFiles());
  if ('problems' in result) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.dataset;
}

/** A change to one file of the example: what stands there, and what takes its place. */
export type Edit = readonly [file: string, from: string, to: string];

/** The files of the example after some edits; one whose text stands nowhere, or at several places, throws. */
export function editedFiles(...edits: Edit[]): Map<string, string> {
  const edited = exampleFiles();
  for (const [file, from, to] of edits) {
    const parts = (edited.get(file) ?? '').split(from);
    if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} stands ${parts.length - 1} times in ${file}`);
    edited.set(file, parts.join(to));
  }
  return edited;
}

/** The lines that the gate reports for some files. */
export function reportOf(files: ReadonlyMap<string, string>): string[] {
  const result = toDataset(files);
  return 'problems' in result ? result.problems.map(formatProblem) : [];
}

/** The lines that the gate reports for the example after some edits. */
export const reportAfter = (...edits: Edit[]): string[] => reportOf(editedFiles(...edits));
