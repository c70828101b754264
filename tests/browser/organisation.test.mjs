// What an organisation decides, its machines' credentials, and the organisations of the installation: as agnes, who owns the default
// organisation, and as her namesake next door, who owns another.

import assert from 'node:assert/strict';

import { demoPassword, everyManner, journey, linkIn } from './harness.mjs';
import { chooseFile, proveAnew, signInByMail, signInByText, signInChoosingMail } from './administrators.mjs';
import { adminPicture } from './pictures.mjs';

const bosNumber = '+46701740605';
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="#1f6f5c"/></svg>';
const value = (visitor, name) => visitor.page.locator(`main [name="${name}"]`).inputValue();
const invalid = (visitor, name) => visitor.page.locator(`main [name="${name}"]`).getAttribute('aria-invalid');

/** Opens a part of the settings from their page, as one comes there. */
async function openSettings(visitor, part) {
  await visitor.go('/admin/settings');
  await visitor.expectPage('admin-settings');
  await visitor.press(`main a[href="/admin/settings/${part}"]`);
}

journey('agnes gives her organisation a name, a colour that can be read everywhere, and a logo', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await signInByMail(visitor, demo, 'agnes');
  await openSettings(visitor, 'general');
  await visitor.expectPage('admin-settings-general');
  for (const wrong of ['grass', '#12345', 'url(x)', '#1f6f5c;color:red']) {
    await visitor.submit({ name: 'Grönköpings energi', accent: wrong });
    await visitor.expectPage('admin-settings-general');
    assert.notEqual(await visitor.alert(), '', wrong);
    assert.deepEqual([await value(visitor, 'name'), await value(visitor, 'accent')], ['Grönköpings energi', wrong], 'what was typed stands');
  }
  // Yellow on white is read by nobody: it is darkened there, and the page says to what and with which contrast.
  await visitor.submit({ accent: '#ffe066' });
  await visitor.expectPage('admin-settings');
  assert.notEqual(await visitor.status(), '');
  const said = await visitor.page.locator('main li', { hasText: /#[0-9a-f]{6}/ }).allInnerTexts();
  assert.equal(said.length, 2);
  const contrasts = said.map((line) => Number(line.match(/(\d+[.,]\d) (?:till|to) 1/)[1].replace(',', '.')));
  assert.ok(contrasts.every((contrast) => contrast >= 4.5), `contrasts of ${contrasts}`);
  assert.doesNotMatch(said[0], /#ffe066/, 'on light pages it is another');
  if (manner.javaScript) await visitor.assertAccessible();

  await openSettings(visitor, 'logo');
  await visitor.expectPage('admin-logo');
  for (const [name, content, type] of [['mark.svg', drawing.replace('<circle', '<script>alert(1)</script><circle'), 'image/svg+xml'], ['mark.png', 'no picture', 'image/png']]) {
    await chooseFile(visitor, name, content, type);
    await visitor.act('continue');
    await visitor.expectPage('admin-logo');
    assert.notEqual(await visitor.alert(), '', `${name} is refused`);
  }
  await chooseFile(visitor, 'mark.svg', drawing, 'image/svg+xml');
  await visitor.act('continue');
  await visitor.expectPage('admin-settings');
  assert.notEqual(await visitor.status(), '');
  await adminPicture(visitor, manner, 'settings');
  await openSettings(visitor, 'contact');
  await visitor.submit({ support_email: 'hjalp@gronkoping.example', support_phone: '0910-70 00 00', support_hours: '7–16' });
  await visitor.expectPage('admin-settings');

  // Whoever comes to sign in sees all of it.
  const guest = await visit();
  await guest.go('/login');
  for (const told of [/Grönköpings energi/, /hjalp@gronkoping\.example/, /0910-70 00 00/, /7–16/]) assert.match(await guest.text(), told);
  const shown = guest.page.locator('header img, body > nav img, .bar img').first();
  assert.match(await shown.getAttribute('src'), /./);
  assert.ok(await shown.evaluate((image) => image.complete && image.naturalWidth > 0), 'the logo is a picture that loads');
  if (manner.javaScript) await guest.assertAccessible();

  await openSettings(visitor, 'logo');
  await visitor.act('remove');
  await visitor.expectPage('admin-settings');
  await guest.go('/login');
  assert.equal(await guest.page.locator('header img[src^="data:"], .bar img[src^="data:"]').count(), 0);
});

journey('agnes decides how much of a number is shown, and in which languages', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await signInByMail(visitor, demo, 'agnes');
  await visitor.go('/admin/settings');
  await visitor.press('main a[href="/admin/messages/sending"]');
  await visitor.expectPage('admin-sending');
  await visitor.page.locator('select[name="shown"]').selectOption('none');
  await visitor.act('continue');
  const bo = await visit();
  await bo.signInUpTo('bo', 'sms');
  assert.doesNotMatch(await bo.text(), /05/, 'not even the last digits are shown');

  await openSettings(visitor, 'languages');
  await visitor.page.locator('input[name="language-en"]').uncheck();
  await visitor.page.locator('select[name="default_language"]').selectOption('en');
  await visitor.act('continue');
  await visitor.expectPage('admin-settings-languages');
  assert.notEqual(await visitor.alert(), '', 'the default is one of those that are offered');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.page.locator('select[name="default_language"]').selectOption('sv');
  await visitor.act('continue');
  await visitor.expectPage('admin-settings');
  assert.equal(await visitor.language(), 'sv');
  const guest = await visit({ language: 'en' });
  await guest.go('/login');
  assert.equal(await guest.language(), 'sv');
  assert.equal(await guest.page.locator('a[hreflang]').count(), 0, 'with one language there is nothing to choose');
});

journey('of two who change the settings the later is told; rules may only be made tighter', { manners: everyManner }, async ({ visitor, demo, visit }) => {
  await signInByMail(visitor, demo, 'agnes');
  await openSettings(visitor, 'access');
  const looser = { password_least: '7', session_idle_minutes: '9', session_hours: '721' };
  const built = Object.fromEntries(await Promise.all(Object.keys(looser).map(async (name) => [name, await value(visitor, name)])));
  for (const [name, number] of Object.entries(looser)) {
    await visitor.submit({ ...built, [name]: number });
    await visitor.expectPage('admin-settings-access');
    assert.equal(await invalid(visitor, name), 'true', name);
    assert.equal(await value(visitor, name), number);
  }
  const bo = await visit();
  await signInByText(bo, demo, 'bo', bosNumber);
  await openSettings(bo, 'contact');
  await openSettings(visitor, 'contact');
  await visitor.submit({ support_hours: '07–16' });
  await visitor.expectPage('admin-settings');
  await bo.submit({ support_hours: '09–15', support_phone: '08-465 004 01' });
  await bo.expectPage('admin-settings-contact');
  assert.notEqual(await bo.alert(), '');
  assert.equal(await value(bo, 'support_phone'), '08-465 004 01', 'what bo typed is still here');
  assert.match(await bo.text(), /07–16/, 'and what agnes saved is beside it');
});

journey('the add-on is switched off by an owner who types the name, and not by bo', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  const bo = await visit();
  await signInByText(bo, demo, 'bo', bosNumber);
  await bo.go('/admin/settings/add-on');
  await bo.expectPage('admin-add-on');
  assert.equal(await bo.page.locator('main form').count(), 0);
  await signInByMail(visitor, demo, 'agnes');
  await openSettings(visitor, 'add-on');
  await visitor.expectPage('admin-add-on');
  if (manner.javaScript) await visitor.assertAccessible();
  await adminPicture(visitor, manner, 'add-on');
  await visitor.submit({ confirmed: 'Grannbolaget' });
  await visitor.expectPage('admin-add-on');
  assert.notEqual(await visitor.alert(), '', 'another name confirms nothing');
  assert.equal(await value(visitor, 'confirmed'), 'Grannbolaget');
  const cilla = await visit();
  await cilla.signIn('cilla');
  await cilla.expectPage('enrol-choose');
  await visitor.submit({ confirmed: 'Demobolaget' });
  await visitor.expectPage('admin-settings');
  assert.notEqual(await visitor.status(), '');
  const again = await visit();
  await again.signIn('cilla');
  await again.expectPage('account');
  await openSettings(visitor, 'add-on');
  await visitor.act('continue');
  await visitor.expectPage('admin-settings');
  const late = await visit();
  await late.signIn('cilla');
  await late.expectPage('enrol-choose');
});

