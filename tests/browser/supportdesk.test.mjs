// The support desk (O5), as stina works it: somebody who lost everything asks from the login or calls, the checklist, a second person, a
// pass that opens enrolment and nothing else, and the person who says "that was not me".

import assert from 'node:assert/strict';

import { everyLook, everyManner, journey, oathtool } from './harness.mjs';
import { askForPass, assertReads, linkTo, openCase, proveAnew, proveCase, signInByMail, signInByText, signInChoosingMail } from './administrators.mjs';
import { adminPicture } from './pictures.mjs';

const bosNumber = '+46701740605';
const wilmasNumber = '+46701740606';
const wilmasMail = 'wilma@demo.example';

/** Each language and each way to read a page once: for what the journeys before have gone through in every manner. */
const crossed = [everyManner[0], everyManner[3]];
/** Each language and each colour scheme once. */
const bothLooks = [everyLook[0], everyLook[3]];

const asking = (visitor) => visitor.page.locator('form[action$="/choose"]').count();
const offered = (visitor, act) => visitor.page.locator(`main form[action$="/${act}"] button`).count();
const pressCase = (visitor, act) => visitor.press(`main form[action$="/${act}"] button`);

/** Sends a form of the page to another step of the case, as whoever tampers with a page would. */
async function force(visitor, act) {
  const csrf = await visitor.page.locator('main form input[name="csrf"]').first().inputValue();
  const here = new URL(visitor.page.url()).pathname;
  const answer = await visitor.context.request.post(`${here}/${act}`, { form: { csrf }, maxRedirects: 0 });
  return answer.status();
}

/** What the audit log shows of one kind of event. */
async function recorded(visitor, filter) {
  await visitor.go(`/admin/audit?${new URLSearchParams(filter)}`);
  await visitor.expectPage('admin-audit');
  return visitor.page.locator('main').innerText();
}

/** The fifteen digits that are read aloud. */
async function passOf(visitor) {
  await visitor.expectPage('admin-recovery-pass');
  return (await visitor.page.locator('[data-pass]').innerText()).trim();
}

/** Wilma at the page "cannot use any of these": asks, and reads the number that she is to say. */
async function wilmaAsks(wilma) {
  await wilma.signIn('wilma');
  await wilma.expectPage('choose-factor');
  await wilma.press('main a[href$="/login/support"]');
  await wilma.expectPage('support');
  await wilma.act('continue');
  await wilma.expectPage('support');
  return (await wilma.page.locator('[data-case]').innerText()).trim();
}

/** Sets up an authenticator app with a pass; gives its key. */
async function enrolByPass(visitor, demo) {
  await visitor.expectPage('enrol-choose');
  await visitor.chooseFactor('totp');
  if ((await visitor.pageName()) === 'reauthenticate') await visitor.givePassword();
  await visitor.expectPage('recovery-codes');
  const codes = await visitor.readRecoveryCodes();
  await visitor.answerCode(codes[3]);
  await visitor.expectPage('enrol', 'totp');
  const secret = await visitor.readSecret();
  await visitor.answerCode(await oathtool(secret, await demo.now()));
  await visitor.expectPage('done');
  return secret;
}

