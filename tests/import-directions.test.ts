/** The layers of src/ import in one direction. The linter holds them to it (biome.json): here is the proof that it does. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Per file: what it may import, and what it may not. */
const cases: Record<string, { may: string[]; mayNot: string[] }> = {
  'src/dataset/flow.ts': {
    may: ['./schema.ts', './checks/rows.ts', '#dataset/schema.ts', 'zod', 'yaml'],
    mayNot: [
      '#rules/x.ts',
      '#exports/x.ts',
      '#site/x.ts',
      '#kit/x.ts',
      '#builder/x.ts',
      '#components/X.astro',
      '#pages/x.ts',
      'astro',
      'astro/zod',
      'astro:content',
      '@astrojs/starlight',
      'node:fs',
      'csv-stringify/sync',
      'vitest',
    ],
  },
  'src/dataset/checks/ports.ts': { may: ['#dataset/schema.ts'], mayNot: ['#site/x.ts', 'node:fs'] },
  'src/dataset/read.ts': { may: ['node:fs', 'node:fs/promises', 'yaml'], mayNot: ['#site/x.ts', 'astro', 'csv-stringify/sync'] },
  'src/dataset/source.ts': { may: ['node:path', 'yaml'], mayNot: ['#exports/x.ts', 'astro'] },
  'src/dataset/flow.test.ts': {
    may: ['node:fs', 'vitest', '#dataset/example.ts'],
    mayNot: ['#site/x.ts', '#exports/x.ts', '#rules/x.ts', 'astro:content'],
  },
  'src/rules/nftables.ts': {
    may: ['./policy.ts', '#dataset/schema.ts', '#rules/policy.ts'],
    mayNot: [
      '#exports/x.ts',
      '#site/x.ts',
      '#kit/x.ts',
      '#builder/x.ts',
      '#components/X.astro',
      '#pages/x.ts',
      'astro',
      'astro:content',
      '@astrojs/starlight',
      'node:fs',
    ],
  },
  'src/rules/platforms/asa.ts': { may: ['#rules/policy.ts'], mayNot: ['#exports/x.ts', '#prove/x.ts', 'node:fs'] },
  'src/rules/nftables.test.ts': {
    may: ['node:child_process', 'vitest', '#dataset/example.ts', '#prove/x.ts'],
    mayNot: ['#exports/x.ts', '#site/x.ts'],
  },
  'src/exports/flows-csv.ts': {
    may: ['./format.ts', '#dataset/dataset.ts', '#exports/format.ts', 'csv-stringify/sync', 'zod'],
    mayNot: [
      '#rules/x.ts',
      '#site/x.ts',
      '#kit/x.ts',
      '#builder/x.ts',
      '#components/X.astro',
      '#pages/x.ts',
      'astro',
      'astro:content',
      '@astrojs/starlight',
      'node:fs',
    ],
  },
  'src/exports/flows-csv.test.ts': {
    may: ['csv-parse/sync', 'node:fs', 'vitest', '#dataset/example.ts'],
    mayNot: ['#rules/x.ts', '#site/x.ts'],
  },
  'src/kit/probe.ts': {
    may: ['./report.ts', '#dataset/release-flow.ts', '#rules/plan.ts', 'zod'],
    mayNot: [
      '#exports/change-request.ts',
      '#site/x.ts',
      '#proof/record.ts',
      '#builder/state.ts',
      '#components/X.astro',
      '#pages/x.ts',
      '#prove/x.ts',
      'astro:content',
      'node:fs',
    ],
  },
  'src/kit/bash.test.ts': {
    may: ['./bash.ts', 'vitest', 'node:child_process', '#dataset/example.ts', '#rules/example-rules.ts', '#prove/powershell.ts'],
    mayNot: ['#exports/x.ts', '#builder/x.ts', '#site/x.ts', 'astro:content'],
  },
  'src/builder/result.ts': {
    may: ['./state.ts', '#dataset/schema.ts', '#rules/to-rules.ts', '#kit/probe.ts', '#exports/change-request.ts', 'zod'],
    mayNot: [
      '#exports/flows-csv.ts',
      '#site/x.ts',
      '#site/browser/copy.ts',
      '#proof/record.ts',
      '#components/X.astro',
      '#pages/x.ts',
      '#prove/x.ts',
      'astro:content',
      'node:fs',
    ],
  },
  'src/builder/browser/show.ts': {
    may: [
      './form.ts',
      '#builder/result.ts',
      '#rules/words.ts',
      '#kit/report.ts',
      '#site/browser/copy.ts',
      '#site/diagram.ts',
      '#site/files.ts',
      '#site/path.ts',
      '#site/words.ts',
    ],
    mayNot: [
      '#site/dataset.ts',
      '#site/flow-view.ts',
      '#exports/change-request.ts',
      '#proof/record.ts',
      '#components/X.astro',
      'astro:content',
      'node:fs',
    ],
  },
  'src/builder/result.test.ts': {
    may: ['vitest', 'node:fs', '#rules/published.ts', '#exports/flows-csv.ts', '#dataset/example.ts'],
    mayNot: ['#components/X.astro', '#pages/x.ts', 'astro:content'],
  },
  'src/site/loader.ts': {
    may: ['./path.ts', '#dataset/read.ts', '#site/path.ts', 'astro/loaders', 'astro:content', '@astrojs/starlight/route-data', 'node:url'],
    mayNot: ['#rules/x.ts', '#exports/x.ts', '#builder/x.ts', '#components/X.astro', '#pages/x.ts', 'node:fs'],
  },
  'src/site/loader.test.ts': { may: ['node:fs', 'vitest', '#dataset/example.ts'], mayNot: ['#rules/x.ts', '#exports/x.ts'] },
  'src/publish/after-build.ts': {
    may: ['./page-markdown.ts', '#dataset/read.ts', '#exports/index-json.ts', '#site/media-type.ts', 'node:fs', 'parse5'],
    mayNot: ['#rules/x.ts', '#components/X.astro', '#pages/x.ts', '#content/x.ts', 'astro:content'],
  },
  'src/components/FlowCard.astro': {
    may: ['./Chip.astro', '#site/path.ts', '#rules/policy.ts', '@astrojs/starlight/components', 'astro/types'],
    mayNot: ['#dataset/schema.ts', '#exports/x.ts', '#builder/x.ts', '#pages/x.ts', 'node:fs'],
  },
  'src/components/filter.ts': {
    may: ['./state.ts', '#site/words.ts', '#rules/policy.ts'],
    mayNot: ['#dataset/schema.ts', '#exports/x.ts', '#pages/x.ts', 'node:fs'],
  },
  'src/components/filter.test.ts': { may: ['node:fs', 'vitest', '#dataset/example.ts'], mayNot: ['#exports/x.ts', '#pages/x.ts'] },
  'src/pages/ports/[port].astro': {
    may: [
      '#components/FlowCard.astro',
      '#site/path.ts',
      '#rules/policy.ts',
      '#builder/start.ts',
      '#exports/format.ts',
      '@astrojs/starlight/components',
    ],
    mayNot: ['#dataset/schema.ts', '#content/x.ts'],
  },
  'src/pages/api/v1/flows.json.ts': { may: ['#exports/flows-json.ts', '#site/dataset.ts', 'node:crypto'], mayNot: ['#dataset/schema.ts'] },
  'src/content/docs/features/smtp.ts': {
    may: ['#components/In.astro', '#site/x.ts', '#rules/x.ts', '#exports/x.ts'],
    mayNot: ['#dataset/schema.ts', '#pages/x.ts'],
  },
  'src/content.config.ts': { may: ['#site/loader.ts', 'astro:content', '@astrojs/starlight/schema'], mayNot: ['#dataset/read.ts'] },
};

