// Those who look after the demo's organisation, signed in, and what their journeys share.

import { readFile } from 'node:fs/promises';

import { assertFitsWidth } from './accessibility.mjs';
import { oathtool } from './programs.mjs';

/** Signs in somebody whose second step is a code by mail. */
export async function signInByMail(visitor, demo, username) {
  await visitor.signIn(username);
  await visitor.expectPage('answer', 'email');
  await visitor.answerCode(await demo.latestCode({ to: `${username}@demo.example` }));
  await visitor.expectPage('account');
}

/** Signs in somebody whose second step is a code by text message. */
export async function signInByText(visitor, demo, username, number) {
  await visitor.signInUpTo(username, 'sms');
  await visitor.answerCode(await demo.latestCode({ to: number }));
  await visitor.expectPage('account');
}

/** Opens the role card at this place of the order, counted from 1, by the number to jump to. */
export async function openCard(visitor, number) {
  await visitor.go('/admin/roles');
  await visitor.expectPage('role-card');
  const field = visitor.page.locator('main input[name="number"]');
  await field.fill(String(number));
  await Promise.all([visitor.page.waitForNavigation(), field.press('Enter')]);
  await visitor.expectPage('role-card');
}

/** Saves the form of a role card, or asks what it would do. */
export function pressOnCard(visitor, act) {
  return visitor.press(`main form button.button[name="act"][value="${act}"]`);
}

/** Opens the page of somebody, found by what is typed. */
export async function openPerson(visitor, typed) {
  await visitor.go('/admin/users');
  await visitor.expectPage('admin-people');
  await visitor.submit({ q: typed });
  await visitor.press('main tbody a[href^="/admin/users/"]');
  await visitor.expectPage('admin-person');
}

/** Takes away a way of proving that somebody has, by what its row says. */
export async function takeAway(visitor, typed, said) {
  await openPerson(visitor, typed);
  const row = visitor.page.locator('main li', { hasText: said }).locator('[data-action="remove"]').first();
  await Promise.all([visitor.page.waitForNavigation(), row.click()]);
  await visitor.expectPage('admin-confirm');
  await visitor.act('remove');
  await visitor.expectPage('admin-person');
}

/** Proves anew who it is, where the page asks for it. */
export async function proveAnew(visitor, demo, username) {
  if ((await visitor.pageName()) !== 'reauthenticate') return;
  await visitor.givePassword();
  await visitor.expectPage('answer', 'email');
  await visitor.answerCode(await demo.latestCode({ to: `${username}@demo.example` }));
}

/** Signs in somebody who may choose between ways, with a code by mail; what is offered afterwards is not taken. */
export async function signInChoosingMail(visitor, demo, username) {
  await visitor.signInUpTo(username, 'email');
  await visitor.answerCode(await demo.latestCode({ to: `${username}@demo.example` }));
  if ((await visitor.pageName()) === 'trust-device') await visitor.act('dont-trust');
  await visitor.expectPage('account');
}

/** Goes to a support case: by its number, or of the person whom the words find, for whom one is opened where there is none. */
export async function openCase(visitor, typed, { source, reason = 'The telephone is gone.' } = {}) {
  await visitor.go('/admin/recovery');
  await visitor.expectPage('admin-recovery');
  await visitor.submit({ q: typed });
  if ((await visitor.pageName()) === 'admin-recovery-case') return;
  await visitor.press('main ul.list .acts a');
  if ((await visitor.pageName()) === 'admin-recovery-case') return;
  await visitor.expectPage('admin-recovery-new');
  if (source) await visitor.page.locator('select[name="source"]').selectOption(source);
  await visitor.submit({ reason });
  await visitor.expectPage('admin-recovery-case');
}

/** Notes a proof of a support case: `call-back`, `manager`, `in-person`. */
export async function proveCase(visitor, kind, note) {
  const check = visitor.page.locator(`#${kind}`);
  if (note) await check.locator(`[name="note-${kind}"]`).fill(note);
  await visitor.press(`#${kind} form[action$="/proof"] button`);
  await visitor.expectPage('admin-recovery-case');
}

/** Asks for a pass, as a `code` or a `link`; the page that says what happens is passed. */
export async function askForPass(visitor, shape, minutes) {
  await visitor.page.locator('input[name="outcome"][value="pass"]').check();
  await visitor.page.locator('select[name="shape"]').selectOption(shape);
  if (minutes) await visitor.page.locator('select[name="minutes"]').selectOption(String(minutes));
  await visitor.press('form[action$="/choose"] [data-action="continue"]');
  await visitor.expectPage('admin-confirm');
  await visitor.act('remove');
  await visitor.expectPage('admin-recovery-case');
}

/** The link in a message whose path holds these words. */
export function linkTo(message, path) {
  const links = message.body.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const link = links.find((one) => one.includes(path));
  if (!link) throw new Error(`no link to ${path} in: ${message.body}`);
  return link;
}

/** Signs in somebody with the code that their authenticator app shows for a key. */
export async function signInByApp(visitor, demo, username, password, secret) {
  await visitor.signIn(username, password);
  await visitor.expectPage('answer', 'totp');
  await visitor.answerCode(await oathtool(secret, await demo.now()));
  await visitor.expectPage('account');
}

/** Chooses what a file input holds, as a file of this name. */
export function chooseFile(visitor, name, content, mimeType = 'text/csv') {
  const buffer = Buffer.isBuffer(content) ? content : Buffer.from(content);
  return visitor.page.locator('main input[type="file"]').setInputFiles({ name, mimeType, buffer });
}

/** Follows a link to a file, and gives the file's name and text. */
export async function download(visitor, selector) {
  const [file] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.locator(selector).first().click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** The cells of a table for spreadsheets, line by line; quotes may hold the sign and line ends. */
export function cellsOf(table, sign) {
  const lines = [[]];
  const cells = new RegExp(`("(?:[^"]|"")*"|[^"${sign}\\r\\n]*)(${sign}|\\r\\n|$)`, 'g');
  for (const [, cell, end] of table.replace('\ufeff', '').trimEnd().matchAll(cells)) {
    lines.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '') break;
    if (end !== sign) lines.push([]);
  }
  return lines;
}

/** Fails where a page breaks WCAG 2.2 AA, or has to be scrolled sideways on a telephone, a tablet or a desk. Needs JavaScript. */
export async function assertReads(visitor) {
  await visitor.assertAccessible();
  for (const width of [768, 1280]) await assertFitsWidth(visitor.page, width);
}