journey('o5 wilma lost everything and asks from the login; stina and agnes let her in again with a code', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  // Somewhere else she is still signed in.
  const elsewhere = await visit();
  await signInChoosingMail(elsewhere, demo, 'wilma');
  const wilma = await visit();
  const number = await wilmaAsks(wilma);
  assert.match(number, /^\d{4}\s\d{4}$/);
  if (manner.javaScript) await wilma.assertAccessible();

  // Stina finds it by the number that is read to her. What opened it proves nothing yet.
  await signInByMail(visitor, demo, 'stina');
  await visitor.go('/admin/recovery');
  assert.equal(await visitor.page.locator('main tbody tr').count(), 1);
  await openCase(visitor, number.replaceAll(/\s/g, ''));
  assert.match(await visitor.heading(), /Wilma Sjö/);
  assert.equal(await asking(visitor), 0, 'nothing can be asked for yet');

  // The link goes to the registered address. Fetching it does nothing, its button does; and by itself it never suffices.
  await pressCase(visitor, 'link');
  await visitor.expectPage('admin-recovery-case');
  const confirm = linkTo(await demo.latestMail(wilmasMail), '/recover/confirm/');
  const mailbox = await visit();
  await mailbox.go(confirm);
  await mailbox.expectPage('recovery-confirm');
  if (manner.javaScript) await mailbox.assertAccessible();
  await visitor.page.reload();
  assert.equal(await offered(visitor, 'link'), 1, 'it was looked at, and no more');
  await mailbox.act('continue');
  await mailbox.expectPage('recovery-confirmed');
  await mailbox.go(confirm);
  await mailbox.expectPage('expired');
  await visitor.page.reload();
  assert.equal(await offered(visitor, 'link'), 0, 'it was followed');
  assert.equal(await asking(visitor), 0, 'a mail alone never suffices');
  await adminPicture(visitor, manner, 'support-checklist');
  if (manner.javaScript) await visitor.assertAccessible();

  // She calls the number that has been known for long. Only its end is shown until she asks for it; then it stands in no address.
  assert.match(await visitor.page.locator('#call-back').innerText(), /06/);
  assert.doesNotMatch(await visitor.page.content(), /1740606|174 06 06/);
  await pressCase(visitor, 'numbers');
  await visitor.expectPage('admin-recovery-case');
  assert.match(await visitor.page.locator('[data-numbers]').innerText(), /\+46 70 174 06 06/);
  if (manner.javaScript) await visitor.assertAccessible();
  await proveCase(visitor, 'call-back');
  assert.equal(await asking(visitor), 1);
  if (manner.javaScript) await visitor.assertAccessible();
  await askForPass(visitor, 'code');

  // She asked for it, so she does not approve it: there is no button, and pressing it all the same is refused.
  assert.equal(await offered(visitor, 'approve'), 0);
  assert.equal(await offered(visitor, 'act'), 0);
  assert.equal(await force(visitor, 'approve'), 422);
  assert.equal(await force(visitor, 'act'), 422);
  await wilma.go('/login/support');
  assert.equal(await wilma.offers({ action: 'continue' }), false, 'one case at a time');

  // The owner's first page says that it waits. She looks at the proofs and approves; doing it is stina's.
  const agnes = await visit();
  await signInByMail(agnes, demo, 'agnes');
  await agnes.go('/admin/');
  await agnes.press('main a[href="/admin/recovery"]');
  await agnes.press('main tbody a[href^="/admin/recovery/"]');
  await agnes.expectPage('admin-recovery-case');
  await adminPicture(agnes, manner, 'support-approval');
  await pressCase(agnes, 'approve');
  await agnes.expectPage('admin-recovery-case');
  assert.notEqual(await agnes.status(), '');
  assert.equal(await offered(agnes, 'act'), 0);
  assert.equal(await force(agnes, 'act'), 422, 'whoever approved it does not do it');

  await visitor.page.reload();
  await pressCase(visitor, 'act');
  const code = await passOf(visitor);
  assert.match(code, /^\d{3}(\s\d{3}){4}$/);
  await adminPicture(visitor, manner, 'support-pass');
  if (manner.javaScript) await visitor.assertAccessible();
  const told = await demo.outbox();
  assert.ok(told.every(({ body }) => !body.replaceAll(/\s/g, '').includes(code.replaceAll(/\s/g, ''))), 'the code goes nowhere but to stina');
  await visitor.act('continue');
  await visitor.expectPage('admin-recovery-case');
  assert.doesNotMatch(await visitor.text(), new RegExp(code), 'it is shown once');
  for (const to of [wilmasMail, wilmasNumber]) linkTo(await demo.latestMessage({ to }), '/recover/stop/');

  // Whoever was signed in as wilma is no longer.
  await elsewhere.go('/account');
  assert.notEqual(await elsewhere.pageName(), 'account');

  // The code with her password opens enrolment, and nothing else.
  await wilma.go('/recover/code');
  await wilma.expectPage('enrolment-pass');
  if (manner.javaScript) await wilma.assertAccessible();
  await wilma.submit({ username: 'oskar', code });
  await wilma.expectPage('enrolment-pass');
  assert.notEqual(await wilma.alert(), '', 'it is no code of oskar\'s');
  await wilma.submit({ username: 'wilma', code });
  await wilma.expectPage('reauthenticate');
  await wilma.submit({ password: 'not her password' });
  await wilma.expectPage('reauthenticate');
  assert.notEqual(await wilma.alert(), '');
  await wilma.submit({ password: 'demo-losenord-2026' });
  await wilma.expectPage('enrol-choose');
  for (const path of ['/account', '/account/security', '/login']) {
    await wilma.go(path);
    await wilma.expectPage('enrol-choose');
  }
  await wilma.go('/admin/');
  assert.notEqual(await wilma.pageName(), 'admin');
  await wilma.go('/login');
  await enrolByPass(wilma, demo);
  await wilma.act('continue');
  if ((await wilma.pageName()) === 'trust-device') await wilma.act('dont-trust');
  await wilma.expectPage('account');

  // Once.
  const again = await visit();
  await again.go('/recover/code');
  await again.submit({ username: 'wilma', code });
  await again.expectPage('enrolment-pass');
  assert.notEqual(await again.alert(), '');

  // All of it is on record: who did what, and about whom.
  const record = {
    'recovery-opened': 'wilma', 'recovery-link-sent': 'stina', 'recovery-number-shown': 'stina', 'recovery-proved': 'stina', 'recovery-asked': 'stina', 'recovery-approved': 'agnes',
    'pass-issued': 'stina', 'recovery-acted': 'stina', 'pass-used': 'wilma',
  };
  for (const [kind, who] of Object.entries(record)) {
    assert.match(await recorded(agnes, { whom: 'wilma', kind, outcome: 'done' }), new RegExp(`\\(${who}\\)`), kind);
  }
  assert.doesNotMatch(await agnes.page.content(), new RegExp(code.replaceAll(' ', '\\s?')), 'the code is in no log');
});

