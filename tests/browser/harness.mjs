// Journeys: a person, a browser and a demo of their own, in every manner that matters. A journey fails on its own assertions and on
// anything that went wrong behind the pages (see watch.mjs); it leaves a picture of where it failed.

import { after, test } from 'node:test';

import { chromium } from 'playwright-core';

import { Demo } from './demo.mjs';
import { Visitor } from './visitor.mjs';

export { codeIn, Demo, demoPassword, linkIn, oskarsPassword } from './demo.mjs';
export { oathtool, zbarimg } from './programs.mjs';
export { Visitor } from './visitor.mjs';

/** Both languages, with and without JavaScript. */
export const everyManner = [
  { language: 'sv', javaScript: true },
  { language: 'en', javaScript: true },
  { language: 'sv', javaScript: false },
  { language: 'en', javaScript: false },
];
/** Both languages and both colour schemes, with JavaScript: for looking at pages. */
export const everyLook = [
  { language: 'sv', scheme: 'light' },
  { language: 'sv', scheme: 'dark' },
  { language: 'en', scheme: 'light' },
  { language: 'en', scheme: 'dark' },
];
const journeyWithin = 180_000;

let running;
/** The one browser of this process, started at the first call. */
export function browser() {
  running ??= chromium.launch({
    executablePath: process.env.TVASTEG_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    // Without the last ones the browser calls its maker at every start.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  });
  return running;
}
after(async () => (await running)?.close());

/** How a manner is called in the report. */
export function nameOf({ language = 'sv', javaScript = true, scheme = 'light', width }) {
  const parts = [language, javaScript ? 'with JavaScript' : 'without JavaScript', scheme, width && `${width} px`];
  return parts.filter(Boolean).join(', ');
}

/**
 * A test of one journey, once in each manner: `journey("name", { manners: everyManner }, async ({ visitor, demo, visit, manner }) => …)`.
 * `visit(options)` brings a second person; everyone's pages are watched.
 */
export function journey(name, { manners = [{}], args } = {}, travel) {
  test(name, { timeout: journeyWithin * manners.length }, async (outer) => {
    for (const manner of manners) {
      await outer.test(nameOf(manner), { timeout: journeyWithin }, () => once(name, manner, args, travel));
    }
  });
}

async function once(name, manner, args, travel) {
  const demo = await Demo.start({ args });
  const visitors = [];
  const visit = async (options = {}) => {
    const visitor = await Visitor.open(await browser(), demo.origin, { ...manner, ...options });
    visitors.push(visitor);
    return visitor;
  };
  try {
    await travel({ visitor: await visit(), demo, visit, manner });
    for (const visitor of visitors) visitor.assertNoFaults();
  } catch (fault) {
    const failed = `failed ${name} ${nameOf(manner)}`;
    const pictures = await Promise.allSettled(visitors.map((visitor, at) => visitor.screenshot(`${failed} ${at + 1}`)));
    const where = visitors.map((visitor, at) => `${visitor.page.url()} (picture: ${pictures[at].value ?? 'none'})`);
    const behind = visitors.flatMap((visitor) => visitor.faults);
    throw new Error([fault.message, ...where, ...behind].join('\n  at '), { cause: fault });
  } finally {
    await Promise.allSettled(visitors.map((visitor) => visitor.close()));
    await demo.stop();
  }
}
