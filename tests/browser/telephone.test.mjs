// Codes by text message and by telephone call, as the people of the demo meet them: at the login, when a number is added, when nothing comes.

import assert from 'node:assert/strict';

import { takeAway } from './administrators.mjs';
import { codeIn, everyManner, journey, oskarsPassword } from './harness.mjs';

const bosNumber = '+46701740605';
const wilmasNumber = '+46701740606';
/** What a page may show of a number: its country and its last two digits. */
const masked = { bo: /\+46 •• ••• •• 05/, wilma: /\+46 •• ••• •• 06/ };
const support = { email: 'support@demo.example', phone: '08-465 004 00' };

/** Fails unless the text names the clock time so many seconds after a moment, as pages in the language write it; the zone is this machine's. */
function assertNames(text, at, seconds, language) {
  const shown = new Date(new Date(at).getTime() + seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const time = language === 'sv' ? shown.replace(':', '.') : shown;
  assert.ok(text.includes(time), `no ${time} in:\n${text}`);
}

/** Somebody with two-step switched off begins to add a way; the recovery codes come first. */
async function beginAdding(visitor, kind) {
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('account');
  await visitor.go('/account/security/add');
  await visitor.chooseFactor(kind);
  await visitor.expectPage('recovery-codes', 'recovery_codes');
  await visitor.answerCode((await visitor.readRecoveryCodes())[0]);
  await visitor.expectPage('enrol', kind);
}

async function signOut(visitor) {
  await visitor.go('/account/security');
  await visitor.act('sign-out');
}

journey('bo types the code of a text message, asks for another, and is told what to do when none comes', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await visitor.signInUpTo('bo', 'sms');

  // K3: the number masked, until when the code is valid, and nowhere the number itself.
  const page = await visitor.text();
  assert.match(page, masked.bo);
  assert.doesNotMatch(await visitor.page.content(), /1740605|174 06 05/);
  const first = await demo.latestMessage({ to: bosNumber, channel: 'sms' });
  assertNames(page, first.at, 300, manner.language);

  // The message: the code first, the organisation, and the last line that binds it to this address.
  assert.match(first.body, /^\d{6} /);
  assert.match(first.body, /Demobolaget/);
  assert.ok(first.body.endsWith(`\n\n@localhost #${codeIn(first)}`), first.body);
  assert.ok(first.body.length <= 160, 'one part');
  assert.equal(first.body.includes('din kod'), manner.language === 'sv');

  // A new one not at once: the page says from when, never a minute that the clock shows already, and nothing is sent before.
  assert.equal(await visitor.page.locator('[data-action="resend"]').isDisabled(), manner.javaScript);
  if (!manner.javaScript) {
    await visitor.resend();
    await visitor.expectPage('answer', 'sms');
    assertNames(await visitor.alert(), first.at, 30 + 59.999, manner.language);
    assert.equal((await demo.outbox({ to: bosNumber })).length, 1);
  }
  for (const [wait, sent] of [[30, 1], [60, 2]]) {
    await demo.advance(wait - 20);
    if (!manner.javaScript) await visitor.resend();
    assert.equal((await demo.outbox({ to: bosNumber })).length, sent, `none within ${wait} seconds`);
    await demo.advance(20 + wait / 2);
    await visitor.resend();
    await visitor.expectPage('answer', 'sms');
    assert.notEqual(await visitor.status(), '');
    assert.equal((await demo.outbox({ to: bosNumber })).length, sent + 1);
  }

  // The code before the newest is explained as replaced, not as wrong.
  const newest = await demo.latestMessage({ to: bosNumber });
  if (codeIn(first) !== codeIn(newest)) {
    await visitor.answerCode(codeIn(first));
    await visitor.expectPage('answer', 'sms');
    assert.match(await visitor.alert(), manner.language === 'sv' ? /ersatts/ : /replaced/);
  }

  // K4: what to look for, and who to ask by e-mail and telephone.
  await visitor.unfold();
  const help = await visitor.page.locator('main details').first().innerText();
  assert.ok(help.includes(support.email) && help.includes(support.phone), help);
  assert.match(help, manner.language === 'sv' ? /blockerad/ : /blocked/);
  assert.equal(await visitor.page.locator('main details a[href^="mailto:"]').count(), 1);
  assert.equal(await visitor.page.locator('main details a[href="tel:0846500400"]').count(), 1);

  await visitor.answerCode(codeIn(newest).replace(/(...)/, '$1 '));
  await visitor.expectPage('account');
  await visitor.go('/account/security');
  assert.match(await visitor.text(), masked.bo);
  assert.doesNotMatch(await visitor.page.content(), /1740605|174 06 05/);

  // A code answers once.
  await visitor.act('sign-out');
  await visitor.signInUpTo('bo', 'sms');
  await visitor.answerCode(codeIn(newest));
  await visitor.expectPage('answer', 'sms');
  assert.notEqual(await visitor.alert(), '');
});

