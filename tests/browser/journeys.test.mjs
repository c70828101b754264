// The journeys of the people of the demo, as they go them: in both languages, with and without JavaScript, in a real browser.

import assert from 'node:assert/strict';

import { everyManner, everyLook, journey, linkIn, oathtool, oskarsPassword } from './harness.mjs';
import { picture } from './pictures.mjs';

const day = 86_400;

/** Signs in as somebody who gets codes by mail, and chooses that where there is a choice. */
async function signInByMail(visitor, demo, username, password) {
  await visitor.signIn(username, password);
  if ((await visitor.pageName()) === 'choose-factor') await visitor.chooseFactor('email');
  await visitor.expectPage('answer', 'email');
  await visitor.answerCode(await demo.latestCode({ to: `${username}@demo.example` }));
}

/** Sets up an authenticator app at the login; gives its key and the recovery codes. */
async function enrolApp(visitor, demo) {
  await visitor.signIn('cilla');
  await visitor.expectPage('enrol-choose');
  await visitor.chooseFactor('totp');
  await visitor.expectPage('reauthenticate');
  await visitor.givePassword();
  await visitor.expectPage('recovery-codes', 'recovery_codes');
  const codes = await visitor.readRecoveryCodes();
  await visitor.answerCode(codes[4]);
  await visitor.expectPage('enrol', 'totp');
  const secret = await visitor.readSecret();
  await visitor.answerCode(await oathtool(secret, await demo.now()));
  await visitor.expectPage('done');
  return { secret, codes };
}

journey('cilla must set up an authenticator app and proves it from then on', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await visitor.go('/login');
  await picture(visitor, manner, 'login');
  await visitor.signIn('cilla', 'not her password');
  await visitor.expectPage('password');
  assert.notEqual(await visitor.alert(), '');
  await visitor.signIn('cilla');

  // C1: she cannot go on, the page says why, and leaving it by the address leads back.
  await visitor.expectPage('enrol-choose');
  await picture(visitor, manner, 'enrol-choose');
  assert.deepEqual((await visitor.factorsOffered()).sort(), ['bankid', 'email', 'passkey', 'sms', 'totp', 'voice']);
  await visitor.go('/account/security');
  await visitor.expectPage('enrol-choose');

  // C2: the password once more, with a way back.
  await visitor.chooseFactor('totp');
  await visitor.expectPage('reauthenticate');
  await visitor.act('cancel');
  await visitor.expectPage('enrol-choose');
  await visitor.chooseFactor('totp');
  await visitor.givePassword('not her password');
  await visitor.expectPage('reauthenticate');
  assert.notEqual(await visitor.alert(), '');
  await visitor.givePassword();

  // W2: the recovery codes first, one typed back.
  await visitor.expectPage('recovery-codes', 'recovery_codes');
  await picture(visitor, manner, 'recovery-codes');
  const codes = await visitor.readRecoveryCodes();
  assert.equal(codes.length, 10);
  await visitor.answerCode('0000-0000-0000-0000');
  await visitor.expectPage('recovery-codes');
  assert.notEqual(await visitor.alert(), '');
  await visitor.answerCode(codes[9].toLowerCase().replaceAll('-', ' '));

  // C3, O1: the key in groups, the link, and a picture that a scanner reads.
  await visitor.expectPage('enrol', 'totp');
  await picture(visitor, manner, 'enrol-totp');
  const secret = await visitor.readSecret();
  assert.match(secret, /^[A-Z2-7]{32}$/);
  assert.equal(new URL(await visitor.otpauthLink()).searchParams.get('secret'), secret);
  assert.equal(new URL(await visitor.readQrCode()).searchParams.get('secret'), secret);
  await visitor.answerCode('000000');
  await visitor.expectPage('enrol', 'totp');
  assert.notEqual(await visitor.alert(), '');
  assert.equal(await visitor.readSecret(), secret, 'a wrong code keeps the same key');
  await visitor.answerCode(await oathtool(secret, await demo.now()));

  // C5, O2: it says that it is active.
  await visitor.expectPage('done');
  await picture(visitor, manner, 'done');
  await visitor.act('continue');
  await visitor.expectPage('account');
  await visitor.go('/account/security');
  await visitor.expectPage('security');
  await picture(visitor, manner, 'security');
  await visitor.act('sign-out');

  // From then on the login asks for a code, and takes each one once.
  await demo.advance(30);
  await visitor.signIn('CILLA');
  await visitor.expectPage('answer', 'totp');
  await picture(visitor, manner, 'answer');
  const code = await oathtool(secret, await demo.now());
  await visitor.answerCode(`${code.slice(0, 3)} ${code.slice(3)}`);
  await visitor.expectPage('account');
  await visitor.act('sign-out');
  await visitor.signIn('cilla');
  await visitor.answerCode(code);
  await visitor.expectPage('answer', 'totp');
  assert.notEqual(await visitor.alert(), '');

  // O2: with the phone gone a recovery code opens the account, once.
  await visitor.act('other-factor');
  await visitor.expectPage('choose-factor');
  await visitor.chooseFactor('recovery_codes');
  await visitor.expectPage('answer', 'recovery_codes');
  await visitor.answerCode(codes[0]);
  await visitor.expectPage('account');
  await visitor.act('sign-out');
  await visitor.signIn('cilla');
  await visitor.act('other-factor');
  await visitor.chooseFactor('recovery_codes');
  await visitor.answerCode(codes[0]);
  await visitor.expectPage('answer', 'recovery_codes');
  assert.notEqual(await visitor.alert(), '');
});

