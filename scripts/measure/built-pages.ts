import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** An HTML page of a built site. */
export interface BuiltPage {
  /** Address below the site's root, such as `/ports/443/`. */
  path: string;
  /** The file it is in. */
  file: string;
}

/** The pages of the built site in `folder`, by path. The page for a missing address is none: every Starlight site has one. */
export async function builtPages(folder: string): Promise<BuiltPage[]> {
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => /(^|[/\\])index\.html$/.test(file))
    .map((file) => ({
      path: `/${file
        .split(sep)
        .join('/')
        .replace(/index\.html$/, '')}`,
      file: join(folder, file),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
