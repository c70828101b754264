// The pictures of the guides: taken by the journeys, so that they show the pages as they are.
// `TVASTEG_PICTURES=1 node --test` writes them: a visitor's into docs/user/pictures, an administrator's into docs/admin/pictures.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folderOf = (reader) => fileURLToPath(new URL(`../../docs/${reader}/pictures`, import.meta.url));

/** Takes the picture `name` of the page for the guide of people who only sign in, in one manner for each language. */
export const picture = (visitor, manner, name) => taken(visitor, manner, name, 'user', { width: 640, height: 480 });

/** The same for the guide of whoever administers: wider, for the pages are. Of a long page `top` takes so many pixels alone. */
export const adminPicture = (visitor, manner, name, { top } = {}) => taken(visitor, manner, name, 'admin', { width: 1024, height: top ?? 640 }, top);

async function taken(visitor, manner, name, reader, size, top) {
  if (!process.env.TVASTEG_PICTURES || manner.javaScript === false) return;
  const folder = folderOf(reader);
  mkdirSync(folder, { recursive: true });
  const before = visitor.page.viewportSize();
  await visitor.page.setViewportSize(size);
  await visitor.page.screenshot({ path: `${folder}/${manner.language}-${name}.png`, fullPage: top === undefined, animations: 'disabled' });
  await visitor.page.setViewportSize(before);
}
