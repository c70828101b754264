// Passkeys as people use them, with Chromium's virtual authenticator: W5, and the whole login without a name.

import assert from 'node:assert/strict';

import { everyLook, everyManner, journey, oskarsPassword } from './harness.mjs';
import { Device, press, told } from './passkeys.mjs';
import { picture } from './pictures.mjs';

const withJavaScript = everyManner.filter(({ javaScript }) => javaScript);
const withoutJavaScript = everyManner.filter(({ javaScript }) => !javaScript);

const goOn = 'main form [data-action="continue"]';
const byPasskey = 'button[data-factor="passkey"]';
const add = 'button[data-action="enrol"][data-factor="passkey"]';

/** Oskar, of whom nothing is demanded, on his security page. */
async function oskarsAccount(visitor) {
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('account');
  await visitor.go('/account/security');
}

/** From the security page to the page that asks for a new passkey; gives the recovery codes, where they come first. */
async function upToEnrol(visitor) {
  await visitor.press(add);
  if ((await visitor.pageName()) === 'recovery-codes') {
    const codes = await visitor.readRecoveryCodes();
    await visitor.answerCode(codes[2]);
    await visitor.expectPage('enrol', 'passkey');
    return codes;
  }
  await visitor.expectPage('enrol', 'passkey');
  return [];
}

/** Binds one on this device. */
async function enrol(visitor, device) {
  const codes = await upToEnrol(visitor);
  await device.yesTo(() => press(visitor, goOn), 'done');
  return codes;
}

async function signOut(visitor) {
  await visitor.go('/account');
  await visitor.act('sign-out');
  await visitor.expectPage('password');
}

journey('oskar creates a passkey, and from then on needs neither name nor password', { manners: withJavaScript }, async ({ visitor, manner }) => {
  const device = await Device.plugInto(visitor);
  await oskarsAccount(visitor);
  await upToEnrol(visitor);
  await picture(visitor, manner, 'passkey-create');

  // He thinks better of it: neutral words, and the page goes on working.
  await device.recognises(false);
  await device.says(true);
  await press(visitor, goOn);
  const stopped = await told(visitor);
  assert.doesNotMatch(stopped, /error|fel|security|WebAuthn/i);
  await device.recognises(true);
  await device.yesTo(() => press(visitor, goOn), 'done');

  // W5: it is on this device alone, so a second way is offered at once.
  assert.match(await visitor.text(), /inte på andra|not work on others/);
  assert.ok(await visitor.offers({ action: 'enrol' }));
  await visitor.act('continue');
  await visitor.expectPage('security');
  assert.match(await visitor.text(), /inte på andra|not work on others/);
  const [made] = await device.passkeys();
  assert.equal(made.rpId, 'localhost');
  assert.equal(made.userName, 'oskar');
  assert.ok(made.isResidentCredential);

  // As second step it begins by itself, for starting it costs nothing.
  await signOut(visitor);
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('answer', 'passkey');
  await picture(visitor, manner, 'passkey');
  await device.yesTo(() => press(visitor, goOn), 'account');

  // The whole login by the button: nothing is typed.
  await signOut(visitor);
  await picture(visitor, manner, 'login-passkey');
  await device.yesTo(() => press(visitor, byPasskey), 'account');
  await visitor.go('/account/security');
  assert.match(await visitor.text(), /oskar/i);

  // And by what the browser offers in the field of the name: here it chooses by itself.
  await signOut(visitor);
  const field = visitor.page.locator('input[autocomplete~="webauthn"]');
  assert.equal(await field.count(), 1);
  await device.yesTo(() => visitor.go('/login'), 'account');
});

journey('a device that does not check the person is a second step, and no whole login', { manners: withJavaScript }, async ({ visitor }) => {
  const key = await Device.plugInto(visitor, { checks: false, key: true });
  await oskarsAccount(visitor);
  await enrol(visitor, key);
  await signOut(visitor);
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('answer', 'passkey');
  await key.yesTo(() => press(visitor, goOn), 'account');
  await signOut(visitor);
  await key.ready();
  await press(visitor, byPasskey);
  assert.notEqual(await told(visitor), '');
  await visitor.expectPage('password');
});

journey('two devices, each with its own, and none gets a second one', { manners: withJavaScript }, async ({ visitor }) => {
  const telephone = await Device.plugInto(visitor, { synced: true });
  await oskarsAccount(visitor);
  await enrol(visitor, telephone);
  assert.doesNotMatch(await visitor.text(), /inte på andra|not work on others/);
  await visitor.go('/account/security');
  assert.match(await visitor.text(), /Följer med till dina andra enheter|Comes along to your other devices/);

  // The same device once more: it says that it has one.
  await upToEnrol(visitor);
  await telephone.says(true);
  await press(visitor, goOn);
  assert.match(await told(visitor), /redan en passkey|already has a passkey/);
  await telephone.unplug();

  const computer = await Device.plugInto(visitor);
  await visitor.go('/account/security');
  await enrol(visitor, computer);
  await visitor.go('/account/security');
  assert.equal(await visitor.page.locator('a[data-action="remove"][data-factor="passkey"]').count(), 2);
  await signOut(visitor);
  await computer.yesTo(() => press(visitor, byPasskey), 'account');
});