journey('o5 a letter from the mailbox opens a case and proves nothing; wilma is told of what is coming, and stops it', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  const agnes = await visit();
  await signInByMail(agnes, demo, 'agnes');
  await agnes.go('/admin/settings/recovery');
  await agnes.expectPage('admin-settings-recovery');
  await agnes.submit({ recovery_waits_minutes: '30' });
  await agnes.expectPage('admin-settings');

  // With the keyboard alone, from the list to what is asked for.
  await signInByMail(visitor, demo, 'stina');
  await visitor.go('/admin/recovery');
  await visitor.tabTo('main input[name="q"]');
  await visitor.page.keyboard.type('wilma@demo');
  await visitor.page.keyboard.type('.example');
  await Promise.all([visitor.page.waitForNavigation(), visitor.page.keyboard.press('Enter')]);
  await visitor.enter('main a[href^="/admin/recovery/new"]');
  await visitor.expectPage('admin-recovery-new');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.tabTo('select[name="source"]');
  await visitor.page.keyboard.press('ArrowDown');
  await visitor.tabTo('textarea[name="reason"]');
  await visitor.page.keyboard.type('She writes that her telephone is gone.');
  await visitor.enter('main form [data-action="continue"]');
  await visitor.expectPage('admin-recovery-case');
  assert.equal(await visitor.page.locator('main .note.warn').count(), 1, 'a letter proves nothing, and the page says so');
  assert.equal(await asking(visitor), 0);
  await visitor.tabTo('#manager input[name="note-manager"]');
  await visitor.page.keyboard.type('Agnes Åkerlund');
  await visitor.enter('#manager form button');
  await visitor.expectPage('admin-recovery-case');
  assert.match(await visitor.page.locator('#manager').innerText(), /Agnes Åkerlund/);
  assert.equal(await asking(visitor), 0, 'one proof does not suffice either');
  await visitor.enter('#in-person form button');
  await visitor.expectPage('admin-recovery-case');
  await askForPass(visitor, 'link', 60);

  // Approved, it waits; she is told at once, in every mailbox and on every number.
  await openCase(agnes, 'wilma');
  await pressCase(agnes, 'approve');
  await visitor.page.reload();
  assert.equal(await offered(visitor, 'act'), 0);
  assert.equal(await force(visitor, 'act'), 422, 'it is too early');
  linkTo(await demo.latestMail(wilmasMail), '/recover/stop/');
  const stop = linkTo(await demo.latestMessage({ to: wilmasNumber }), '/recover/stop/');

  // Fetching the link does nothing. Its button ends the case for good, and support is told.
  const wilma = await visit();
  await wilma.go(stop);
  await wilma.expectPage('recovery-stop');
  if (manner.javaScript) await wilma.assertAccessible();
  await visitor.page.reload();
  assert.equal(await visitor.page.locator('main .tag.bad').count(), 0, 'looking at it stopped nothing');
  await wilma.act('continue');
  await wilma.expectPage('recovery-stopped');
  assert.match((await demo.latestMail('stina@demo.example')).body, /\d{4}\s\d{4}/);
  await visitor.page.reload();
  assert.equal(await visitor.page.locator('main .tag.bad').count(), 1);
  assert.equal(await visitor.page.locator('main form').count(), 0, 'nothing can be done with it any more');
  await visitor.go('/admin/');
  assert.equal(await visitor.page.locator('main a[href^="/admin/recovery"]').count() > 0, true, 'it stands among what has to be done');
  await wilma.go(stop);
  await wilma.expectPage('expired');

  // Whoever has the mailbox cannot confirm a case that is over, and her own way in is as it was.
  await signInChoosingMail(wilma, demo, 'wilma');
  assert.match(await recorded(agnes, { whom: 'wilma', kind: 'recovery-stopped' }), /\(wilma\)/);
});

