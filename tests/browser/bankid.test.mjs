// BankID as people use it, on this device and on another one: the telephone is the demo's, the picture is read off the screen.

import assert from 'node:assert/strict';

import { assertReads, openCase, openPerson, signInByMail } from './administrators.mjs';
import { everyLook, everyManner, journey, oskarsPassword } from './harness.mjs';
import { picture } from './pictures.mjs';

const bo = '199006022397';
const cilla = '199908072391';
const wilma = '199107172380';
const oskar = '199312162390';

const withJavaScript = everyManner.filter(({ javaScript }) => javaScript);
const patience = 20_000;

/** The factor's own part of the page. */
const part = (visitor) => visitor.page.locator('main [data-stage]');
const stage = (visitor) => part(visitor).getAttribute('data-stage');
const goBack = (visitor) => visitor.press('button[name="order"][value="back"]');
const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** Waits for a stage: the page's script leads there; without one a person follows the link. */
async function reaches(visitor, manner, wanted) {
  if (manner.javaScript) {
    await visitor.page.locator(`main [data-stage="${wanted}"]`).waitFor({ timeout: patience });
    return;
  }
  const until = Date.now() + patience;
  while ((await stage(visitor)) !== wanted) {
    if (Date.now() > until) throw new Error(`${wanted} was not reached, but ${await stage(visitor)}:\n${await visitor.text()}`);
    await pause(500);
    await visitor.press('main noscript a.link');
  }
}

/** Waits for the page behind a proof: the script sends the form; without one a person follows the link and goes on. */
async function goesOnTo(visitor, manner, name) {
  if (manner.javaScript) {
    await visitor.page.locator(`main[data-page="${name}"]`).waitFor({ timeout: patience });
    return;
  }
  await reaches(visitor, manner, 'proved');
  await visitor.act('continue');
  await visitor.expectPage(name);
}

/** Before anything is bound the page asks whose it is: nothing goes on by itself. */
async function saysItIsTheirs(visitor, manner, ending) {
  await reaches(visitor, manner, 'proved');
  assert.match(await part(visitor).innerText(), new RegExp(`, .*-\\*\\*\\*\\*|${ending}`));
  await visitor.act('continue');
  await visitor.expectPage('done');
}

/** Bo, in front of the question where his BankID is. */
async function boAsked(visitor) {
  await visitor.signIn('bo');
  await visitor.expectPage('choose-factor');
  await visitor.chooseFactor('bankid');
  await visitor.expectPage('answer', 'bankid');
  assert.equal(await stage(visitor), 'choose');
}

/** The link that opens the app, taken apart. */
async function appLink(visitor) {
  const link = visitor.page.locator('a[data-open-app]');
  assert.equal(await link.getAttribute('referrerpolicy'), 'origin');
  return new URL(await link.getAttribute('href'));
}

journey('bo shows who he is with BankID on this device, and whatever he leaves is cancelled', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  // K1: BankID or a text message, and back to the login.
  await visitor.signIn('bo');
  await visitor.expectPage('choose-factor');
  const offered = await visitor.factorsOffered();
  assert.ok(offered.includes('bankid') && offered.includes('sms'), offered.join());
  await picture(visitor, manner, 'choose-bankid');
  await visitor.act('cancel');
  await visitor.expectPage('password');

  // K2: no order begins before he says where.
  await boAsked(visitor);
  await picture(visitor, manner, 'bankid-choose');
  assert.deepEqual(await demo.orders(), []);
  await visitor.follow({ device: 'this' });
  await visitor.expectPage('answer', 'bankid');
  assert.equal(await stage(visitor), 'this');
  const { auto_start_token: token, visible_text: said } = await demo.order();
  const link = await appLink(visitor);
  assert.equal(link.searchParams.get('autostarttoken'), token);
  assert.match(said, /Demobolaget/);

  // Back, another way, and back to the login each cancel it.
  await goBack(visitor);
  assert.equal(await stage(visitor), 'choose');
  await demo.noOrders();
  await visitor.follow({ device: 'this' });
  await demo.order();
  await visitor.act('other-factor');
  await visitor.chooseFactor('sms');
  await visitor.expectPage('answer', 'sms');
  await demo.noOrders();
  await visitor.act('other-factor');
  await visitor.chooseFactor('bankid');
  await visitor.follow({ device: 'this' });
  await demo.order();
  await visitor.act('cancel');
  await visitor.expectPage('password');
  await demo.noOrders();

  // Somebody else's BankID does not open the order; what is cancelled in the app ends with plain words and begins anew.
  await boAsked(visitor);
  await visitor.follow({ device: 'this' });
  const first = await demo.order();
  assert.equal(await demo.play(first.auto_start_token, 'sign', { personal_number: wilma }), 409);
  assert.equal(await demo.play(first.auto_start_token, 'cancel'), 200);
  await reaches(visitor, manner, 'ended');
  assert.notEqual(await visitor.status(), '');
  await demo.noOrders();
  await visitor.follow({ device: 'this' });
  const second = await demo.order();
  assert.notEqual(second.auto_start_token, first.auto_start_token);
  assert.equal(await demo.play(second.auto_start_token, 'sign', { personal_number: bo }), 200);
  await goesOnTo(visitor, manner, 'account');
  await demo.noOrders();
});