journey('a copied passkey is refused, and oskar is told', { manners: withJavaScript }, async ({ visitor, demo }) => {
  const device = await Device.plugInto(visitor, { offers: false });
  await oskarsAccount(visitor);
  await enrol(visitor, device);
  // It is used often, and then a copy from before that is.
  const [made] = await device.passkeys();
  const counted = async (signCount) => {
    await device.forget(made.credentialId);
    await device.keep({ ...made, signCount });
  };
  await counted(50);
  await signOut(visitor);
  await device.yesTo(() => press(visitor, byPasskey), 'account');
  await counted(20);
  await signOut(visitor);
  await device.ready();
  await press(visitor, byPasskey);
  await visitor.page.locator('[role="alert"]').waitFor();
  assert.match(await visitor.alert(), /kopierats|copied/);
  await visitor.expectPage('password');
  // The letter goes out beside the answer.
  const said = async () => (await demo.outbox({ to: 'oskar@demo.example' })).some(({ body }) => /räknare gick bakåt|count went backwards/.test(body));
  for (let tries = 0; tries < 50 && !(await said()); tries += 1) await visitor.page.waitForTimeout(200);
  assert.ok(await said());
});

journey('what is removed here is gone at the provider, and what is gone there leaves other ways', { manners: withJavaScript }, async ({ visitor }) => {
  const device = await Device.plugInto(visitor, { offers: false });
  await oskarsAccount(visitor);
  const codes = await enrol(visitor, device);

  // Gone at the provider: neutral words, and another way on the same page.
  const [gone] = await device.passkeys();
  await device.forget(gone.credentialId);
  await signOut(visitor);
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('answer', 'passkey');
  await device.says(true);
  await press(visitor, goOn);
  assert.notEqual(await told(visitor), '');
  await visitor.act('other-factor');
  await visitor.expectPage('choose-factor');
  await visitor.chooseFactor('recovery_codes');
  await visitor.answerCode(codes[5]);
  await visitor.expectPage('account');

  // Unknown here: the page says so, and how to go on.
  await device.says(false);
  await visitor.go('/account/security');
  await visitor.follow({ action: 'remove' });
  await visitor.expectPage('remove', 'passkey');
  await visitor.act('remove');
  await visitor.expectPage('security');
  await device.keep(gone);
  await signOut(visitor);
  await device.ready();
  await press(visitor, byPasskey);
  await visitor.page.locator('[role="alert"]').waitFor();
  assert.match(await visitor.alert(), /har den passkeyn|has that passkey/);
  await device.says(false);

  // The security page tells the provider what the account has: nothing any more.
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('account');
  await device.holds(1);
  await visitor.go('/account/security');
  await device.holds(0);
});

journey('cilla, who must set something up, chooses a passkey', { manners: withJavaScript }, async ({ visitor }) => {
  const device = await Device.plugInto(visitor, { synced: true });
  await visitor.signIn('cilla');
  await visitor.expectPage('enrol-choose');
  await visitor.chooseFactor('passkey');
  await visitor.expectPage('reauthenticate');
  await visitor.givePassword();
  await visitor.expectPage('recovery-codes', 'recovery_codes');
  const codes = await visitor.readRecoveryCodes();
  await visitor.answerCode(codes[4]);
  await visitor.expectPage('enrol', 'passkey');
  await device.yesTo(() => press(visitor, goOn), 'done');
  await visitor.act('continue');
  if ((await visitor.pageName()) === 'trust-device') await visitor.act('dont-trust');
  await visitor.expectPage('account');
  await signOut(visitor);
  await device.yesTo(() => press(visitor, byPasskey), 'account');
});

journey('without JavaScript a sentence says why, and the other ways are there', { manners: withoutJavaScript }, async ({ visitor }) => {
  await visitor.go('/login');
  await visitor.chooseFactor('passkey');
  await visitor.expectPage('answer', 'passkey');
  assert.match(await visitor.text(), /JavaScript/);
  await visitor.act('continue');
  await visitor.expectPage('answer', 'passkey');
  assert.match(await visitor.alert(), /JavaScript/);
  await visitor.act('cancel');
  await visitor.expectPage('password');

  await oskarsAccount(visitor);
  await upToEnrol(visitor);
  assert.match(await visitor.text(), /JavaScript/);
  await visitor.act('continue');
  await visitor.expectPage('enrol', 'passkey');
  assert.match(await visitor.alert(), /JavaScript/);
  await visitor.act('cancel');
  await visitor.go('/account/security');
  await visitor.press('button[data-action="enrol"][data-factor="totp"]');
});

journey('every page of passkeys is accessible, fits, and is used by the keyboard', { manners: everyLook }, async ({ visitor, manner }) => {
  const device = await Device.plugInto(visitor);
  const look = async (name) => {
    await visitor.assertAccessible();
    for (const width of [320, 768, 1280]) {
      await visitor.page.setViewportSize({ width, height: 800 });
      await visitor.screenshot(`passkey ${name} ${manner.language} ${manner.scheme} ${width}`);
    }
    await visitor.page.setViewportSize({ width: 1024, height: 768 });
  };
  await visitor.go('/login');
  await look('login');
  await oskarsAccount(visitor);
  await upToEnrol(visitor);
  await look('create');
  await device.recognises(false);
  await device.says(true);
  await press(visitor, goOn);
  await told(visitor);
  await look('create stopped');
  await device.recognises(true);
  await device.yesTo(async () => {
    await visitor.tabTo(goOn);
    await visitor.page.keyboard.press('Enter');
  }, 'done');
  await look('done');
  await visitor.go('/account/security');
  await look('security');
  await signOut(visitor);
  await visitor.signIn('oskar', oskarsPassword);
  await visitor.expectPage('answer', 'passkey');
  await look('use');
  await visitor.act('cancel');
  await device.yesTo(async () => {
    await visitor.tabTo(byPasskey);
    await visitor.page.keyboard.press('Enter');
  }, 'account');
});