journey('o5 a pass that somebody else used already: the person stops it, and nobody gets in until she is spoken with', { manners: crossed }, async ({ visitor, demo, visit }) => {
  await signInByMail(visitor, demo, 'stina');
  await openCase(visitor, 'Sjö');
  await proveCase(visitor, 'call-back');
  await proveCase(visitor, 'manager', 'Bo Öberg');
  await askForPass(visitor, 'link');
  const agnes = await visit();
  await signInByMail(agnes, demo, 'agnes');
  await openCase(agnes, 'wilma');
  await pressCase(agnes, 'approve');
  await visitor.page.reload();
  await pressCase(visitor, 'act');
  const pass = await passOf(visitor);
  const stop = linkTo(await demo.latestMail(wilmasMail), '/recover/stop/');
  const token = pass.split('.').at(-1);
  assert.ok(token.length >= 19, 'at least 112 bits');

  // The link and the password, which a thief has; her own ways end.
  const thief = await visit();
  await thief.go(pass);
  await thief.expectPage('enrolment-pass');
  await thief.act('continue');
  await thief.expectPage('reauthenticate');
  await thief.submit({ password: 'demo-losenord-2026' });
  await enrolByPass(thief, demo);
  await thief.go('/account');
  await thief.expectPage('account');

  const wilma = await visit();
  await wilma.go(stop);
  await wilma.expectPage('recovery-stop');
  await wilma.act('continue');
  await wilma.expectPage('recovery-stopped');
  await thief.go('/account');
  assert.notEqual(await thief.pageName(), 'account', 'signed out at once');
  await thief.signIn('wilma');
  await thief.expectPage('password');
  assert.notEqual(await thief.alert(), '', 'and not in again');

  // The agent cannot open it again; whoever looks after people can.
  await visitor.go('/admin/recovery?q=wilma');
  assert.equal(await visitor.page.locator('main a[href^="/admin/recovery/new"]').count(), 0);
  await agnes.go('/admin/users?state=suspended');
  await agnes.expectPage('admin-people');
  assert.deepEqual(await agnes.page.locator('main tbody th .link').allInnerTexts(), ['Wilma Sjö']);
});