journey('bo scans the picture with his telephone', { manners: withJavaScript }, async ({ visitor, demo, manner }) => {
  await boAsked(visitor);
  await visitor.follow({ device: 'other' });
  assert.equal(await stage(visitor), 'other');
  assert.equal(await visitor.page.locator('main ol.steps > li').count(), 5);
  await picture(visitor, manner, 'bankid-other');

  // The picture is another one each second, and none of its secret is in the page.
  const { auto_start_token: token } = await demo.order();
  const before = await visitor.readQrCode();
  assert.match(before, /^bankid\.[0-9a-f-]{36}\.\d+\.[0-9a-f]{64}$/);
  await pause(2100);
  const after = await visitor.readQrCode();
  assert.notEqual(after, before);
  assert.equal(after.split('.')[1], before.split('.')[1]);
  assert.ok(!(await visitor.page.content()).includes(token));

  // Scanned: the line tells of it, the picture goes, and the page stays where it is.
  const told = await visitor.status();
  assert.equal(await demo.scan(await visitor.readQrCode()), token);
  await visitor.page.locator('main [data-picture]').waitFor({ state: 'hidden', timeout: patience });
  assert.notEqual(await visitor.status(), told);
  assert.equal(await stage(visitor), 'other');
  assert.equal(await demo.play(token, 'sign', { personal_number: bo }), 200);
  await goesOnTo(visitor, manner, 'account');
  await demo.noOrders();
});

journey('the device that bo chose last stands first the next time, and nothing begins by it', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  const first = () => visitor.page.locator('main [data-device]').first().getAttribute('data-device');
  await boAsked(visitor);
  assert.equal(await first(), 'other', 'likely, on a computer');
  await visitor.follow({ device: 'this' });
  await goBack(visitor);
  assert.equal(await first(), manner.javaScript ? 'this' : 'other');
  await demo.noOrders();
  await visitor.act('cancel');
  await boAsked(visitor);
  assert.equal(await first(), manner.javaScript ? 'this' : 'other');
  assert.deepEqual(await demo.orders(), []);
  await visitor.follow({ device: 'other' });
  await goBack(visitor);
  assert.equal(await first(), 'other');
});

journey('a picture that nobody scans is renewed, and after some minutes the page asks', { manners: [{ javaScript: true }] }, async ({ visitor, demo, manner }) => {
  await boAsked(visitor);
  await visitor.follow({ device: 'other' });
  const { auto_start_token: first } = await demo.order();
  const read = await visitor.readQrCode();
  await demo.advance(31);
  let token = first;
  for (let looks = 0; token === first; looks += 1) {
    assert.ok(looks < 100, 'the order was not renewed');
    await pause(200);
    token = (await demo.orders())[0]?.auto_start_token ?? first;
  }
  assert.equal(await stage(visitor), 'other');
  let qr = read;
  for (let looks = 0; qr.split('.')[1] === read.split('.')[1]; looks += 1) {
    assert.ok(looks < 40, 'the picture is the old one');
    await visitor.page.locator('main [data-picture] svg').waitFor({ timeout: patience });
    qr = await visitor.readQrCode();
    await pause(200);
  }
  assert.equal(await demo.scan(await visitor.readQrCode()), token);
  await demo.play(token, 'cancel');
  await reaches(visitor, manner, 'ended');

  await visitor.follow({ device: 'other' });
  for (let renewals = 0; (await stage(visitor)) === 'other'; renewals += 1) {
    assert.ok(renewals < 30, 'it is renewed for ever');
    await demo.advance(31);
    await pause(2500);
  }
  assert.equal(await stage(visitor), 'ended');
  await demo.noOrders();
});