journey('a code by text message that came too late is not taken', {}, async ({ visitor, demo }) => {
  await visitor.signInUpTo('bo', 'sms');
  const late = await demo.latestCode({ to: bosNumber });
  await demo.advance(301);
  await visitor.answerCode(late);
  await visitor.expectPage('answer', 'sms');
  assert.notEqual(await visitor.alert(), '');
  await visitor.resend();
  await visitor.answerCode(await demo.latestCode({ to: bosNumber }));
  await visitor.expectPage('account');
});

journey('wilma chooses between a mail and a text message', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await visitor.signIn('wilma');
  await visitor.expectPage('choose-factor');
  assert.deepEqual((await visitor.factorsOffered()).sort(), ['email', 'sms']);
  assert.match(await visitor.text(), masked.wilma);
  assert.equal((await demo.outbox()).length, 0, 'nothing is sent before a choice');
  await visitor.chooseFactor('sms');
  await visitor.expectPage('answer', 'sms');
  const bySms = await demo.latestCode({ to: wilmasNumber, channel: 'sms' });

  // The other way, and a way back to the login.
  await visitor.act('other-factor');
  await visitor.expectPage('choose-factor');
  await visitor.chooseFactor('email');
  await visitor.expectPage('answer', 'email');
  const byMail = await demo.latestCode({ to: 'wilma@demo.example' });
  if (bySms !== byMail) {
    await visitor.answerCode(bySms);
    await visitor.expectPage('answer', 'email');
    assert.notEqual(await visitor.alert(), '');
  }
  await visitor.answerCode(byMail);
  await visitor.expectPage('trust-device');
  await visitor.act('dont-trust');
  await signOut(visitor);

  await demo.advance(60);
  await visitor.signIn('wilma');
  await visitor.expectPage('choose-factor');
  await visitor.act('cancel');
  await visitor.expectPage('password');
  await visitor.signIn('wilma');
  await visitor.chooseFactor('sms');
  await visitor.answerCode(await demo.latestCode({ to: wilmasNumber }));
  await visitor.expectPage('trust-device');
});

/** What is typed, and a word of what the page says to do about it, in both languages. */
const wrongNumbers = [
  ['08-465 004 00', { sv: /mobilnummer, som 070-174 06 05/, en: /mobile number, like 070-174 06 05/ }],
  ['0900 123 45 67', { sv: /din egen telefon, som 070-174 06 05/, en: /your own telephone, like 070-174 06 05/ }],
  ['0939-100 00 00', { sv: /070-174 06 05/, en: /070-174 06 05/ }],
  ['074-123 45 67', { sv: /[Pp]ersonsökare/, en: /[Pp]ager/ }],
  ['+47 406 12 345', { sv: /svenskt nummer, som 070-174 06 05/, en: /Swedish number, like 070-174 06 05/ }],
  ['ring mig gärna', { sv: /bara siffror, som 070-174 06 05/, en: /digits only, like 070-174 06 05/ }],
  ['1'.repeat(30), { sv: /hela numret, som 070-174 06 05/, en: /whole number, like 070-174 06 05/ }],
  ['070-17', { sv: /hela numret, som 070-174 06 05/, en: /whole number, like 070-174 06 05/ }],
];

