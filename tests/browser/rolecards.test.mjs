// Role cards, as the owner and an administrator of the demo's organisation go through them (E2, E5, E6): turning them over, what a card
// does before it is saved, the report of who would be kept out, and two people with one card.

import assert from 'node:assert/strict';

import { everyManner, journey, oskarsPassword } from './harness.mjs';
import { openCard, pressOnCard, signInByMail, signInByText } from './administrators.mjs';
import { adminPicture } from './pictures.mjs';

const customer = 4;
const cards = ['Owner', 'Administrator', 'Accounting', 'Customer', 'Panel', 'Integration', 'Support agent'];
const name = (visitor) => visitor.page.locator('input[name="name"]').inputValue();

journey('e2 agnes turns the role cards over: first, next, previous, last, and a number to jump to', { manners: everyManner }, async ({ visitor, demo }) => {
  await signInByMail(visitor, demo, 'agnes');
  await visitor.go('/admin/roles');
  await visitor.expectPage('role-card');
  for (const [at, card] of cards.entries()) {
    assert.equal(await name(visitor), card);
    assert.equal(await visitor.page.locator('main input[name="number"]').inputValue(), String(at + 1));
    if (at + 1 < cards.length) await visitor.act('next');
  }
  await visitor.act('previous');
  assert.equal(await name(visitor), 'Integration');
  await visitor.act('first');
  assert.equal(await name(visitor), 'Owner');
  await visitor.act('last');
  assert.equal(await name(visitor), 'Support agent');
  await openCard(visitor, customer);
  assert.equal(await name(visitor), 'Customer');
});

journey('e2 what a card cannot be is said beside its field, and nothing that was typed is lost', { manners: everyManner }, async ({ visitor, demo }) => {
  await signInByMail(visitor, demo, 'agnes');
  await openCard(visitor, 5);
  for (const days of ['-1', '366', '14 dagar', '1e2']) {
    await visitor.page.locator('input[name="trusted_days"]').fill(days);
    await pressOnCard(visitor, 'save');
    await visitor.expectPage('role-card');
    assert.notEqual(await visitor.alert(), '', days);
    assert.equal(await visitor.page.locator('input[name="trusted_days"]').inputValue(), days);
    assert.equal(await visitor.page.locator('input[name="trusted_days"]').getAttribute('aria-invalid'), 'true', days);
  }
  await visitor.page.locator('input[name="trusted_days"]').fill('14');
  for (const wrong of ['x'.repeat(10_000), 'Panel\u202egnal']) {
    await visitor.page.locator('input[name="name"]').fill(wrong);
    await pressOnCard(visitor, 'save');
    await visitor.expectPage('role-card');
    assert.notEqual(await visitor.alert(), '', wrong.slice(0, 20));
  }
  await openCard(visitor, 5);
  assert.equal(await name(visitor), 'Panel', 'nothing was saved');
});

journey('e5 agnes switches two-step on for the customers: sees who, mends what keeps them out, and oskar has days left', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await signInByMail(visitor, demo, 'agnes');
  await openCard(visitor, customer);
  const panel = () => visitor.page.locator('main section[aria-labelledby="effect-heading"]').innerText();

  // A card that nobody could meet: the effect says so, and saving asks for the card's name.
  await visitor.page.locator('input[name="two_step"]').check();
  await visitor.page.locator('select[name="minimum"]').selectOption('phr');
  await visitor.page.locator('input[name="factor-passkey"]').uncheck();
  await pressOnCard(visitor, 'effect');
  await visitor.expectPage('role-card');
  assert.equal(await visitor.page.locator('select[name="minimum"]').inputValue(), 'phr', 'what was typed stands');
  assert.match(await panel(), /1/);
  await adminPicture(visitor, manner, 'role-card');
  await pressOnCard(visitor, 'save');
  await visitor.expectPage('role-card');
  assert.notEqual(await visitor.alert(), '', 'nobody is locked out by one press of a button');
  const confirm = visitor.page.locator('input[name="confirm"]');
  assert.equal(await confirm.count(), 1);

  // The report names oskar and why.
  await visitor.press('main button[value="report"]');
  await visitor.expectPage('admin-readiness');
  assert.match(await visitor.text(), /Oskar Lind/);
  if (manner.javaScript) await visitor.assertAccessible();

  // Mended: any factor will do, and there are nine days.
  await openCard(visitor, customer);
  await visitor.page.locator('input[name="two_step"]').check();
  await visitor.page.locator('input[name="trusted_days"]').fill('14');
  await visitor.page.locator('input[name="grace_days"]').fill('9');
  await pressOnCard(visitor, 'save');
  await visitor.expectPage('role-card');
  assert.match(visitor.page.url(), /done=/);

  const oskar = await visit();
  await oskar.signIn('oskar', oskarsPassword);
  await oskar.expectPage('enrol-choose');
  assert.match(await oskar.text(), /9/);
  await oskar.act('later');
  await oskar.expectPage('account');
  // Neither another login nor another save of the card renews it.
  await demo.advance(86_400 * 4);
  const again = await visit();
  await again.signIn('oskar', oskarsPassword);
  await again.expectPage('enrol-choose');
  assert.match(await again.text(), /5/);
  await demo.advance(86_400 * 5 + 60);
  const late = await visit();
  await late.signIn('oskar', oskarsPassword);
  await late.expectPage('enrol-choose');
  assert.equal(await late.offers({ action: 'later' }), false, 'the day has come');
});

journey('e2 of two who change one card the later is told, and loses nothing', { manners: everyManner }, async ({ visitor, demo }) => {
  await signInByMail(visitor, demo, 'agnes');
  await openCard(visitor, 5);
  const other = await visitor.openTab();
  await openCard(other, 5);
  await other.page.locator('input[name="trusted_days"]').fill('7');
  await pressOnCard(other, 'save');
  assert.match(other.page.url(), /done=/);
  await visitor.page.locator('input[name="name"]').fill('Panelen');
  await pressOnCard(visitor, 'save');
  await visitor.expectPage('role-card');
  assert.notEqual(await visitor.alert(), '');
  assert.equal(await name(visitor), 'Panelen', 'what was typed is still here');
  assert.match(await visitor.text(), /7/, 'and what the other one saved is beside it');
  await pressOnCard(visitor, 'save');
  assert.match(visitor.page.url(), /done=/);
  assert.equal(await name(visitor), 'Panelen');
});

journey('e6 bo cannot change a card that only owners assign, and gives nobody what is the owner\'s to give', { manners: everyManner }, async ({ visitor, demo }) => {
  await signInByText(visitor, demo, 'bo', '+46701740605');
  await openCard(visitor, 2);
  assert.equal(await visitor.page.locator('button.button[name="act"][value="save"]').count(), 0, 'the card is shown, and not to be saved');
  await openCard(visitor, customer);
  await visitor.page.locator('input[name="permission-tvasteg.support"]').check();
  await pressOnCard(visitor, 'save');
  await visitor.expectPage('role-card');
  assert.notEqual(await visitor.alert(), '', 'nobody gives a right that they do not have');
  await openCard(visitor, customer);
  assert.equal(await visitor.page.locator('input[name="permission-tvasteg.support"]').isChecked(), false, 'nothing was saved');
});
