import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pageMarkdown } from '#publish/page-markdown.ts';
import type { BuiltPage } from './built-pages.ts';

/** Named as dependencies, or Astro would not know that Starlight's components are to be built. */
const packageFile = `{ "type": "module", "dependencies": { "astro": "*", "@astrojs/starlight": "*" } }
`;

/** Starlight's own templates bring one, and its pages ask for it. */
const favicon = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>\n';

const config = `import { defineConfig } from 'astro/config';
import starlight from '@astrojs/starlight';

export default defineConfig({ integrations: [starlight({ title: 'Plain' })] });
`;

const contentConfig = `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';

export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`;

/**
 * Writes a plain Starlight site in `root`, with the stock theme and no setting but its title: for each page of `pages` a Markdown
 * page at the same address with the same text.
 */
export async function writePlainSite(root: string, pages: readonly BuiltPage[]): Promise<void> {
  const files = await Promise.all(pages.map(async (page) => [markdownFile(page, pages), await markdownOf(page)] as const));
  const all = [
    ['package.json', packageFile],
    ['astro.config.mjs', config],
    ['public/favicon.svg', favicon],
    ['src/content.config.ts', contentConfig],
    ...files,
  ] as const;
  for (const [name, text] of all) {
    const file = join(root, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/**
 * Adds the files at `paths` below the built site `folder` to a plain site at the same addresses, each by the least
 * endpoint that there is, which hands its bytes on.
 */
export async function addFiles(root: string, folder: string, paths: readonly string[]): Promise<void> {
  const endpoint = `import { readFileSync } from 'node:fs';

export const getStaticPaths = () => ${JSON.stringify(paths)}.map((file) => ({ params: { file } }));
export const GET = ({ params }) => new Response(readFileSync(${JSON.stringify(`${folder}/`)} + params.file));
`;
  await mkdir(join(root, 'src/pages'), { recursive: true });
  await writeFile(join(root, 'src/pages/[...file].js'), endpoint);
}

/** As an author would lay them out, for the sidebar is made from the folders: `about.md`, and `index.md` only where others lie below. */
function markdownFile({ path }: BuiltPage, pages: readonly BuiltPage[]): string {
  const isFolder = pages.some((other) => other.path !== path && other.path.startsWith(path));
  return `src/content/docs${isFolder ? `${path}index` : path.slice(0, -1)}.md`;
}

/** The slug is given: Starlight would make "472" of 4.7.2. */
async function markdownOf({ path, file }: BuiltPage): Promise<string> {
  const { title, description, body } = pageMarkdown(await readFile(file, 'utf8'));
  const slug = path.slice(1, -1);
  const matter = [`title: ${JSON.stringify(title)}`, `description: ${JSON.stringify(description)}`, ...(slug ? [`slug: ${slug}`] : [])];
  return `---\n${matter.join('\n')}\n---\n\n${body}`;
}