journey('oskar types his mobile number in several ways until it is right, and confirms it', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await beginAdding(visitor, 'sms');
  for (const [number, says] of wrongNumbers) {
    await visitor.giveNumber(number);
    await visitor.expectPage('enrol', 'sms');
    assert.match(await visitor.alert(), says[manner.language], number);
  }
  assert.equal((await demo.outbox({ channel: 'sms' })).length, 0, 'nothing is sent to a number that is refused');

  // However it is spelt, it is shown as it was understood, and a code goes there.
  await visitor.giveNumber('+46 (0)70-174\u00a006.99');
  await visitor.expectPage('enrol', 'sms');
  assert.equal(await visitor.alert(), '');
  assert.match(await visitor.text(), /\+46 70 174 06 99/);
  const stranger = await demo.latestMessage({ channel: 'sms' });
  assert.equal(stranger.to, '+46701740699');

  // The wrong one: another number, another code, and the first opens nothing.
  await visitor.giveNumber('0046701740698');
  assert.match(await visitor.text(), /\+46 70 174 06 98/);
  const message = await demo.latestMessage({ channel: 'sms' });
  assert.equal(message.to, '+46701740698');
  if (codeIn(stranger) !== codeIn(message)) {
    await visitor.answerCode(codeIn(stranger));
    await visitor.expectPage('enrol', 'sms');
    assert.notEqual(await visitor.alert(), '');
  }
  await visitor.answerCode(codeIn(message));
  await visitor.expectPage('done');
  await signOut(visitor);

  await demo.advance(60);
  await visitor.signIn('oskar', oskarsPassword);
  if ((await visitor.pageName()) === 'choose-factor') await visitor.chooseFactor('sms');
  await visitor.expectPage('answer', 'sms');
  assert.match(await visitor.text(), /\+46 •• ••• •• 98/);
  await visitor.answerCode(await demo.latestCode({ to: '+46701740698' }));
  await visitor.expectPage('account');
});

journey('cilla, who must have a second step, gets one with her mobile at the login', { manners: everyManner }, async ({ visitor, demo }) => {
  await visitor.signIn('cilla');
  await visitor.expectPage('enrol-choose');
  await visitor.chooseFactor('sms');
  await visitor.expectPage('reauthenticate');
  await visitor.givePassword();
  await visitor.expectPage('recovery-codes');
  await visitor.answerCode((await visitor.readRecoveryCodes())[3]);
  await visitor.expectPage('enrol', 'sms');
  await visitor.giveNumber('0701740697');
  await visitor.answerCode('000000');
  await visitor.expectPage('enrol', 'sms');
  assert.notEqual(await visitor.alert(), '');
  await demo.advance(31);
  await visitor.resend();
  await visitor.expectPage('enrol', 'sms');
  const [again, first] = await demo.outbox({ to: '+46701740697' });
  assert.notEqual(again.id, first.id);
  await visitor.answerCode(codeIn(again));
  await visitor.expectPage('done');
  await visitor.act('continue');
  await visitor.expectPage('account');
});

