import type { Problem } from './problem.ts';
import { pageMatter } from './schema.ts';
import { readAs } from './schema-problem.ts';
import { parseSource, type Source } from './source.ts';

/** A Markdown file of `src/content`, as the gate reads it. */
export interface Page {
  readonly file: string;
  /** The feature that the page is about; null for a page that is not about one. */
  readonly feature: string | null;
  /** The title of the front matter; undefined where it has none, as the page of a feature. */
  readonly title: string | undefined;
  /** The lead of the front matter; undefined where it has none. */
  readonly description: string | undefined;
  /** Features that the front matter names. */
  readonly features: readonly string[];
  /** Port number → why the text names it. */
  readonly mentions: Readonly<Record<string, string>>;
  /** The whole file, with spaces for the front matter: offsets are those of the file. */
  readonly text: string;
}

/** Whether a path is one of a page. */
export const isPage = (file: string): boolean => /^src\/content\/.+\.mdx?$/.test(file);

/** The file that holds the prose of a feature. */
export const pageOf = (feature: string): string => `src/content/features/${feature}.md`;

/** The feature that a page is about, by its path; null for a page that is not about one. */
export const featureOf = (file: string): string | null => /^src\/content\/features\/(.+)\.mdx?$/.exec(file)?.[1] ?? null;

/** A page with the source of its front matter, for positions, or what is wrong with that front matter. */
export function toPage(file: string, text: string): { source: Source } & ({ page: Page } | { problems: readonly Problem[] }) {
  const [matter = '', yaml = ''] = /^---\r?\n([\s\S]*?)^---[^\S\n]*$/m.exec(text.startsWith('---') ? text : '') ?? [];
  const source = parseSource(file, yaml.trim() === '' ? '{}' : yaml, matter === '' ? 1 : 2);
  const read = readAs(pageMatter, source);
  if ('problems' in read) return { source, problems: read.problems };
  const { title, description, features, mentions } = read.value;
  return {
    source,
    page: {
      file,
      feature: featureOf(file),
      title,
      description,
      features,
      mentions,
      text: matter.replace(/[^\n]/g, ' ') + text.slice(matter.length),
    },
  };
}
