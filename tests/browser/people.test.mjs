// People (item 4 of the administration, E6), as agnes and bo look after them: finding somebody, why they were asked, suspending and letting
// in, what is done to many at once, and the roles that only an owner gives.

import assert from 'node:assert/strict';

import { everyLook, everyManner, journey } from './harness.mjs';
import { assertReads, chooseFile, openPerson, signInByMail, signInByText, signInChoosingMail } from './administrators.mjs';
import { adminPicture } from './pictures.mjs';

const bosNumber = '+46701740605';

/** Each language and each way to read a page once: for what the journeys before have gone through in every manner. */
const crossed = [everyManner[0], everyManner[3]];
/** Each language and each colour scheme once. */
const bothLooks = [everyLook[0], everyLook[3]];
const names = (visitor) => visitor.page.locator('main tbody th .link').allInnerTexts();
const actOn = (visitor, act) => visitor.press(`main aside a[href$="/${act}"]`);
const section = (visitor, name) => visitor.page.locator(`section[aria-labelledby="${name}"]`).innerText();

/** Narrows the list down by what is chosen and typed, with the form. */
async function filter(visitor, values) {
  await visitor.go('/admin/users');
  await visitor.expectPage('admin-people');
  for (const [name, value] of Object.entries(values)) {
    const field = visitor.page.locator(`main form [name="${name}"]`);
    if (name === 'q') await field.fill(value);
    else await field.selectOption(name === 'role' ? { label: value } : value);
  }
  await visitor.press('main form[role="search"] [data-action="continue"]');
  await visitor.expectPage('admin-people');
  return names(visitor);
}

/** Brings people in with a table, as agnes would. */
async function bringIn(visitor, people) {
  const lines = people.map(([username, name]) => `${username};${name};${username}@demo.example;panel`);
  await visitor.go('/admin/import/new');
  await chooseFile(visitor, 'people.csv', Buffer.from(['username;name;e-mail;roles', ...lines].join('\r\n')));
  await visitor.press('main form[enctype] button');
  await visitor.expectPage('admin-import-columns');
  await visitor.press('main form[action$="/check"] button');
  await visitor.page.locator('main[data-page="admin-import"]').waitFor();
  await visitor.press('main form.card button');
}

/** Confirms what the page asks once more. */
async function confirm(visitor, page = 'admin-person') {
  await visitor.expectPage('admin-confirm');
  await visitor.act('remove');
  await visitor.expectPage(page);
}

/** Sends a form of a person's page as whoever tampers with it would. */
async function force(visitor, path, form = {}) {
  await visitor.go('/admin/users/add');
  const csrf = await visitor.page.locator('main form input[name="csrf"]').first().inputValue();
  const answer = await visitor.context.request.post(path, { form: { csrf, ...form }, maxRedirects: 0 });
  return answer.status();
}

const pathOf = (visitor) => new URL(visitor.page.url()).pathname;