journey('without a script the picture says so, and this device does as well', { manners: everyManner.filter(({ javaScript }) => !javaScript) }, async ({ visitor, demo, manner }) => {
  await boAsked(visitor);
  await visitor.follow({ device: 'other' });
  assert.equal(await stage(visitor), 'other');
  assert.match(await visitor.text(), /JavaScript/);
  await visitor.follow({ device: 'this' });
  assert.equal(await stage(visitor), 'this');
  const { auto_start_token: token } = await demo.order();
  await demo.play(token, 'sign', { personal_number: bo });
  await goesOnTo(visitor, manner, 'account');
});

journey('a second browser sees nothing of an order, and its own ends the first', { manners: [{ javaScript: true }] }, async ({ visitor, demo, visit, manner }) => {
  await boAsked(visitor);
  await visitor.follow({ device: 'this' });
  const first = await demo.order();
  const stranger = await visit();
  await stranger.go('/login');
  for (const address of ['/login/progress', '/o/demo/login/progress', '/account/security/add/bankid/progress']) {
    const told = await stranger.page.request.get(address);
    assert.doesNotMatch(await told.text(), new RegExp(first.auto_start_token));
  }
  assert.deepEqual(await (await stranger.page.request.get('/login/progress')).json(), { stage: '' });

  // The same person begins in another browser: BankID ends both, and both pages say that somebody else may be at it.
  await boAsked(stranger);
  await stranger.follow({ device: 'this' });
  await reaches(visitor, manner, 'ended');
  await demo.noOrders();
  await stranger.follow({ device: 'this' });
  const { auto_start_token: token } = await demo.order();
  await demo.play(token, 'sign', { personal_number: bo });
  await goesOnTo(stranger, manner, 'account');
  await visitor.go('/account');
  await visitor.expectPage('answer', 'bankid');
});

journey('two tabs of one browser show one order, and coming back finds it', { manners: [{ javaScript: true }] }, async ({ visitor, demo, manner }) => {
  await boAsked(visitor);
  await visitor.follow({ device: 'this' });
  const { auto_start_token: token } = await demo.order();
  const tab = await visitor.openTab();
  await tab.go('/login');
  assert.equal(await stage(tab), 'this');
  assert.equal((await appLink(tab)).searchParams.get('autostarttoken'), token);
  await visitor.page.reload();
  assert.equal(await stage(visitor), 'this');
  assert.equal((await demo.order()).auto_start_token, token);
  await demo.play(token, 'sign', { personal_number: bo });
  // One of them signs in; the other is led on.
  await goesOnTo(visitor, manner, 'account');
  await tab.go('/login');
  await tab.expectPage('account');
});

/** Binds BankID on the page of an enrolment, on this device. */
async function bind(visitor, demo, manner, number) {
  await visitor.expectPage('enrol', 'bankid');
  assert.deepEqual(await demo.orders(), []);
  await visitor.follow({ device: 'this' });
  await visitor.expectPage('enrol', 'bankid');
  const { auto_start_token: token } = await demo.order();
  assert.equal(await demo.play(token, 'sign', { personal_number: number }), 200);
}

journey('cilla binds her BankID at the login, and proves it from then on', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await visitor.signIn('cilla');
  await visitor.expectPage('enrol-choose');
  await visitor.chooseFactor('bankid');
  await visitor.givePassword();
  await visitor.expectPage('recovery-codes');
  await visitor.answerCode((await visitor.readRecoveryCodes())[3]);

  // Leaving the page cancels the order; another account's number is not bound twice.
  await visitor.expectPage('enrol', 'bankid');
  await visitor.follow({ device: 'this' });
  await demo.order();
  await goBack(visitor);
  await demo.noOrders();
  await bind(visitor, demo, manner, bo);
  await reaches(visitor, manner, 'proved');
  await visitor.act('continue');
  await visitor.expectPage('enrol', 'bankid');
  assert.notEqual(await visitor.alert(), '');
  await demo.noOrders();

  if ((await stage(visitor)) !== 'choose' && (await stage(visitor)) !== 'ended') await goBack(visitor);
  await bind(visitor, demo, manner, cilla);
  await saysItIsTheirs(visitor, manner, '-\\*\\*\\*\\*');
  await visitor.act('continue');
  await visitor.expectPage('account');
  await visitor.go('/account/security');
  assert.doesNotMatch(await visitor.text(), new RegExp(cilla.slice(-4)), 'the number is masked');
  await visitor.act('sign-out');

  await visitor.signIn('cilla');
  await visitor.expectPage('answer', 'bankid');
  await visitor.follow({ device: 'this' });
  const { auto_start_token: token } = await demo.order();
  await demo.play(token, 'sign', { personal_number: cilla });
  await goesOnTo(visitor, manner, 'account');
});

