// What happened, as agnes and bo read it: the log narrowed down, one event opened, a copy taken, and the reading itself on record; the
// first page with its figures; and the report of who is not ready, with letters to them.

import assert from 'node:assert/strict';

import { demoPassword, everyManner, journey } from './harness.mjs';
import { cellsOf, download, openCard, pressOnCard, signInByMail, signInByText } from './administrators.mjs';
import { adminPicture } from './pictures.mjs';

const bosNumber = '+46701740605';
const signOf = (manner) => (manner.language === 'sv' ? ';' : ',');
const rows = (visitor) => visitor.page.locator('main tbody tr');

/** Narrows the log down to these fields alone. */
async function narrow(visitor, fields) {
  await visitor.go('/admin/audit');
  await visitor.expectPage('admin-audit');
  for (const [name, typed] of Object.entries(fields)) {
    const field = visitor.page.locator(`main form[role="search"] [name="${name}"]`);
    await (['kind', 'outcome'].includes(name) ? field.selectOption(typed) : field.fill(typed));
  }
  await visitor.press('main form[role="search"] button');
  await visitor.expectPage('admin-audit');
}

/** Agnes changes the hours of the support; somebody guesses at oskar's password. */
async function thingsHappen(visitor, demo, visit) {
  await signInByMail(visitor, demo, 'agnes');
  await visitor.go('/admin/settings/contact');
  await visitor.submit({ support_hours: '07–16' });
  await visitor.expectPage('admin-settings');
  const guesser = await visit();
  await guesser.signIn('oskar', 'inte hans');
  await guesser.expectPage('password');
}

journey('agnes finds who changed what, sees what was there before, and takes a copy; all of that is on record', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await thingsHappen(visitor, demo, visit);
  await narrow(visitor, { who: 'agnes', kind: 'organisation-changed' });
  assert.equal(await rows(visitor).count(), 1);
  await adminPicture(visitor, manner, 'audit-log');
  await visitor.press('main tbody a[href^="/admin/audit/"]');
  await visitor.expectPage('admin-audit-entry');
  const [changed] = cellsIn(await visitor.page.locator('main tbody tr').allInnerTexts());
  assert.match(changed, /08–17.*07–16/s, 'before and after');
  assert.match(await visitor.text(), /Agnes Åkerlund/);
  assert.match(await visitor.text(), /127\.0\.0\.1/, 'and from where');
  if (manner.javaScript) await visitor.assertAccessible();
  await adminPicture(visitor, manner, 'audit-entry');

  await narrow(visitor, { whom: 'oskar', outcome: 'refused' });
  assert.equal(await rows(visitor).count(), 1, 'the guess at his password');
  await narrow(visitor, { whom: 'oskar', outcome: 'done' });
  const settled = await rows(visitor).count();
  assert.ok(settled >= 1);
  const today = (await demo.now()).toISOString().slice(0, 10);
  await narrow(visitor, { from: today, until: today, who: 'agnes' });
  assert.ok((await rows(visitor).count()) > 1);
  await narrow(visitor, { until: '2020-01-01' });
  assert.equal(await rows(visitor).count(), 0);
  await narrow(visitor, { who: 'nobody at all' });
  assert.notEqual(await visitor.alert(), '');
  assert.equal(await visitor.page.locator('input[name="who"]').inputValue(), 'nobody at all', 'what was typed stands');
  await narrow(visitor, { from: '2026-02-01', until: '2026-01-01' });
  assert.notEqual(await visitor.alert(), '', 'the last day is before the first');
  if (manner.javaScript) await visitor.assertAccessible();

  // A copy holds what the filter leaves, and no more.
  await narrow(visitor, { who: 'agnes', kind: 'organisation-changed' });
  const table = await download(visitor, 'main a[href^="/admin/audit.csv"]');
  const lines = cellsOf(table.text, signOf(manner));
  assert.equal(lines.length, 2);
  assert.ok(lines[1].includes('organisation-changed') && lines[1].includes('agnes'), lines[1].join(' | '));
  assert.ok(lines.flat().every((cell) => !/^[=+@-]/.test(cell)), 'no cell is a formula');
  const json = await download(visitor, 'main a[href^="/admin/audit.jsonl"]');
  const events = json.text.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(events.map(({ kind, actor_username }) => [kind, actor_username]), [['organisation-changed', 'agnes']]);
  assert.match(events[0].details.changes, /08–17 → 07–16/);

  for (const kind of ['audit-read', 'audit-exported']) {
    await narrow(visitor, { who: 'agnes', kind });
    assert.ok((await rows(visitor).count()) >= 1, `${kind} is on record`);
  }
});

const cellsIn = (texts) => texts.map((text) => text.replaceAll('\n', ' '));

journey('the log is verified, and kept for as long as an owner says', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await thingsHappen(visitor, demo, visit);
  await visitor.go('/admin/audit');
  await visitor.press('main a[href="/admin/audit/verify"]');
  await visitor.expectPage('admin-audit-verify');
  await visitor.act('continue');
  await visitor.expectPage('admin-audit-verify');
  assert.equal(await visitor.alert(), '');
  assert.notEqual(await visitor.status(), '', 'nothing in it was touched');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.go('/admin/audit/retention');
  await visitor.expectPage('admin-audit-retention');
  await visitor.submit({ addresses: '6' });
  await visitor.expectPage('admin-audit-retention');
  assert.equal(await visitor.page.locator('input[name="addresses"]').getAttribute('aria-invalid'), 'true');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.submit({ addresses: '30' });
  await visitor.expectPage('admin-audit');
  assert.notEqual(await visitor.status(), '');
  const bo = await visit();
  await signInByText(bo, demo, 'bo', bosNumber);
  assert.equal(await bo.go('/admin/audit'), 200);
  assert.equal(await bo.page.locator('a[href="/admin/audit/retention"]').count(), 0);
  assert.equal(await bo.go('/admin/audit/retention'), 404, 'owners alone decide it');
});

