import type { Product } from '#dataset/schema.ts';

/** Where a page comes from: the file to edit, and a new issue that names the page or the flow. */
export interface SourceLinks {
  readonly edit: string;
  readonly report: string;
}

/** Links to the repository for a file or folder of the project and the public address of a page or flow; undefined where no repository is named. */
export function sourceLinks(product: Product, file: string, page: string): SourceLinks | undefined {
  const { repository, site } = product;
  if (repository === undefined) return undefined;
  const issue = new URLSearchParams({
    title: `Wrong port: ${page}`,
    body: `Page: ${site ?? ''}${page}\n\nWhat is wrong, and which source says so:\n`,
  });
  const isFile = /\.[a-z]+$/.test(file);
  return { edit: `${repository}/${isFile ? 'edit' : 'tree'}/main/${file}`, report: `${repository}/issues/new?${issue}` };
}