journey('a call reads the code aloud, to a fixed line too; with text messages to the same number it is no second way', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await beginAdding(visitor, 'voice');
  await visitor.giveNumber('0900 123 45 67');
  assert.notEqual(await visitor.alert(), '');
  await visitor.giveNumber('08 465 004 00');
  await visitor.expectPage('enrol', 'voice');
  assert.match(await visitor.text(), /\+46 8 465 004 00/);
  const fixed = await demo.latestMessage({ channel: 'voice' });
  assert.equal(fixed.to, '+46846500400');
  assert.ok(fixed.body.includes('Demobolaget'));
  assert.doesNotMatch(fixed.body, /@localhost/, 'nobody hears the last line of a text message');

  // Rather the mobile.
  await visitor.giveNumber('070 174 06 98');
  const call = await demo.latestMessage({ channel: 'voice' });
  assert.equal(call.to, '+46701740698');
  await visitor.answerCode(codeIn(call));
  await visitor.expectPage('done');
  const one = manner.language === 'sv' ? /Du har ett sätt/ : /You have one way/;
  assert.match(await visitor.text(), one);
  await visitor.go('/account/security');
  assert.match(await visitor.text(), /\+46 •• ••• •• 98/);

  // The same number by text message: offered as a way, counted as none.
  await visitor.go('/account/security/add');
  await visitor.chooseFactor('sms');
  await visitor.expectPage('enrol', 'sms');
  await visitor.giveNumber('+46701740698');
  await visitor.answerCode(await demo.latestCode({ channel: 'sms' }));
  await visitor.expectPage('done');
  assert.match(await visitor.text(), one, 'a number that gets both is one way still');
  await visitor.go('/account/security');
  const both = await visitor.page.locator('main').innerText();
  assert.equal(both.match(/\+46 •• ••• •• 98 · (?:tillagt|added)/g)?.length, 2, 'both are listed, masked');
  assert.doesNotMatch(await visitor.page.content(), /1740698|174 06 98/);
  await visitor.act('sign-out');

  await demo.advance(60);
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('choose-factor');
  await visitor.chooseFactor('voice');
  await visitor.expectPage('answer', 'voice');
  await visitor.unfold();
  const help = await visitor.page.locator('main details').first().innerText();
  assert.ok(help.includes(support.email) && help.includes(support.phone), help);
  await visitor.answerCode(await demo.latestCode({ channel: 'voice' }));
  await visitor.expectPage('account');
});

journey('when nothing can be sent to telephones, the chooser says so and the other way leads in', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  const why = manner.language === 'sv' ? /går inte att skicka just nu/ : /cannot be sent just now/;
  const agnes = await visit();
  await agnes.signIn('agnes');
  await agnes.answerCode(await demo.latestCode({ to: 'agnes@demo.example' }));
  await takeAway(agnes, 'bo', 'BankID');
  await agnes.go('/admin/messages');
  await visitor.signInUpTo('wilma', 'sms');
  const bo = await visit();
  await bo.signInUpTo('bo', 'sms');

  // Nobody is locked out by one press of a button: bo has nothing else any more.
  await agnes.press('button[name="to"][value="off"]');
  await agnes.expectPage('admin-locks-out');
  await agnes.submit({ confirm: 'Demobolaget' });
  await agnes.expectPage('admin-messages');
  assert.notEqual(await agnes.status(), '');
  await agnes.go('/admin/');
  assert.equal(await agnes.page.locator('main .tag.bad').count(), 1, 'what is wrong stands first in the administration');

  // A message asked for now is not promised; the way round it is one press away.
  await demo.advance(31);
  await visitor.resend();
  assert.notEqual(await visitor.alert(), '');
  if (await visitor.offers({ action: 'other-factor' })) await visitor.act('other-factor');
  await visitor.expectPage('choose-factor');
  assert.deepEqual(await visitor.factorsOffered(), ['email']);
  const [off] = await visitor.factorsOutOfUse();
  assert.match(off, why);
  await visitor.chooseFactor('email');
  await visitor.answerCode(await demo.latestCode({ to: 'wilma@demo.example' }));
  await visitor.expectPage('trust-device');

  // Bo has no other way: he is told so, and who can help him.
  const stranded = await visit();
  await stranded.signIn('bo');
  assert.match(await stranded.text(), why);
  assert.deepEqual(await stranded.factorsOffered(), []);
  await stranded.page.locator('a[href$="/login/support"]').first().click();
  await stranded.expectPage('support');
  assert.ok((await stranded.text()).includes(support.email));

  // A code that is out already still opens.
  await bo.answerCode(await demo.latestCode({ to: bosNumber }));
  await bo.expectPage('account');

  await agnes.go('/admin/messages');
  await agnes.press('button[name="to"][value="on"]');
  await stranded.go('/login');
  if ((await stranded.pageName()) === 'choose-factor') await stranded.chooseFactor('sms');
  await stranded.expectPage('answer', 'sms');
});
