import { describe, expect, it } from 'vitest';
import type { Platform } from '#rules/platform.ts';
import { readLoaders, readPlatforms } from './catalogue.ts';
import { faultTrials } from './faults.ts';
import { inLab } from './lab/lab.ts';
import { lacking, needsWords } from './lacking.ts';
import { labNeeds, prove } from './packets.ts';
import type { Verdict } from './trial.ts';

const platforms = await readPlatforms();
const loaders = await readLoaders();

const minutes = (count: number) => count * 60_000;

describe.concurrent.each(loaders)('$engine, for $platform', (loader) => {
  const platform = platforms.find(({ id }) => id === loader.platform) as Platform;
  const trials = faultTrials(platform, loader);
  const missing = lacking(labNeeds, loader);

  it('has at least ten faults to find', () => {
    expect(trials.faults.length + trials.texts.length).toBeGreaterThanOrEqual(15);
  });

  it.skipIf(missing.length > 0)(
    `finds each fault, and none where there is none${needsWords(missing)}`,
    async () => {
      await inLab(async (lab) => {
        expect((await prove(lab, trials.sound)).failures).toEqual([]);

        const spoiled = await prove(lab, trials.spoiled);
        const found = trials.faults.flatMap(({ id, signs }) =>
          signs.filter((sign) => failuresOf(spoiled, id).some((failure) => sign.test(failure))),
        );
        expect(found).toEqual(trials.faults.flatMap(({ signs }) => signs));
        // Every failure is told of the flow whose fault it is.
        expect(spoiled.failures).toHaveLength(trials.faults.reduce((sum, { id }) => sum + failuresOf(spoiled, id).length, 0));

        for (const { fault, trial } of trials.texts) {
          const verdict = await prove(lab, trial);
          expect({ fault: fault.id, found: verdict.failures.some((failure) => fault.sign.test(failure)) }).toEqual({
            fault: fault.id,
            found: true,
          });
        }
      });
    },
    minutes(4),
  );
});

/** Failures that are about the flow of a fault, or its twin. */
const failuresOf = ({ failures }: Verdict, id: string): string[] =>
  failures.filter((failure) => [id, `${id}-twin`].some((flow) => new RegExp(` ${flow}[,:] `).test(failure)));
