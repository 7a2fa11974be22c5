import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export interface Visitor {
  browser: Browser;
  context: BrowserContext;
  page: Page;
}

/** A person's browser: Debian's Chromium, headless, with a profile of its own. As root it runs without its sandbox. */
export async function openBrowser(
  size = { width: 1440, height: 900 },
  { isPhone = false } = {},
): Promise<Visitor> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-quic',
    ],
  });
  const context = await browser.newContext({ viewport: size, isMobile: isPhone, hasTouch: isPhone });
  return { browser, context, page: await context.newPage() };
}