/** Paths that would hide which layer is meant, refused wherever they stand. */
const hidden = ['../dataset/x.ts', '../../site/x.ts', './../exports/x.ts', '../x.ts', '..'];

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'directions-'));
  copyFileSync(join(root, 'biome.json'), join(project, 'biome.json'));
});
afterAll(() => rmSync(project, { recursive: true }));

/** The lines of `code` in which the linter refuses an import, were `code` the text of `file`. */
function refused(file: string, code: string[]): string[] {
  const path = join(project, file);
  mkdirSync(dirname(path), { recursive: true });
  const lines = file.endsWith('.astro') ? ['---', ...code, '---', ''] : [...code, ''];
  writeFileSync(path, lines.join('\n'));
  const words = ['lint', '--only=style/noRestrictedImports', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', file];
  const { stdout } = spawnSync(join(root, 'node_modules', '.bin', 'biome'), words, { cwd: project, encoding: 'utf8' });
  rmSync(path);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { start: { line: number } } }[] };
  return diagnostics.map(({ category, location }) =>
    category === 'lint/style/noRestrictedImports' ? (lines[location.start.line - 1] ?? '') : category,
  );
}

it.each(Object.entries(cases))('%s', (file, { may, mayNot }) => {
  const statement = (name: string) => `import '${name}';`;
  expect(refused(file, [...may, ...mayNot, ...hidden].map(statement))).toEqual([...mayNot, ...hidden].map(statement));
});

it('sees every way to import', () => {
  const ways = [
    `import { x } from '#site/x.ts';`,
    `import type { X } from '#site/x.ts';`,
    `import { type X } from '#site/x.ts';`,
    `export { x } from '#site/x.ts';`,
    `export type { X } from '#site/x.ts';`,
    `export * from '#site/x.ts';`,
    `await import('#site/x.ts');`,
  ];
  expect(refused('src/rules/nftables.ts', ways)).toEqual(ways);
});

/** The linter does not read MDX, so its import lines are linted as a script in its place. */
it('holds the pages in MDX to the same directions', () => {
  const pages = globSync('src/content/**/*.mdx', { cwd: root });
  const wrong = pages.flatMap((page) => {
    const imports = readFileSync(join(root, page), 'utf8').match(/^import .*$/gmu) ?? [];
    return refused(page.replace(/mdx$/u, 'ts'), imports).map((line) => `${page}: ${line}`);
  });
  expect(wrong).toEqual([]);
});