journey('oskar switches two-step on and off again, with a password of every kind of sign', { manners: everyManner }, async ({ visitor, demo }) => {
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('account');
  await visitor.go('/account/security/add');
  await visitor.expectPage('enrol-choose');
  await visitor.chooseFactor('totp');
  await visitor.expectPage('recovery-codes');
  const codes = await visitor.readRecoveryCodes();
  await visitor.answerCode(codes[2]);
  await visitor.expectPage('enrol', 'totp');
  const secret = await visitor.readSecret();
  await visitor.answerCode(await oathtool(secret, await demo.now()));
  await visitor.expectPage('done');
  await visitor.go('/account/security');
  await visitor.act('sign-out');

  await demo.advance(30);
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('answer', 'totp');
  await visitor.answerCode(await oathtool(secret, await demo.now()));
  await visitor.expectPage('account');

  // O3: once the proof is old, switching off asks for the password and the second step again.
  await demo.advance(600);
  await visitor.go('/account/security');
  await visitor.act('switch-off');
  await visitor.expectPage('reauthenticate');
  await visitor.givePassword(oskarsPassword);
  await visitor.expectPage('answer', 'totp');
  await visitor.answerCode(await oathtool(secret, await demo.now()));
  if ((await visitor.pageName()) === 'security' && (await visitor.offers({ action: 'switch-off' }))) await visitor.act('switch-off');
  if (await visitor.offers({ action: 'switch-off' })) await visitor.act('switch-off');
  await visitor.expectPage('security');
  assert.equal(await visitor.offers({ action: 'switch-off' }), false);
  await visitor.act('sign-out');
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('account');
});

journey('wilma is not asked for a code for a fortnight on a device that she trusts', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await signInByMail(visitor, demo, 'wilma');
  await visitor.expectPage('trust-device');
  await picture(visitor, manner, 'trust');
  await visitor.act('trust');
  await visitor.expectPage('account');
  await visitor.act('sign-out');

  await demo.advance(13 * day);
  await visitor.signIn('wilma');
  await visitor.expectPage('account');
  await visitor.act('sign-out');

  const stranger = await visit();
  await stranger.signIn('wilma');
  await stranger.expectPage('choose-factor');

  await demo.advance(day + 60);
  await signInByMail(visitor, demo, 'wilma');
  await visitor.expectPage('trust-device');
  await visitor.act('dont-trust');
  await visitor.expectPage('account');
});

journey('agnes types a code from her mail at every login, and finds her way after each mistake', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  const other = manner.language === 'sv' ? 'en' : 'sv';
  await visitor.signIn('agnes');
  await visitor.expectPage('answer', 'email');
  const replaced = await demo.latestCode({ to: 'agnes@demo.example' });
  await visitor.answerCode(replaced === '000000' ? '111111' : '000000');
  await visitor.expectPage('answer', 'email');
  assert.notEqual(await visitor.alert(), '');

  // A new code replaces the old one, and the old one is no wrong guess.
  await demo.advance(31);
  await visitor.go('/login');
  await visitor.act('resend');
  await visitor.expectPage('answer', 'email');
  assert.notEqual(await visitor.status(), '');
  const code = await demo.latestCode({ to: 'agnes@demo.example' });
  if (code !== replaced) {
    await visitor.answerCode(replaced);
    await visitor.expectPage('answer', 'email');
    assert.notEqual(await visitor.alert(), '');
  }

  // The language changes in the middle, and the login stands where it stood.
  await visitor.go('/login');
  await visitor.switchLanguage(other);
  assert.equal(await visitor.language(), other);
  await visitor.expectPage('answer', 'email');
  await visitor.answerCode(code);
  await visitor.expectPage('account');

  // The back button shows no form that could be sent twice to any effect.
  await visitor.back();
  await visitor.go('/login');
  await visitor.expectPage('account');
});