journey('agnes finds people: by name, username, e-mail and last digits, narrowed down, sorted, a page at a time', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await signInByMail(visitor, demo, 'agnes');
  await signInByText(await visit(), demo, 'bo', bosNumber);
  await visitor.go('/admin/users');
  await visitor.expectPage('admin-people');
  assert.deepEqual(await names(visitor), ['Agnes Åkerlund', 'Bo Öberg', 'Cilla Ek', 'Oskar Lind', 'Robot', 'Stina Berg', 'Wilma Sjö']);
  await adminPicture(visitor, manner, 'people');
  if (manner.javaScript) await visitor.assertAccessible();

  // Every word must be found, however it is written; a number by its end, once it is on record.
  assert.deepEqual(await filter(visitor, { q: 'ÅKER agn' }), ['Agnes Åkerlund']);
  assert.notEqual(await visitor.status(), '', 'it says how many');
  assert.deepEqual(await filter(visitor, { q: 'sjö' }), ['Wilma Sjö']);
  assert.deepEqual(await filter(visitor, { q: 'cilla@demo.example' }), ['Cilla Ek']);
  assert.deepEqual(await filter(visitor, { q: 'oskar' }), ['Oskar Lind']);
  assert.deepEqual(await filter(visitor, { q: '0617' }), []);
  await openPerson(visitor, 'cilla');
  await visitor.press('main a[href$="/addresses/add"]');
  await visitor.page.locator('select[name="channel"]').selectOption('phone');
  await visitor.submit({ number: '070-174 06 17' });
  await visitor.expectPage('admin-person');
  assert.deepEqual(await filter(visitor, { q: '0617' }), ['Cilla Ek']);
  assert.deepEqual(await filter(visitor, { q: 'nobody by that name' }), []);

  // Filters, alone and together; the address of the page holds them.
  assert.deepEqual(await filter(visitor, { state: 'pending' }), ['Cilla Ek', 'Oskar Lind', 'Robot']);
  assert.deepEqual(await filter(visitor, { state: 'pending', role: 'Accounting' }), ['Cilla Ek']);
  assert.deepEqual(await filter(visitor, { factor: 'sms' }), ['Bo Öberg', 'Wilma Sjö']);
  assert.deepEqual(await filter(visitor, { factor: 'sms', role: 'Panel' }), ['Wilma Sjö']);
  await visitor.page.reload();
  assert.deepEqual(await names(visitor), ['Wilma Sjö']);

  // More than a page of them, in the order of the Swedish alphabet.
  const many = Array.from({ length: 60 }, (_, at) => [`m${at}`, `Mona ${String(at).padStart(2, '0')}`]);
  await bringIn(visitor, [...many, ['zara', 'Zara Zetter'], ['asa', 'Åsa Ahl'], ['arla', 'Ärla Falk'], ['osten', 'Östen Falk']]);
  await visitor.go('/admin/users');
  const first = await names(visitor);
  assert.equal(first.length, 50);
  await visitor.press('main nav a[rel="next"]');
  const second = await names(visitor);
  assert.deepEqual([...first, ...second], [...first, ...second].sort(new Intl.Collator('sv').compare));
  assert.deepEqual(second.slice(-4), ['Zara Zetter', 'Åsa Ahl', 'Ärla Falk', 'Östen Falk']);
  assert.equal(first.length + second.length, 71);
  await visitor.press('main nav a[rel="prev"]');
  assert.deepEqual(await names(visitor), first);
  await visitor.enter('nav.letters a[href$="at=%C3%B6"]');
  assert.equal((await names(visitor))[0], 'Östen Falk');

  // With the keyboard alone.
  await visitor.go('/admin/users');
  await visitor.tabTo('main input[name="q"]');
  await visitor.page.keyboard.type('falk');
  await Promise.all([visitor.page.waitForNavigation(), visitor.page.keyboard.press('Enter')]);
  assert.deepEqual((await names(visitor)).sort(), ['Ärla Falk', 'Östen Falk']);
  await visitor.enter('main tbody a[href^="/admin/users/"]');
  await visitor.expectPage('admin-person');

  // By the last sign-in, the latest first. When somebody came in is written down aside, within seconds.
  const late = Date.now() + 30_000;
  let byLogin;
  do byLogin = (await filter(visitor, { sort: 'login' })).slice(0, 2);
  while (byLogin[0] !== 'Bo Öberg' && Date.now() < late);
  assert.deepEqual(byLogin, ['Bo Öberg', 'Agnes Åkerlund']);
});

/** What a person's page says, in both languages. */
const said = {
  sv: { because: /På grund av Panel/, days: /14 dagar/, demanded: 'Rollen Panel krävde ett andra steg.', trusted: /Webbläsaren var betrodd till/, mailed: /Inloggad med .*post/, refused: /svaret togs inte emot/ },
  en: { because: /Because of Panel/, days: /14 days/, demanded: 'The role Panel demanded a second step.', trusted: /The browser was trusted until/, mailed: /Signed in with .*mail/, refused: /the answer was not taken/ },
};

