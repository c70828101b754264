// The pictures of the beginners' guides: taken by the journeys, so that they show the pages as they are.
// `TVASTEG_PICTURES=1 node --test journeys.test.mjs` writes them into docs/user/pictures.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../docs/user/pictures', import.meta.url));

/** Takes the picture `name` of the page, in one manner for each language. */
export async function picture(visitor, manner, name) {
  if (!process.env.TVASTEG_PICTURES || manner.javaScript === false) return;
  mkdirSync(folder, { recursive: true });
  const before = visitor.page.viewportSize();
  await visitor.page.setViewportSize({ width: 640, height: 480 });
  await visitor.page.screenshot({ path: `${folder}/${manner.language}-${name}.png`, fullPage: true, animations: 'disabled' });
  await visitor.page.setViewportSize(before);
}