journey('o5 stina helps neither herself nor anybody with rights; an owner does, and then she is the second person', { manners: crossed }, async ({ visitor, demo, visit }) => {
  const agnes = await visit();
  await signInByMail(agnes, demo, 'agnes');
  const ids = {};
  for (const username of ['agnes', 'bo', 'stina', 'robot']) {
    await agnes.go(`/admin/users?q=${username}`);
    ids[username] = new URL(await agnes.page.locator('main tbody th a').first().getAttribute('href'), demo.origin).pathname.split('/').at(-1);
  }
  await signInByMail(visitor, demo, 'stina');
  for (const username of ['agnes', 'bo', 'stina', 'robot']) {
    await visitor.go(`/admin/recovery?q=${username}`);
    await visitor.expectPage('admin-recovery');
    assert.equal(await visitor.page.locator('main ul.list > li').count(), 1, username);
    assert.equal(await visitor.page.locator('main ul.list .acts').count(), 0, `${username} is out of her reach`);
    const csrf = await visitor.page.locator('input[name="csrf"]').first().inputValue();
    const form = { csrf, user: ids[username], source: 'call', reason: 'Because.' };
    const answer = await visitor.context.request.post('/admin/recovery/new', { form, maxRedirects: 0 });
    assert.equal(answer.status(), 422, username);
  }
  await visitor.go('/admin/recovery');
  assert.equal(await visitor.page.locator('main table').count(), 0, 'no case came of it');

  // The owner opens one for bo and works it. The agent has no step in it but the second person's.
  await openCase(agnes, 'bo');
  await visitor.go('/admin/recovery');
  await visitor.press('main tbody a[href^="/admin/recovery/"]');
  for (const act of ['proof', 'link', 'choose', 'approve']) assert.equal(await offered(visitor, act), 0, act);
  assert.equal(await force(visitor, 'link'), 422);
  await proveCase(agnes, 'in-person', 'passport');
  await proveCase(agnes, 'call-back');
  await askForPass(agnes, 'code');
  assert.equal(await offered(agnes, 'approve'), 0, 'nor does an owner approve what she asked for');
  assert.equal(await force(agnes, 'approve'), 422);
  await visitor.page.reload();
  await pressCase(visitor, 'decline');
  await visitor.expectPage('admin-recovery-case');
  await agnes.page.reload();
  await askForPass(agnes, 'code');
  await visitor.page.reload();
  await pressCase(visitor, 'approve');
  assert.notEqual(await visitor.status(), '');
  assert.equal(await force(visitor, 'act'), 422, 'the pass is the owner\'s to hand over');
  await agnes.page.reload();
  await pressCase(agnes, 'act');
  assert.match(await passOf(agnes), /^\d{3}(\s\d{3}){4}$/);
  assert.match((await demo.latestMessage({ to: bosNumber })).body, /\/recover\/stop\//);
  const bo = await visit();
  await signInByText(bo, demo, 'bo', bosNumber);
});

journey('o5 where one person suffices: a code ends after five wrong ones or ten minutes, and cilla may wait', { manners: crossed }, async ({ visitor, demo, visit }) => {
  const agnes = await visit();
  await signInByMail(agnes, demo, 'agnes');
  await agnes.go('/admin/settings/recovery');
  await agnes.page.locator('input[name="two_person_recovery"]').uncheck();
  await agnes.press('main form [data-action="continue"]');
  await agnes.expectPage('admin-settings');

  await signInByMail(visitor, demo, 'stina');
  const wilma = await visit();
  const handed = async () => {
    await openCase(visitor, 'wilma');
    await proveCase(visitor, 'call-back');
    await proveCase(visitor, 'in-person');
    await askForPass(visitor, 'code');
    await pressCase(visitor, 'act');
    return passOf(visitor);
  };
  const tries = async (code) => {
    await wilma.go('/recover/code');
    await wilma.submit({ username: 'wilma', code });
    return wilma.pageName();
  };
  const first = await handed();
  for (let wrong = 0; wrong < 5; wrong += 1) assert.equal(await tries('123 456 789 012 345'), 'enrolment-pass');
  assert.equal(await tries(first), 'enrolment-pass', 'it is used up');
  assert.notEqual(await wilma.alert(), '');

  // Her next one waits for eleven minutes. By then stina has to show anew who she is, too.
  const second = await handed();
  await demo.advance(660);
  assert.equal(await tries(second), 'enrolment-pass', 'it is too old');

  // Somebody who must add a second step and has none yet: that may wait.
  await openCase(visitor, 'cilla');
  await proveCase(visitor, 'in-person');
  await proveCase(visitor, 'manager', 'Bo Öberg');
  await visitor.page.locator('input[name="outcome"][value="grace"]').check();
  await visitor.page.locator('select[name="days"]').selectOption('3');
  await visitor.press('form[action$="/choose"] [data-action="continue"]');
  await visitor.expectPage('reauthenticate');
  await proveAnew(visitor, demo, 'stina');
  await visitor.expectPage('admin-confirm');
  await visitor.act('remove');
  await visitor.expectPage('admin-recovery-case');
  const cilla = await visit();
  await cilla.signIn('cilla');
  await cilla.expectPage('enrol-choose');
  assert.equal(await cilla.offers({ action: 'later' }), false, 'asked for is not done');
  await cilla.act('cancel');
  await pressCase(visitor, 'act');
  await visitor.expectPage('admin-recovery-case');
  await cilla.signIn('cilla');
  await cilla.expectPage('enrol-choose');
  await cilla.act('later');
  await cilla.expectPage('account');
});

journey('the pages of the support desk fit and are accessible in both languages and both colour schemes', { manners: bothLooks }, async ({ visitor, demo, visit }) => {
  const agnes = await visit();
  await signInByMail(agnes, demo, 'agnes');
  await signInByMail(visitor, demo, 'stina');
  await visitor.go('/admin/recovery?q=bo');
  await assertReads(visitor);
  await openCase(visitor, 'wilma', { source: 'mail' });
  await assertReads(visitor);
  await pressCase(visitor, 'link');
  const wilma = await visit();
  await wilma.go(linkTo(await demo.latestMail(wilmasMail), '/recover/confirm/'));
  await assertReads(wilma);
  await wilma.act('continue');
  await assertReads(wilma);
  await proveCase(visitor, 'call-back');
  await assertReads(visitor);
  await visitor.page.locator('select[name="shape"]').selectOption('link');
  await visitor.press('form[action$="/choose"] [data-action="continue"]');
  await assertReads(visitor);
  await visitor.act('remove');
  await openCase(agnes, 'wilma');
  await assertReads(agnes);
  await pressCase(agnes, 'approve');
  await visitor.page.reload();
  await assertReads(visitor);
  await pressCase(visitor, 'act');
  await assertReads(visitor);
  await wilma.go(await passOf(visitor));
  await assertReads(wilma);
  await wilma.go(linkTo(await demo.latestMail(wilmasMail), '/recover/stop/'));
  await assertReads(wilma);
  await wilma.act('continue');
  await assertReads(wilma);
  await visitor.act('continue');
  await assertReads(visitor);
  await visitor.go('/admin/recovery');
  await assertReads(visitor);
});