journey('agnes makes an organisation; its first owner comes in; it is suspended and let in again', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await signInByMail(visitor, demo, 'agnes');
  await visitor.go('/operator/');
  await visitor.expectPage('operator');
  await visitor.press('main a[href="/operator/add"]');
  await visitor.expectPage('operator-add');
  const typed = { slug: 'Grannen', organisation_name: 'Sjöbo energi', owner_username: 'sven', owner_name: 'Sven Sjö', owner_email: 'sven at sjobo' };
  for (const wrong of [typed, { ...typed, slug: 'grannen', owner_email: 'sven@sjobo.example' }]) {
    await visitor.submit(wrong);
    await visitor.expectPage('operator-add');
    assert.notEqual(await visitor.alert(), '');
    assert.equal(await value(visitor, 'organisation_name'), 'Sjöbo energi', 'what was typed stands');
  }
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.submit({ slug: 'sjobo' });
  await visitor.expectPage('operator-created');
  if (manner.javaScript) await visitor.assertAccessible();

  const sven = await visit();
  await sven.go(linkIn(await demo.latestMail('sven@sjobo.example')));
  await sven.act('continue');
  await sven.submit({ newPassword: 'en mycket lång mening 2026' });
  await sven.signIn('sven', 'en mycket lång mening 2026', { organisation: 'sjobo' });
  await sven.expectPage('account');
  assert.equal(await sven.go('/admin/settings'), 200, 'and sets the rest');
  assert.match(await sven.text(), /Sjöbo energi/);

  await visitor.go('/operator/');
  await visitor.press('main a[href="/operator/organisations/sjobo"]');
  await proveAnew(visitor, demo, 'agnes');
  await visitor.expectPage('admin-confirm');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.act('remove');
  await visitor.expectPage('operator');
  assert.notEqual(await visitor.status(), '');
  if (manner.javaScript) await visitor.assertAccessible();
  await adminPicture(visitor, manner, 'operator');
  await sven.go('/admin/settings');
  assert.match(sven.page.url(), /\/o\/sjobo\/login/, 'whoever was in is out');
  const out = await visit();
  await out.signIn('sven', 'en mycket lång mening 2026', { organisation: 'sjobo' });
  assert.notEqual(await out.pageName(), 'account', 'the right password lets nobody in');
  assert.notEqual(await out.alert(), '');
  await visitor.press('main a[href="/operator/organisations/sjobo"]');
  await visitor.act('remove');
  await out.signIn('sven', 'en mycket lång mening 2026', { organisation: 'sjobo' });
  await out.expectPage('account');
});