journey('nothing of one organisation stands in the log of another', { manners: everyManner }, async ({ visitor, demo, visit }) => {
  const ours = await visit();
  await thingsHappen(ours, demo, visit);
  await narrow(ours, { who: 'agnes', kind: 'organisation-changed' });
  const event = await ours.page.locator('main tbody a[href^="/admin/audit/"]').getAttribute('href');
  await visitor.signIn('agnes', demoPassword, { organisation: 'grannen' });
  const [letter] = (await demo.outbox({ channel: 'email' })).filter(({ to }) => to.startsWith('agnes@'));
  await visitor.answerCode(await demo.latestCode({ to: letter.to }));
  await visitor.go('/admin/audit');
  await visitor.expectPage('admin-audit');
  assert.doesNotMatch(await visitor.text(), /Oskar|Demobolaget/);
  assert.equal(await visitor.go(event), 404);
  await narrow(visitor, { who: 'agnes', kind: 'organisation-changed' });
  assert.equal(await rows(visitor).count(), 0);
});

/** Looks until the wrong password is counted: what happened is counted when the log is sealed, within seconds. */
async function counted(visitor) {
  const until = Date.now() + 20_000;
  do {
    await narrow(visitor, { whom: 'oskar', outcome: 'refused' });
    await visitor.press('main tbody a[href^="/admin/audit/"]');
    if (/(sigill|seal) \d+/.test(await visitor.text())) return;
  } while (Date.now() < until);
  throw new Error('the wrong password is not sealed');
}

journey('the first page says what to do first, and its figures are tables too', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await thingsHappen(visitor, demo, visit);
  await counted(visitor);
  await visitor.go('/admin/');
  await visitor.expectPage('admin');
  const matters = visitor.page.locator('section[aria-labelledby="matters"] li');
  assert.equal(await matters.count(), 1, 'there is no second owner');
  for (const [at, figure] of (await visitor.page.locator('main figure').all()).entries()) {
    assert.equal(await figure.locator('svg[role="img"]').first().isVisible(), true);
    await figure.locator('summary').click();
    assert.ok((await figure.locator('tbody tr').count()) >= 2, `figure ${at} has its table`);
  }
  assert.equal(await visitor.page.locator('main figure').count(), 4);
  if (manner.javaScript) await visitor.assertAccessible();
  const logins = await download(visitor, 'main a[href="/admin/figures/logins.csv"]');
  const hours = cellsOf(logins.text, signOf(manner)).slice(1).map((line) => line.slice(1).map(Number));
  const sums = [0, 1, 2].map((column) => hours.reduce((sum, line) => sum + line[column], 0));
  assert.deepEqual(sums, [1, 1, 0], 'a login and a wrong password');
  await visitor.go('/admin/');
  await adminPicture(visitor, manner, 'home');

  // The lines lead to where a thing is mended.
  await visitor.press('section[aria-labelledby="matters"] li a');
  assert.notEqual(await visitor.pageName(), 'admin');
  // Bo sees only what he may mend: he makes nobody an owner.
  const bo = await visit();
  await signInByText(bo, demo, 'bo', bosNumber);
  await bo.go('/admin/');
  assert.equal(await bo.page.locator('section[aria-labelledby="areas"] a[href="/admin/credentials"]').count(), 0);
});

journey('agnes writes to everybody who is not ready, once she has seen the letter', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await signInByMail(visitor, demo, 'agnes');
  await openCard(visitor, 4);
  await visitor.page.locator('input[name="two_step"]').check();
  await visitor.page.locator('input[name="grace_days"]').fill('14');
  await pressOnCard(visitor, 'save');
  await visitor.press('main button[value="report"]');
  await visitor.expectPage('admin-readiness');
  assert.match(await visitor.text(), /Oskar Lind/);
  await adminPicture(visitor, manner, 'readiness');
  const table = await download(visitor, 'main a[download]');
  const lines = cellsOf(table.text, signOf(manner));
  const oskars = lines.filter((line) => line.includes('oskar'));
  assert.equal(oskars.length, 1);
  assert.ok(oskars[0].filter(Boolean).length >= 4, `with the reason and the fix: ${oskars[0].join(' | ')}`);

  const before = (await demo.outbox({ to: 'oskar@demo.example' })).length;
  await visitor.press('main a[href*="/letters"]');
  await visitor.expectPage('admin-readiness-letters');
  if (manner.javaScript) await visitor.assertAccessible();
  await adminPicture(visitor, manner, 'readiness-letters');
  assert.equal((await demo.outbox({ to: 'oskar@demo.example' })).length, before, 'looking sends nothing');
  await visitor.press('main form button');
  await visitor.expectPage('admin-readiness');
  assert.notEqual(await visitor.status(), '');
});
