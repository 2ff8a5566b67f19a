import { readFileSync } from 'node:fs';
import { unified } from '@astrojs/markdown-remark';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import remarkGfm from 'remark-gfm';
import { parseDocument } from 'yaml';
import { afterBuild, licencesPath } from './src/publish/after-build.ts';
import { typefaces, typefacesSheet } from './src/publish/typefaces.ts';
import { rehypeBase } from './src/site/rehype-base.ts';
import { exampleAddress, remarkAddress } from './src/site/remark-address.ts';

/** Whether the file is right is for the gate to say, with a report. */
const product = parseDocument(readFileSync(new URL('./src/data/product.yaml', import.meta.url), 'utf8'));
const site = /** @type {string | undefined} */ (product.get('site'));
/** Begins and ends with a slash, however it was written. */
const base = `/${process.env.PORTCULLIS_BASE ?? ''}/`.replace(/\/{2,}/g, '/');

export default defineConfig({
  ...(site === undefined ? {} : { site }),
  base,
  trailingSlash: 'always',
  // There are thousands of small files: while one is written, the next is made.
  build: { concurrency: 4 },
  devToolbar: { enabled: false },
  vite: {
    // One style sheet for all pages: no page has a style of its own, which the content security policy would have to name.
    build: { cssCodeSplit: false, license: { fileName: licencesPath } },
    plugins: [
      {
        // A script of the offline copy has no address from which to find what it could load ahead. Astro sets this option itself.
        name: 'portcullis-nothing-ahead',
        configEnvironment: () => ({ build: { modulePreload: { polyfill: false, resolveDependencies: () => [] } } }),
      },
      {
        // Each printed sheet says of which dataset it is, which only a style sheet can do.
        name: 'portcullis-dataset-on-paper',
        enforce: 'pre',
        transform: (code, id) => (id.endsWith('/theme.css') ? code.replace('{dataset}', String(product.get('dataset'))) : undefined),
      },
    ],
    // What several scripts import is one file: a page asks for it once.
    environments: {
      client: {
        build: {
          rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: /\/src\/site\//, minShareCount: 2 }] } } },
        },
      },
    },
  },
  markdown: {
    processor: unified({
      gfm: false,
      remarkPlugins: [remarkGfm, [remarkAddress, site === undefined ? exampleAddress : new URL(base, site).href]],
      rehypePlugins: [[rehypeBase, base]],
      smartypants: false,
    }),
  },
  integrations: [
    typefaces(),
    starlight({
      title: 'Portcullis',
      description: 'The ports of the Clearswift Secure Email Gateway, who opens each connection, and why.',
      favicon: '/favicon.svg',
      customCss: [typefacesSheet, './src/components/theme.css'],
      components: {
        Head: './src/components/Head.astro',
        Header: './src/components/Header.astro',
        PageTitle: './src/components/PageTitle.astro',
        Footer: './src/components/Footer.astro',
      },
      routeMiddleware: './src/site/route.ts',
      lastUpdated: false,
      pagination: false,
      credits: false,
    }),
    // After Starlight, whose search index is made from the pages alone.
    afterBuild(),
  ],
});