journey('an owner of another organisation has no door to the installation, nor has bo', { manners: everyManner }, async ({ visitor, demo, visit }) => {
  await visitor.signIn('agnes', demoPassword, { organisation: 'grannen' });
  await visitor.expectPage('answer', 'email');
  const [letter] = (await demo.outbox({ channel: 'email' })).filter(({ to }) => to.startsWith('agnes@'));
  await visitor.answerCode(await demo.latestCode({ to: letter.to }));
  await visitor.expectPage('account');
  const bo = await visit();
  await signInByText(bo, demo, 'bo', bosNumber);
  for (const person of [visitor, bo]) {
    await person.go('/admin/');
    assert.equal(await person.page.locator('a[href^="/operator"]').count(), 0);
    for (const path of ['/operator/', '/operator/add', '/operator/organisations/demo', '/operator/organisations/grannen']) {
      assert.equal(await person.go(path), 404, path);
    }
  }
  await visitor.go('/admin/settings');
  assert.match(await visitor.text(), /Grannbolaget/);
  assert.doesNotMatch(await visitor.text(), /Demobolaget/);
});

/** Asks the API, as the machine that has this secret. */
async function asked(demo, secret, path = '/api/v1/users') {
  const answer = await fetch(demo.origin + path, { headers: { authorization: `Bearer ${secret}` } });
  const code = answer.headers.get('content-type').includes('problem') ? (await answer.clone().json()).code : undefined;
  return { status: answer.status, code, body: await answer.json() };
}
/** The secret on the page that shows it once. */
async function secretOf(visitor) {
  await visitor.expectPage('admin-credential-made');
  return (await visitor.page.locator('[data-api-credential]').innerText()).trim();
}
/** Looks again until a machine's last use is told, which is written down within seconds; gives up as impatient people do. */
async function seenUsed(visitor, account) {
  const lastUsed = visitor.page.locator('main tbody tr', { hasText: account }).first().locator('td').nth(3);
  const until = Date.now() + 20_000;
  do {
    await visitor.go('/admin/credentials');
    if (/\d/.test(await lastUsed.innerText())) return true;
  } while (Date.now() < until);
  return false;
}

