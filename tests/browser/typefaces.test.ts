/** The typefaces: a first view loads them cut down to what pages are written in, and what a person types looks the same. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { site } from '../dist/built.ts';
import { visits } from './visit.ts';

const { arrive } = visits();

/** The files of typefaces that a page has asked for, by name without the hash. */
function fontsOf(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'font') asked.push(new URL(request.url()).pathname.replace(/^.*\/|\.[\w-]+\.woff2$/g, ''));
  });
  return asked;
}

const cut = ['atkinson-hyperlegible-mono', 'atkinson-hyperlegible-next'];

it('are loaded once each, cut down, by every page', async () => {
  const page = await arrive();
  const asked = fontsOf(page);
  for (const { path } of site.pages) {
    await page.goto(path);
    await page.evaluate(() => document.fonts.ready);
    expect(asked.splice(0).sort(), path).toEqual(cut);
  }
});

it('have the signs of pages, and those that a person may type come from the whole file', async () => {
  const page = await arrive();
  const asked = fontsOf(page);
  await page.goto('/');
  const widths = await page.evaluate(async () => {
    await document.fonts.ready;
    const context = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    const widthIn = (family: string, text: string) => {
      context.font = `100px ${family}`;
      return context.measureText(text).width;
    };
    const texts = ['Who opens it?', '\u2013\u2014\u2018\u2019\u201c\u201d\u2026', '{[|]}~^0Il1'];
    return texts.map((text) => [widthIn('"Atkinson Hyperlegible Next Variable", serif', text), widthIn('serif', text)]);
  });
  for (const [ours, other] of widths) expect(ours).not.toBe(other);
  asked.length = 0;
  await page.locator('finder-box[data-inline] input').fill('Z\u00fcrich');
  await expect.poll(() => asked).toContain('atkinson-hyperlegible-next-latin-wght-normal');
});