/** Oskar, who binds his BankID of his own accord and signs out. */
async function oskarBinds(visitor, demo, manner) {
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.go('/account/security/add');
  await visitor.chooseFactor('bankid');
  await visitor.expectPage('recovery-codes');
  await visitor.answerCode((await visitor.readRecoveryCodes())[0]);
  await bind(visitor, demo, manner, oskar);
  await saysItIsTheirs(visitor, manner, '-\\*\\*\\*\\*');
  await visitor.go('/account/security');
  await visitor.act('sign-out');
}

journey('oskar binds his BankID from Security and login', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await oskarBinds(visitor, demo, manner);
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('answer', 'bankid');
  // Signing out, or leaving, leaves nothing open there.
  await visitor.follow({ device: 'this' });
  await demo.order();
  await visitor.act('cancel');
  await demo.noOrders();
});

/** Fails where the picture has to be scrolled to, on a desk or on a tablet. */
async function inView(visitor) {
  const place = visitor.page.locator('main [data-picture]:not([hidden])');
  for (const [width, height] of [[1280, 800], [768, 1024]]) {
    await visitor.page.setViewportSize({ width, height });
    await visitor.page.evaluate(() => scrollTo(0, 0));
    await place.locator('svg').waitFor({ timeout: patience });
    const { y, height: tall } = await place.boundingBox();
    assert.ok(y >= 0 && y + tall <= height, `the picture stands at ${y} to ${y + tall} of ${width} × ${height}`);
  }
  await visitor.page.setViewportSize({ width: 1024, height: 768 });
}

journey('every page of BankID is accessible and fits, in both languages and both colour schemes', { manners: everyLook }, async ({ visitor, demo, manner }) => {
  const look = async (name) => {
    await visitor.assertAccessible();
    for (const width of [320, 768, 1280]) {
      await visitor.page.setViewportSize({ width, height: 900 });
      await visitor.screenshot(`bankid ${name} ${manner.language} ${manner.scheme} ${width}`);
    }
    await visitor.page.setViewportSize({ width: 1024, height: 768 });
  };
  await visitor.signIn('bo');
  await look('chooser');
  await visitor.chooseFactor('bankid');
  await look('choose');
  await visitor.follow({ device: 'other' });
  await look('other');
  // At least 200 px without its own margin of four modules on each side; it may be under renewal just now.
  await visitor.page.waitForFunction(() => {
    const svg = document.querySelector('main [data-picture]:not([hidden]) svg');
    const modules = svg?.viewBox.baseVal.width;
    return svg && (Math.min(svg.clientWidth, svg.clientHeight) * (modules - 8)) / modules >= 200;
  }, undefined, { timeout: patience });
  await inView(visitor);
  const { auto_start_token: scanned } = await demo.order();
  await demo.play(scanned, 'open');
  await visitor.page.locator('main [data-picture]').waitFor({ state: 'hidden', timeout: patience });
  await look('scanned');
  await visitor.follow({ device: 'this' });
  await look('this');
  const { auto_start_token: token } = await demo.order();
  await demo.play(token, 'cancel');
  await reaches(visitor, { javaScript: true }, 'ended');
  await look('ended');
  await visitor.act('cancel');
  await visitor.signIn('cilla');
  await visitor.chooseFactor('bankid');
  await visitor.givePassword();
  await visitor.answerCode((await visitor.readRecoveryCodes())[0]);
  await look('enrol');
  await visitor.follow({ device: 'other' });
  await look('enrol other');
  await inView(visitor);
});