journey('a person\'s page says what applies and because of which role, and why wilma was asked and then was not', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  const words = said[manner.language];
  const wilma = await visit();
  await wilma.signIn('wilma');
  await wilma.chooseFactor('email');
  await wilma.answerCode('000000');
  await wilma.answerCode(await demo.latestCode({ to: 'wilma@demo.example' }));
  await wilma.expectPage('trust-device');
  await wilma.act('trust');
  await wilma.expectPage('account');
  await wilma.act('sign-out');
  await demo.advance(60);
  await wilma.signIn('wilma');
  await wilma.expectPage('account');

  await signInByMail(visitor, demo, 'agnes');
  await openPerson(visitor, 'wilma');
  const policy = await section(visitor, 'policy');
  assert.match(policy, words.because);
  assert.match(policy, words.days);
  const traces = await visitor.page.locator('ol.traces > li').allInnerTexts();
  assert.equal(traces.length, 2);
  assert.match(traces[0], words.trusted, 'the last one was not asked');
  assert.doesNotMatch(traces[0], words.mailed);
  assert.ok(traces[1].includes(words.demanded));
  assert.match(traces[1], words.refused);
  assert.match(traces[1], words.mailed);
  assert.match(await section(visitor, 'devices'), /Chrome/);
  assert.match(await section(visitor, 'sessions'), /127\.0\.0\.1/);
  await adminPicture(visitor, manner, 'person', { top: 1640 });
  if (manner.javaScript) await visitor.assertAccessible();

  // Somebody whom nothing asks.
  await openPerson(visitor, 'oskar');
  assert.doesNotMatch(await section(visitor, 'policy'), words.because);

  // Forgetting the device signs her out, and she is asked again.
  await openPerson(visitor, 'wilma');
  await actOn(visitor, 'forget-devices');
  await confirm(visitor);
  await wilma.go('/account');
  assert.notEqual(await wilma.pageName(), 'account');
  await signInChoosingMail(wilma, demo, 'wilma');
  await visitor.page.reload();
  await actOn(visitor, 'end-sessions');
  await confirm(visitor);
  await wilma.go('/account');
  assert.notEqual(await wilma.pageName(), 'account');

  // Wrong codes make her wait. Agnes takes the wait back, and the next answer counts at once.
  await wilma.signIn('wilma');
  if ((await wilma.pageName()) === 'choose-factor') await wilma.chooseFactor('email');
  for (let wrong = 0; wrong < 5; wrong += 1) await wilma.answerCode('000000');
  await visitor.go('/admin/users?state=locked');
  assert.deepEqual(await names(visitor), ['Wilma Sjö']);
  await visitor.press('main tbody a[href^="/admin/users/"]');
  await actOn(visitor, 'unlock');
  await confirm(visitor);
  await signInChoosingMail(await visit(), demo, 'wilma');
});

journey('bo suspends wilma: her session ends at once, and she is let in again; an owner and a machine are beyond him', { manners: crossed }, async ({ visitor, demo, visit }) => {
  const wilma = await visit();
  await signInChoosingMail(wilma, demo, 'wilma');
  await signInByText(visitor, demo, 'bo', bosNumber);

  // By the time he does it his proof is old.
  await demo.advance(601);
  await openPerson(visitor, 'wilma');
  await actOn(visitor, 'suspend');
  await visitor.expectPage('reauthenticate');
  await visitor.givePassword();
  await visitor.chooseFactor('sms');
  await visitor.expectPage('answer', 'sms');
  await visitor.answerCode(await demo.latestCode({ to: bosNumber }));
  await visitor.expectPage('admin-confirm');
  await visitor.act('cancel');
  await wilma.go('/account');
  await wilma.expectPage('account');
  await actOn(visitor, 'suspend');
  await confirm(visitor);
  assert.equal(await visitor.page.locator('main .tag.bad').count(), 1);
  await wilma.go('/account');
  assert.notEqual(await wilma.pageName(), 'account', 'at once');
  await wilma.signIn('wilma');
  await wilma.expectPage('password');
  assert.notEqual(await wilma.alert(), '', 'and she does not come in again');
  assert.deepEqual(await filter(visitor, { state: 'suspended' }), ['Wilma Sjö']);
  await visitor.press('main tbody a[href^="/admin/users/"]');
  await actOn(visitor, 'let-in');
  await confirm(visitor);
  await signInChoosingMail(wilma, demo, 'wilma');

  // Owners are changed by owners, and nobody suspends themselves.
  await openPerson(visitor, 'agnes');
  assert.equal(await visitor.page.locator('main aside a').count(), 0);
  const agnes = pathOf(visitor);
  assert.equal(await force(visitor, `${agnes}/suspend`), 422);
  assert.equal(await force(visitor, `${agnes}/end-sessions`), 422);
  await openPerson(visitor, 'bo');
  const own = pathOf(visitor);
  assert.equal(await visitor.page.locator('main aside a[href$="/suspend"]').count(), 0);
  assert.equal(await force(visitor, `${own}/suspend`), 422);
  await visitor.go('/account');
  await visitor.expectPage('account');
});