journey('two tabs, a login that took too long, and going back all end somewhere sensible', {}, async ({ visitor, demo }) => {
  await visitor.signIn('agnes');
  const tab = await visitor.openTab();
  await tab.go('/login');
  await tab.expectPage('answer', 'email');
  await visitor.answerCode(await demo.latestCode({ to: 'agnes@demo.example' }));
  await visitor.expectPage('account');
  await tab.answerCode('123456');
  await tab.expectPage('account');
  await tab.act('sign-out');
  await visitor.go('/account/security');
  await visitor.expectPage('password');

  await visitor.signIn('agnes');
  await visitor.expectPage('answer', 'email');
  await demo.advance(31 * 60);
  await visitor.answerCode('123456');
  await visitor.expectPage('expired');
});

journey('a forgotten password is replaced by a mailed link, and the second step is still asked for', { manners: everyManner }, async ({ visitor, demo }) => {
  const { secret } = await enrolApp(visitor, demo);
  await visitor.go('/account');
  await visitor.act('sign-out');
  await visitor.go('/o/demo/recover');
  await visitor.submit({ username: 'cilla' });
  const link = linkIn(await demo.latestMail('cilla@demo.example'));
  assert.ok(link.startsWith(`${demo.origin}/`), link);
  await visitor.go(link);
  await visitor.act('continue');
  await visitor.expectPage('answer', 'totp');
  await demo.advance(30);
  await visitor.answerCode(await oathtool(secret, await demo.now()));
  await visitor.submit({ newPassword: 'fyra hästar sjunger om regn' });
  await visitor.expectPage('password');
  await demo.advance(30);
  await visitor.signIn('cilla', 'fyra hästar sjunger om regn');
  await visitor.expectPage('answer', 'totp');
  await visitor.answerCode(await oathtool(secret, await demo.now()));
  await visitor.expectPage('account');
});

journey('every page of the way is accessible in both languages and both colour schemes', { manners: everyLook }, async ({ visitor, demo }) => {
  const seen = [];
  const look = async (name) => {
    await visitor.expectPage(name);
    await visitor.assertAccessible();
    seen.push(name);
  };
  await visitor.go('/demo/');
  await visitor.assertAccessible();
  await visitor.go('/o/demo/recover');
  await visitor.assertAccessible();
  await visitor.signIn('cilla', 'wrong');
  await look('password');
  await visitor.signIn('cilla');
  await look('enrol-choose');
  await visitor.chooseFactor('totp');
  await look('reauthenticate');
  await visitor.givePassword();
  await look('recovery-codes');
  await visitor.answerCode((await visitor.readRecoveryCodes())[0]);
  await look('enrol');
  const secret = await visitor.readSecret();
  await visitor.answerCode(await oathtool(secret, await demo.now()));
  await look('done');
  await visitor.go('/account');
  await look('account');
  await visitor.go('/account/security');
  await look('security');
  await visitor.go('/account/security/add');
  await look('enrol-choose');
  await visitor.go('/account/security');
  await visitor.act('sign-out');
  await demo.advance(30);
  await visitor.signIn('cilla');
  await look('answer');
  await visitor.act('other-factor');
  await look('choose-factor');
  await visitor.go('/login/support');
  await look('support');
  await visitor.go('/login');
  await visitor.act('cancel');
  await signInByMail(visitor, demo, 'wilma');
  await look('trust-device');
  await visitor.go('/accessibility');
  await visitor.assertAccessible();
  await visitor.go(`/guide/${await visitor.language()}`);
  await visitor.assertAccessible();
  assert.ok(seen.length >= 13);
});

journey('what happens next door stays next door', {}, async ({ visitor, demo, visit }) => {
  await visitor.signIn('agnes', undefined, { organisation: 'grannen' });
  await visitor.expectPage('answer', 'email');
  const theirs = await demo.latestCode({ to: 'agnes@demo.example' });
  const here = await visit();
  await here.signIn('agnes');
  await here.expectPage('answer', 'email');
  const ours = await demo.latestCode({ to: 'agnes@demo.example' });
  if (ours !== theirs) {
    await here.answerCode(theirs);
    await here.expectPage('answer', 'email');
    assert.notEqual(await here.alert(), '');
  }
  await here.answerCode(ours);
  await here.expectPage('account');
  const [session] = await here.cookies('session');
  await visitor.context.addCookies([{ ...session }]);
  await visitor.answerCode(theirs);
  await visitor.go('/account');
  await visitor.expectPage('account');
  assert.match(await visitor.text(), /Grannbolaget/);
});
