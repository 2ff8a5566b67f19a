import type { Check } from '#dataset/check.ts';
import { idPattern } from '#dataset/id-pattern.ts';

/** The name of a file is the id of its record: addresses of pages and links to sources are made from it. */
export const check = {
  name: 'file-names',
  description: 'A feature file is named in kebab-case, a release file after its release.',
  needs: [],
  check: ({ features, releases, at }) => [
    ...features
      .filter(({ id }) => !idPattern.test(id))
      .map((feature) => ({
        ...at(feature),
        message: `"${feature.id}" cannot be the id of a feature: name the file in lower-case words joined by hyphens`,
      })),
    ...releases.flatMap((release) => {
      const { file } = at(release);
      const name = `${release.release}.yaml`;
      return file.endsWith(`/${name}`)
        ? []
        : [
            {
              ...at(release, 'release'),
              message: `release ${release.release} stands in ${file}: name the file ${name}, or correct the number`,
            },
          ];
    }),
  ],
} satisfies Check;
