/** The typefaces: before a build they are cut down to what pages use, since they are most of what a first view loads. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AstroIntegration } from 'astro';
import subsetFont from 'subset-font';

/** Families as Fontsource packs them, and the weights that style sheets use. */
const families = [
  { name: 'Atkinson Hyperlegible Next Variable', id: 'atkinson-hyperlegible-next', weights: { min: 400, max: 750 } },
  { name: 'Atkinson Hyperlegible Mono Variable', id: 'atkinson-hyperlegible-mono', weights: { min: 400, max: 700 } },
] as const;

type Family = (typeof families)[number];

/** First and last of the characters that a page is written in: printable ASCII, and the marks that the gate lets pass. */
const written: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0xa0],
  [0x2013, 0x2014],
  [0x2018, 0x2019],
  [0x201c, 0x201d],
  [0x2026, 0x2026],
];

/** The style sheet that `typefaces` writes, below the root of the project. */
export const typefacesSheet = './.astro/integrations/portcullis-typefaces/typefaces.css';

/** The integration that Astro runs. A character that a person types and no page is written in still comes from the whole files. */
export function typefaces(): AstroIntegration {
  return {
    name: 'portcullis-typefaces',
    hooks: {
      'astro:config:setup': async ({ config, createCodegenDir }) => {
        const folder = createCodegenDir();
        const { resolve } = createRequire(new URL('package.json', config.root));
        const sheets = families.map(async (family) => {
          const file = (set: string) => `@fontsource-variable/${family.id}/files/${family.id}-${set}-wght-normal.woff2`;
          const ranges: Record<string, string> = JSON.parse(
            await readFile(resolve(`@fontsource-variable/${family.id}/unicode.json`), 'utf8'),
          );
          await mkdir(folder, { recursive: true });
          await writeFile(new URL(`${family.id}.woff2`, folder), await cut(await readFile(resolve(file('latin'))), family));
          // Of two faces that have a character, a browser takes the later one.
          return [
            ...Object.entries(ranges).map(([set, range]) => faceRule(family, file(set), range)),
            faceRule(family, `./${family.id}.woff2`, written.map(rangeText).join(',')),
          ].join('');
        });
        await writeFile(new URL('typefaces.css', folder), (await Promise.all(sheets)).join(''));
      },
    },
  };
}

function cut(font: Buffer, { weights }: Family): Promise<Buffer> {
  const characters = written.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
  return subsetFont(font, String.fromCodePoint(...characters), { targetFormat: 'woff2', variationAxes: { wght: weights } });
}

const faceRule = ({ name, weights }: Family, file: string, range: string): string => `@font-face {
  font-family: '${name}';
  font-display: swap;
  font-weight: ${weights.min} ${weights.max};
  src: url('${file}') format('woff2');
  unicode-range: ${range};
}
`;

const rangeText = ([first, last]: readonly [number, number]): string =>
  `U+${first.toString(16)}${last === first ? '' : `-${last.toString(16)}`}`;