journey('agnes gives a machine a credential that is shown once, replaces it with days to change over, and revokes it', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await signInByMail(visitor, demo, 'agnes');
  await visitor.go('/admin/credentials');
  await visitor.expectPage('admin-credentials');
  await visitor.press('main a[href="/admin/credentials/account"]');
  await visitor.expectPage('admin-machine');
  await visitor.page.locator('main input[name="username"]').fill('lonesystemet');
  await visitor.submit({ name: 'Lönesystemet' });
  await visitor.expectPage('admin-credentials');
  assert.match(await visitor.text(), /Lönesystemet/);

  // She goes for coffee; a credential is made by nobody who does not prove anew who it is, and nothing that was typed is lost.
  await visitor.press('main a[href="/admin/credentials/new"]');
  await visitor.expectPage('admin-credential');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.page.locator('select[name="account"]').selectOption({ label: 'Lönesystemet (lonesystemet)' });
  await visitor.page.locator('input[name="scope-people-read"]').check();
  await demo.advance(601);
  await visitor.submit({ label: 'Lön, i valvet', days: '90' });
  await visitor.expectPage('reauthenticate');
  await proveAnew(visitor, demo, 'agnes');
  await visitor.expectPage('admin-credential');
  assert.deepEqual([await value(visitor, 'label'), await value(visitor, 'days')], ['Lön, i valvet', '90']);
  assert.ok(await visitor.page.locator('input[name="scope-people-read"]').isChecked());
  await visitor.submit({ days: '731' });
  await visitor.expectPage('admin-credential');
  assert.notEqual(await visitor.alert(), '', 'two years are the most');
  await visitor.submit({ days: '90' });
  const first = await secretOf(visitor);
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.act('continue');
  await visitor.expectPage('admin-credentials');
  assert.doesNotMatch(await visitor.page.content(), new RegExp(first.split('.').at(-1)), 'the secret is on no other page');

  const people = await asked(demo, first);
  assert.equal(people.status, 200);
  assert.ok(JSON.stringify(people.body).includes('wilma'), 'it reads people');
  assert.equal((await asked(demo, first, '/api/v1/roles')).status, 403, 'and nothing else');

  await visitor.go('/admin/credentials');
  await visitor.press('main tbody tr:has-text("Lönesystemet") a[href$="/rotate"]');
  await visitor.expectPage('admin-credential-rotate');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.submit({ days: '90', overlap: '3' });
  const second = await secretOf(visitor);
  assert.notEqual(second, first);
  for (const secret of [first, second]) assert.equal((await asked(demo, secret)).status, 200, 'both are good for a while');
  await adminPicture(visitor, manner, 'credential-made');
  await demo.advance(3 * 86_400 + 60);
  assert.equal((await asked(demo, first)).status, 401, 'the old one is over');
  assert.equal((await asked(demo, second)).status, 200);

  await visitor.context.clearCookies();
  await signInByMail(visitor, demo, 'agnes');
  assert.ok(await seenUsed(visitor, 'Lönesystemet'), 'the list says when it was used');
  if (manner.javaScript) await visitor.assertAccessible();
  await adminPicture(visitor, manner, 'credentials');
  await visitor.press('main tbody tr:has(a[href$="/revoke"]):has-text("Lönesystemet") a[href$="/revoke"]');
  await visitor.expectPage('admin-confirm');
  await visitor.act('remove');
  await visitor.expectPage('admin-credentials');
  assert.notEqual(await visitor.status(), '');
  const refused = await asked(demo, second);
  assert.equal(refused.status, 401);
  assert.ok(refused.code, 'the refusal has a code that programs read');
});