journey('e6 what only an owner assigns is given by agnes, and not by bo, whatever he sends', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  const tick = (who, role) => who.page.locator(`input[type="checkbox"][name="role-${role}"]`);
  await signInByText(visitor, demo, 'bo', bosNumber);
  await openPerson(visitor, 'cilla');
  const cilla = pathOf(visitor);
  for (const role of ['owner', 'administrator', 'support-agent']) {
    await visitor.go(`${cilla}/roles`);
    const box = tick(visitor, role);
    assert.equal(await box.isDisabled(), true, `${role} is closed to him`);
    const why = (await box.getAttribute('aria-describedby')).split(' ').at(-1);
    assert.notEqual(await visitor.page.locator(`#${why}`).innerText(), '', 'and it says why');
    if (manner.javaScript && role === 'owner') await visitor.assertAccessible();
    assert.equal(await force(visitor, `${cilla}/roles`, { 'role-accounting': 'yes', [`role-${role}`]: 'yes' }), 422);
    await visitor.go(`${cilla}/roles`);
    assert.equal(await tick(visitor, role).isChecked(), false, `${role}: nothing was saved`);
  }
  assert.equal(await force(visitor, `${cilla}/make-owner`), 422);

  // What is his to give he gives.
  await visitor.go(`${cilla}/roles`);
  await tick(visitor, 'customer').check();
  await visitor.press('main form [data-action="continue"]');
  await visitor.expectPage('admin-person');
  assert.match(await section(visitor, 'roles'), /Customer/);

  const agnes = await visit();
  await signInByMail(agnes, demo, 'agnes');
  await agnes.go(`${cilla}/roles`);
  await agnes.tabTo('input[name="role-administrator"]');
  await agnes.page.keyboard.press('Space');
  await agnes.enter('main form [data-action="continue"]');
  await agnes.expectPage('admin-person');
  assert.match(await section(agnes, 'roles'), /Administrator/);

  // Nor does he take it away again; and the last owner stays one.
  await visitor.go(`${cilla}/roles`);
  assert.equal(await tick(visitor, 'administrator').isDisabled(), true);
  assert.equal(await force(visitor, `${cilla}/roles`, { 'role-accounting': 'yes', 'role-customer': 'yes' }), 422);
  await agnes.go(cilla);
  assert.match(await section(agnes, 'roles'), /Administrator/);
  await openPerson(agnes, 'agnes');
  await actOn(agnes, 'end-owner');
  await confirm(agnes);
  assert.notEqual(await agnes.alert(), '', 'she is the last one');
  await agnes.go(cilla);
  await actOn(agnes, 'make-owner');
  await confirm(agnes);
  await visitor.go(cilla);
  assert.equal(await visitor.page.locator('main aside a').count(), 0, 'and an owner is beyond him altogether');
  await openPerson(agnes, 'agnes');
  await actOn(agnes, 'end-owner');
  await confirm(agnes);
  assert.equal(await agnes.alert(), '', 'there is another one now');
  assert.match(await section(agnes, 'roles'), /Owner/, 'what her role gives she keeps');
});