/** Agnes, the owner, decides what an eID is enough for. */
async function allow(visitor, demo, rule) {
  await signInByMail(visitor, demo, 'agnes');
  await visitor.go('/admin/settings');
  await visitor.press('main a[href="/admin/settings/eid"]');
  await visitor.page.locator(`input[name="${rule}"]`).check();
  await visitor.act('continue');
  await visitor.expectPage('admin-settings');
}

journey('where the organisation allows it BankID is the whole login, and nobody unknown learns anything by it', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await visitor.go('/login');
  assert.equal(await visitor.offers({ factor: 'bankid' }), false);
  await allow(await visit(), demo, 'eid_sign_in');

  await visitor.go('/login?return_to=/account/security');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.chooseFactor('bankid');
  await visitor.expectPage('answer', 'bankid');
  if (manner.javaScript) await visitor.assertAccessible();
  assert.deepEqual(await demo.orders(), []);
  await visitor.follow({ device: 'this' });
  const { auto_start_token: left } = await demo.order();
  await visitor.act('cancel');
  await visitor.expectPage('password');
  await demo.noOrders();

  // Somebody without an account here.
  await visitor.chooseFactor('bankid');
  await visitor.follow({ device: 'this' });
  const { auto_start_token: strange } = await demo.order();
  assert.notEqual(strange, left);
  await demo.play(strange, 'sign', { personal_number: '191212121212' });
  if (!manner.javaScript) {
    await reaches(visitor, manner, 'proved');
    await visitor.act('continue');
  } else {
    await visitor.page.locator('[role="alert"]').waitFor({ timeout: patience });
  }
  await visitor.expectPage('password');
  assert.notEqual(await visitor.alert(), '');

  // Bo, who types nothing at all, and comes to where he was going. He looks after others, and has shown it beside his password before.
  const earlier = await visit();
  await boAsked(earlier);
  await earlier.follow({ device: 'this' });
  await demo.play((await demo.order()).auto_start_token, 'sign', { personal_number: bo });
  await goesOnTo(earlier, manner, 'account');
  await visitor.chooseFactor('bankid');
  await visitor.follow({ device: 'this' });
  const { auto_start_token: token } = await demo.order();
  await demo.play(token, 'sign', { personal_number: bo });
  await goesOnTo(visitor, manner, 'security');
});

journey('whoever lost everything shows who they are by BankID, and enrols again without staff', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await oskarBinds(visitor, demo, manner);
  await allow(await visit(), demo, 'eid_recovery');
  const recovering = async () => {
    await visitor.go('/o/demo/recover');
    await visitor.chooseFactor('bankid');
    await visitor.expectPage('answer', 'bankid');
    await visitor.follow({ device: 'this' });
    return demo.order();
  };
  // A BankID that was connected today is no way back: whoever got into the account may have connected it.
  const { auto_start_token: early } = await recovering();
  await demo.play(early, 'sign', { personal_number: oskar });
  await goesOnTo(visitor, manner, 'recover');
  assert.notEqual(await visitor.alert(), '');

  await demo.advance(25 * 3600);
  await visitor.go('/o/demo/recover');
  if (manner.javaScript) await visitor.assertAccessible();
  const { auto_start_token: token, visible_text: said } = await recovering();
  assert.match(said, /Demobolaget/);
  await demo.play(token, 'sign', { personal_number: oskar });
  await goesOnTo(visitor, manner, 'new-password');
  assert.notEqual(await visitor.status(), '', 'it says what just happened');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.submit({ newPassword: 'fyra hästar sjunger om regn' });
  await visitor.expectPage('password');
  await visitor.signIn('oskar', 'fyra hästar sjunger om regn');
  await visitor.expectPage('answer', 'bankid');
});

