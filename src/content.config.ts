import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { datasetLoader } from '#site/loader.ts';

const mentions = z.record(z.string(), z.string()).optional().describe('Port number → why the page names it');

export const collections = {
  dataset: defineCollection({ loader: datasetLoader }),
  docs: defineCollection({
    loader: docsLoader(),
    schema: docsSchema({
      extend: z.object({
        features: z.array(z.string()).optional().describe('Features whose ports the page may name'),
        sourceFile: z.string().optional().describe('The file of the project that a page made from data comes from'),
        mentions,
      }),
    }),
  }),
  features: defineCollection({
    loader: glob({ base: './src/content/features', pattern: '*.md' }),
    schema: z.object({ description: z.string(), mentions }),
  }),
  platforms: defineCollection({
    loader: glob({ base: './src/content/platforms', pattern: '*.md' }),
    schema: z.object({ description: z.string(), mentions }),
  }),
  lists: defineCollection({
    loader: glob({ base: './src/content/lists', pattern: '*.md' }),
    schema: z.object({ description: z.string(), features: z.array(z.string()).optional(), mentions }),
  }),
  prose: defineCollection({
    loader: glob({ base: './src/content', pattern: 'about.md' }),
    schema: z.object({ description: z.string(), mentions }),
  }),
};
