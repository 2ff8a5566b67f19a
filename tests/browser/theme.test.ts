/** The chosen theme stays, and nothing is told by colour alone. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { samples } from './kinds.ts';
import { shownText, visits } from './visit.ts';

const { arrive, visit } = visits();

it.each([
  ['light', 'dark'],
  ['dark', 'light'],
] as const)('on a %s screen keeps the %s theme over links and a reload, from before anything is drawn', async (colorScheme, chosen) => {
  const page = await visit('/ports/', {
    colorScheme,
    // What the theme is at the moment that there is something to draw.
    before: () => {
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        observer.disconnect();
        Object.assign(window, { themeAtFirst: document.documentElement.dataset.theme });
      }).observe(document, { childList: true, subtree: true });
    },
  });
  const themes = () =>
    page.evaluate(() => [(window as unknown as { themeAtFirst: string }).themeAtFirst, document.documentElement.dataset.theme]);
  expect(await themes()).toEqual([colorScheme, colorScheme]);
  await page.getByRole('banner').getByLabel('Select theme').selectOption(chosen);
  expect(await themes()).toEqual([colorScheme, chosen]);
  for (const [name, path] of [
    ['Downloads', '/downloads/'],
    ['Glossary', '/glossary/'],
    ['Host names', '/hosts/'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
    await page.waitForURL(`**${path}`);
    expect(await themes()).toEqual([chosen, chosen]);
  }
  await page.reload();
  expect(await themes()).toEqual([chosen, chosen]);
});

it('says direction, status and departure in words', async () => {
  const page = await visit('/ports/?release=6.3.0');
  const rows = await page.locator('tr[data-flow]:visible').all();
  const texts = await Promise.all(rows.map((row) => shownText(row)));
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) expect(text).toMatch(/\b(inbound|outbound)\b/);
});

it('has other words wherever a mark has another colour', async () => {
  const page = await arrive();
  const looks = new Map<string, Set<string>>();
  for (const path of samples) {
    await page.goto(`${path}?release=6.3.0`);
    const marks = await page.locator('main :is(.mark, .direction:not([aria-hidden])):visible').evaluateAll((elements) =>
      elements.map((element) => {
        const { color, backgroundColor } = getComputedStyle(element);
        return { words: element.textContent.trim(), look: `${color} on ${backgroundColor}` };
      }),
    );
    for (const { words, look } of marks) looks.set(words, (looks.get(words) ?? new Set()).add(look));
  }
  expect([...looks.keys()]).toEqual(expect.arrayContaining(['inbound', 'outbound', 'carried', 'unresolved', 'differs from print']));
  expect([...looks].filter(([words, { size }]) => words === '' || size > 1)).toEqual([]);
});

describe('in forced colours', () => {
  it('the chosen tab alone has a line below it', async () => {
    const page = await visit('/features/backup/', { forcedColors: 'active' });
    const linesOf = (chosen: boolean) =>
      page.getByRole('tab', { selected: chosen }).evaluateAll((tabs) => tabs.map((tab) => getComputedStyle(tab).borderBottomWidth));
    expect(await linesOf(true)).toEqual(['3px']);
    expect(new Set(await linesOf(false))).toEqual(new Set(['0px']));
  });

  it.each(samples)('%s shows no line that is transparent in other colours', async (path) => {
    const page = await visit(path);
    onTestFinished(() => page.emulateMedia({ forcedColors: null }));
    const sides = ['Top', 'Right', 'Bottom', 'Left'] as const;
    const clear = await page.evaluateHandle(
      (names) =>
        [...document.querySelectorAll('body *')].flatMap((element) => {
          const style = getComputedStyle(element);
          return names
            .filter((side) => style[`border${side}Width`] !== '0px' && /^rgba\(.*, 0\)$/.test(style[`border${side}Color`]))
            .map((side) => ({ element, side }));
        }),
      sides,
    );
    await page.emulateMedia({ forcedColors: 'active' });
    const shown = await clear.evaluate((lines) =>
      lines
        .filter(({ element, side }) => element.checkVisibility() && getComputedStyle(element)[`border${side}Width`] !== '0px')
        .map(({ element, side }) => `${side}: ${element.outerHTML.slice(0, 120)}`),
    );
    expect(shown).toEqual([]);
  });
});