journey('agnes does something with all people of a filter: counted, shown, and refused where they are others by then', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  const choose = async (act, role) => {
    await visitor.press('main a[href^="/admin/users/all"]');
    await visitor.expectPage('admin-people-all');
    await visitor.page.locator('select[name="act"]').selectOption(act);
    if (role) await visitor.page.locator('select[name="with"]').selectOption({ label: role });
  };
  const preview = () => visitor.press('main form [data-action="continue"]');
  const bo = await visit();
  await signInByText(bo, demo, 'bo', bosNumber);
  await signInByMail(visitor, demo, 'agnes');
  assert.deepEqual(await filter(visitor, { state: 'pending' }), ['Cilla Ek', 'Oskar Lind', 'Robot']);
  await choose('give-role', 'Panel');
  assert.match(await visitor.page.locator('main .lead').innerText(), /3/);
  assert.deepEqual(await visitor.page.locator('main ul li').allInnerTexts(), ['Cilla Ek', 'Oskar Lind', 'Robot']);
  await adminPicture(visitor, manner, 'people-all');
  if (manner.javaScript) await visitor.assertAccessible();
  await preview();
  await visitor.expectPage('admin-confirm');
  assert.match(await visitor.heading(), /3.*Panel/);
  assert.match(await visitor.text(), /Cilla Ek, Oskar Lind, Robot/);

  // Meanwhile bo adds somebody whom the filter means too.
  await bo.go('/admin/users/add');
  await bo.page.locator('main input[name="username"]').fill('nils');
  await bo.submit({ name: 'Nils Ny' });
  await bo.expectPage('admin-person');
  await visitor.act('remove');
  await visitor.expectPage('admin-people-all');
  assert.notEqual(await visitor.alert(), '');
  assert.match(await visitor.text(), /Nils Ny/);
  assert.deepEqual(await filter(bo, { role: 'Panel' }), ['Wilma Sjö'], 'nothing was done');

  // Looked at anew it is done, but for the machine, and everything is counted.
  await visitor.page.locator('select[name="act"]').selectOption('give-role');
  await visitor.page.locator('select[name="with"]').selectOption({ label: 'Panel' });
  await preview();
  await confirm(visitor, 'admin-people-order');
  const going = () => visitor.offers({ action: 'continue' });
  while (await going()) await visitor.act('continue');
  const facts = await visitor.page.locator('dl.facts dd').allInnerTexts();
  assert.deepEqual(facts.slice(1), ['4', '4', '3', '1']);
  if (manner.javaScript) await visitor.assertAccessible();
  assert.deepEqual(await filter(visitor, { role: 'Panel' }), ['Cilla Ek', 'Nils Ny', 'Oskar Lind', 'Wilma Sjö']);

  // Her own account is left as it is; wilma is signed out.
  const wilma = await visit();
  await signInChoosingMail(wilma, demo, 'wilma');
  assert.deepEqual(await filter(visitor, { factor: 'email' }), ['Agnes Åkerlund', 'Stina Berg', 'Wilma Sjö']);
  await choose('end-sessions');
  await preview();
  await confirm(visitor, 'admin-people-order');
  while (await going()) await visitor.act('continue');
  await wilma.go('/account');
  assert.notEqual(await wilma.pageName(), 'account');
  await visitor.go('/admin/users');
  await visitor.expectPage('admin-people');
});

journey('the pages of people fit and are accessible in both languages and both colour schemes', { manners: bothLooks }, async ({ visitor, demo, visit }) => {
  const wilma = await visit();
  await signInChoosingMail(wilma, demo, 'wilma');
  await signInByMail(visitor, demo, 'agnes');
  await openPerson(visitor, 'wilma');
  await assertReads(visitor);
  const person = pathOf(visitor);
  for (const path of ['edit', 'roles', 'addresses/add', 'suspend', 'export', 'erase']) {
    assert.equal(await visitor.go(`${person}/${path}`), 200, path);
    await assertReads(visitor);
  }
  await visitor.go('/admin/users');
  await assertReads(visitor);
  await visitor.go('/admin/users?q=nobody+at+all');
  await assertReads(visitor);
  await visitor.go('/admin/users/add');
  await visitor.page.locator('main input[name="username"]').fill('not a username');
  await visitor.submit({ email: 'no address' });
  assert.notEqual(await visitor.alert(), '');
  await assertReads(visitor);
  await visitor.go('/admin/users/all?state=pending');
  await assertReads(visitor);
  await visitor.go('/admin/users/order');
  await assertReads(visitor);
});
