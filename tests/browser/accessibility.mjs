// WCAG 2.2 AA as far as a program can tell: axe over the page, and that it fits a narrow screen.

import axe from 'axe-core';

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds wrong, one readable line for each element. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), levels);
  return found.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${impact}): ${help}\n    ${target.join(' ')}\n    ${failureSummary.replaceAll('\n', '\n    ')}`));
}

/** Fails with every violation on the page. */
export async function assertAccessible(page) {
  const found = await violations(page);
  if (found.length > 0) throw new Error(`${page.url()} breaks WCAG 2.2 AA:\n  ${found.join('\n  ')}`);
}

/** Fails where a page has to be scrolled sideways at this width (WCAG 1.4.10; 320 CSS pixels). */
export async function assertFitsWidth(page, width = 320) {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 640 });
  const { wide, culprits } = await page.evaluate((limit) => ({
    wide: document.documentElement.scrollWidth,
    culprits: [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > limit + 1)
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 120)),
  }), width);
  await page.setViewportSize(before);
  if (wide > width) throw new Error(`${page.url()} is ${wide} px wide on a screen of ${width}:\n  ${culprits.join('\n  ')}`);
}