journey('an administrator connects cilla\'s BankID by her number, and she proves it at her next login', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  const agnes = await visit();
  await signInByMail(agnes, demo, 'agnes');
  await openPerson(agnes, 'cilla');
  await agnes.press('main a[href$="/eid"]');
  await agnes.expectPage('admin-person-eid');
  if (manner.javaScript) await assertReads(agnes);

  // What cannot be hers is refused with words, and stands in no address: no number, a wrong last digit, bo's.
  for (const wrong of ['cilla', '990807-2392', bo]) {
    await agnes.submit({ 'personal-number': wrong });
    await agnes.expectPage('admin-person-eid');
    assert.notEqual(await agnes.alert(), '', wrong);
    if (manner.javaScript) await agnes.assertAccessible();
  }
  await agnes.submit({ 'personal-number': '990807-2391' });
  await agnes.expectPage('admin-person');
  assert.notEqual(await agnes.status(), '');
  assert.match(await agnes.text(), /19990807-\*\*\*\*/);
  assert.doesNotMatch(await agnes.page.content(), /2391/, 'the number is masked');
  await demo.latestMail('cilla@demo.example');

  // She has a second step now: nothing is to be set up, and nobody else's BankID does.
  await visitor.signIn('cilla');
  await visitor.expectPage('answer', 'bankid');
  await visitor.follow({ device: 'this' });
  const { auto_start_token: token } = await demo.order();
  assert.equal(await demo.play(token, 'sign', { personal_number: bo }), 409);
  assert.equal(await demo.play(token, 'sign', { personal_number: cilla }), 200);
  await goesOnTo(visitor, manner, 'account');
  await demo.noOrders();
});

/** The part of a support case where the caller shows an eID. */
const called = (visitor) => visitor.page.locator('#eid [data-stage]').getAttribute('data-stage');

/** Waits for a stage of the call, as whoever sits at the desk does. */
async function callReaches(desk, manner, wanted) {
  if (manner.javaScript) {
    await desk.page.locator(`#eid [data-stage="${wanted}"]`).waitFor({ timeout: patience });
    return;
  }
  const until = Date.now() + patience;
  while ((await called(desk)) !== wanted) {
    if (Date.now() > until) throw new Error(`${wanted} was not reached, but ${await called(desk)}:\n${await desk.text()}`);
    await pause(500);
    await desk.press('#eid noscript a.link');
  }
}

journey('oskar calls support, who has him show his BankID on the telephone', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  const caller = await visit();
  await oskarBinds(caller, demo, manner);
  await signInByMail(visitor, demo, 'stina');

  // What was connected a moment ago proves nothing, and the desk is told since when.
  await openCase(visitor, 'oskar');
  assert.equal(await visitor.page.locator('#eid button[name="caller"]').count(), 0);
  await demo.advance(25 * 3600);

  const desk = await visit();
  await signInByMail(desk, demo, 'stina');
  await openCase(desk, 'oskar');
  if (manner.javaScript) await assertReads(desk);
  assert.deepEqual(await demo.orders(), [], 'nothing is asked before somebody says who called');

  // He hangs up; the agent gives it up, and nothing stays open there.
  await desk.press('#eid button[name="caller"][value="us"]');
  assert.equal(await called(desk), 'call');
  const { visible_text: calledByUs } = await demo.order();
  await desk.press('#eid form[action$="/eid/cancel"] button');
  await demo.noOrders();

  // He calls back, and the app says so. Somebody else's BankID does not do; his does.
  await desk.press('#eid button[name="caller"][value="user"]');
  assert.equal(await called(desk), 'call');
  if (manner.javaScript) await assertReads(desk);
  const { auto_start_token: token, visible_text: said } = await demo.order();
  assert.match(said, /Demobolaget/);
  assert.notEqual(said, calledByUs, 'the app tells who called whom');
  if (!manner.javaScript) {
    const told = await desk.status();
    await desk.press('#eid noscript a.link');
    assert.equal(await called(desk), 'call');
    assert.notEqual(await desk.status(), told, 'a look that comes too early is told so');
  }
  assert.equal(await demo.play(token, 'sign', { personal_number: wilma }), 409);
  assert.equal(await demo.play(token, 'sign', { personal_number: oskar }), 200);
  await callReaches(desk, manner, 'proved');
  await desk.press('#eid form[action$="/eid/record"] button');
  await desk.expectPage('admin-recovery-case');
  assert.notEqual(await desk.status(), '');
  assert.match(await desk.page.locator('#eid').innerText(), /19931216-\*\*\*\*/);
  assert.doesNotMatch(await desk.page.content(), new RegExp(oskar), 'nobody at the desk sees the number');
  assert.equal(await desk.page.locator('form[action$="/choose"]').count(), 1, 'it suffices to help him');
  await demo.noOrders();
  await caller.go('/account');
  assert.notEqual(await caller.pageName(), 'account', 'it signs nobody in');
});
