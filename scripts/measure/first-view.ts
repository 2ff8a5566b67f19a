import type { Browser } from 'playwright-core';

/** What a browser loads to show a page for the first time, until the network is quiet. */
export interface FirstView {
  requests: number;
  /** Bytes as they travel, heads of the answers included. */
  bytes: Record<'html' | 'css' | 'js' | 'fonts' | 'rest' | 'all', number>;
}

const kinds: Record<string, 'html' | 'css' | 'js' | 'fonts'> = { Document: 'html', Stylesheet: 'css', Script: 'js', Font: 'fonts' };

/** Opens `url` with an empty cache and counts what is loaded. */
export async function firstView(browser: Browser, url: string): Promise<FirstView> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const kindOf = new Map<string, string>();
    const view: FirstView = { requests: 0, bytes: { html: 0, css: 0, js: 0, fonts: 0, rest: 0, all: 0 } };
    session.on('Network.responseReceived', ({ requestId, type }) => kindOf.set(requestId, type));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      // What an inlined image or a blob holds has travelled in its page.
      if (encodedDataLength === 0) return;
      view.requests += 1;
      view.bytes[kinds[kindOf.get(requestId) ?? ''] ?? 'rest'] += encodedDataLength;
      view.bytes.all += encodedDataLength;
    });
    await session.send('Network.enable');
    const response = await page.goto(url, { waitUntil: 'networkidle' });
    // Stock Starlight loads its search once the browser has nothing else to do, which on a busy machine comes late.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    await page.waitForTimeout(1000);
    if (!response?.ok()) throw new Error(`${url} answers ${response?.status() ?? 'nothing'}`);
    return view;
  } finally {
    await context.close();
  }
}
