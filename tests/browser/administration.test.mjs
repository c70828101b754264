// The administration, as those who look after an organisation's messages use it: with and without JavaScript, on narrow and wide screens.

import assert from 'node:assert/strict';

import { assertFitsWidth } from './accessibility.mjs';
import { everyLook, everyManner, journey } from './harness.mjs';

/** Signs in as the owner, whose second step is a code by mail. */
async function signInAsOwner(visitor, demo) {
  await visitor.signIn('agnes');
  await visitor.expectPage('answer', 'email');
  await visitor.answerCode(await demo.latestCode({ to: 'agnes@demo.example' }));
  await visitor.expectPage('account');
}

journey('agnes looks after the messages', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await signInAsOwner(visitor, demo);
  await visitor.page.click('a[href="/admin/"]');
  await visitor.expectPage('admin');
  await visitor.page.click('a.choice[href="/admin/messages"]');
  await visitor.expectPage('admin-messages');

  // A text of one's own: what would lose the code is refused, what fits is shown as it goes out.
  const text = `/admin/messages/texts/prove-${manner.language}`;
  await visitor.go(text);
  await visitor.expectPage('admin-wording');
  await visitor.submit({ text: 'Hej på dig' });
  await visitor.expectPage('admin-wording');
  assert.notEqual(await visitor.alert(), '');
  await visitor.page.fill('#text', '{code} öppnar {organisation} [i {minutes} min].');
  if (manner.javaScript) {
    const live = await visitor.page.textContent('#live-text');
    assert.match(live, /^123456 öppnar .*\n\n@localhost #123456$/);
  }
  await visitor.page.click('button[value="check"]');
  const finished = await visitor.page.textContent('#live-text');
  assert.match(finished, /^123456 öppnar .*\[i 5 min\]\.\n\n@localhost #123456$/);
  if (manner.javaScript) {
    // What is counted while typing is what the server counts.
    const numbers = async () => (await visitor.page.textContent('#live-size')).match(/\d+/g);
    const [units] = await numbers();
    await visitor.page.fill('#text', '{code} öppnar {organisation} [i {minutes} min]. ');
    const [, typed] = await numbers();
    assert.equal(typed, units);
  }
  await visitor.go(text);
  await visitor.submit({ text: '{code} öppnar {organisation} [i {minutes} min].' });
  await visitor.expectPage('admin-messages');
  assert.notEqual(await visitor.status(), '');

  // A test message goes the way of every other, and the log keeps neither its text nor the whole number.
  await visitor.go('/admin/messages/test');
  await visitor.submit({ number: '08-465 004 00' });
  await visitor.expectPage('admin-test');
  assert.notEqual(await visitor.alert(), '');
  await visitor.submit({ number: '070-174 06 09' });
  await visitor.expectPage('admin-test');
  assert.notEqual(await visitor.status(), '');
  const sent = await demo.latestMessage({ to: '+46701740609', channel: 'sms' });
  await visitor.go('/admin/deliveries?channel=sms');
  await visitor.expectPage('admin-deliveries');
  const log = await visitor.text();
  assert.ok(log.includes('+46 •• ••• •• 09') && !log.includes(sent.body), log);
});

journey('a gateway is added, put first, switched off and removed', { manners: everyManner }, async ({ visitor, demo }) => {
  await signInAsOwner(visitor, demo);
  await visitor.go('/admin/messages/gateways/add');
  await visitor.expectPage('admin-gateway-kinds');
  await visitor.go('/admin/messages/gateways/add/46elks');
  await visitor.expectPage('admin-gateway');
  // An address that is none of a gateway's: nobody is called while this is tried.
  await visitor.submit({ name: 'Malmö', 'setting-username': 'u1', 'setting-password': 'hemligt', 'setting-endpoint': 'ingen adress' });
  await visitor.expectPage('admin-gateway');
  assert.notEqual(await visitor.alert(), '');
  assert.equal(await visitor.page.inputValue('[name="name"]'), 'Malmö');
  assert.equal(await visitor.page.inputValue('[name="setting-password"]'), '', 'a secret is never shown again');
  await visitor.submit({ 'setting-password': 'hemligt', 'setting-endpoint': 'http://127.0.0.1:9' });
  await visitor.expectPage('admin-messages');
  const names = async () => visitor.page.locator('.gateway strong').allTextContents();
  assert.deepEqual((await names()).at(-1), 'Malmö');
  await visitor.page.locator('.gateway', { hasText: 'Malmö' }).locator('button[value="up"]').click();
  await visitor.expectPage('admin-messages');
  assert.deepEqual((await names())[0], 'Malmö');
  await visitor.page.locator('.gateway', { hasText: 'Malmö' }).locator('button[value="off"]').click();
  await visitor.expectPage('admin-messages');
  assert.equal(await visitor.page.locator('.gateway', { hasText: 'Malmö' }).locator('.tag.off').count(), 1);
  await visitor.page.locator('.gateway', { hasText: 'Malmö' }).locator('[data-action="remove"]').click();
  await visitor.expectPage('admin-confirm');
  await visitor.act('remove');
  await visitor.expectPage('admin-messages');
  assert.ok(!(await names()).includes('Malmö'));
});

journey('every page of the administration is accessible and fits a narrow screen', { manners: everyLook }, async ({ visitor, demo }) => {
  await signInAsOwner(visitor, demo);
  const pages = ['/admin/', '/admin/messages', '/admin/messages/gateways/add', '/admin/messages/gateways/add/46elks',
    '/admin/messages/gateways/add/generic', '/admin/messages/sending', '/admin/messages/limits', '/admin/messages/prices',
    '/admin/messages/texts/prove-sv', '/admin/messages/test', '/admin/deliveries'];
  for (const page of pages) {
    assert.equal(await visitor.go(page), 200, page);
    await visitor.assertAccessible();
    await assertFitsWidth(visitor.page);
  }
  await visitor.go('/admin/messages/prices');
  await visitor.submit({ low_mark_days: '400' });
  await visitor.expectPage('admin-prices');
  await visitor.assertAccessible();
});
