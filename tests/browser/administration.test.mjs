// The administration, as the owner of the demo's organisation goes through it: messages, their gateways, guards and texts, and the log.

import assert from 'node:assert/strict';

import { takeAway } from './administrators.mjs';
import { codeIn, everyLook, everyManner, journey } from './harness.mjs';

const bosNumber = '+46701740605';
const pages = ['/admin/', '/admin/roles', '/admin/roles/permissions', '/admin/users', '/admin/users/add', '/admin/import', '/admin/recovery',
  '/admin/credentials', '/admin/audit', '/admin/settings', '/operator/', '/admin/messages', '/admin/messages/gateways/add', '/admin/messages/gateways/add/46elks', '/admin/messages/limits',
  '/admin/messages/prices', '/admin/messages/sending', '/admin/messages/texts/prove-sv', '/admin/messages/test', '/admin/deliveries'];

async function agnesSignsIn(visitor, demo) {
  await visitor.signIn('agnes');
  await visitor.expectPage('answer', 'email');
  await visitor.answerCode(await demo.latestCode({ to: 'agnes@demo.example' }));
  await visitor.expectPage('account');
}

/** The cells of a table for spreadsheets; none of those here is quoted over more than a line. */
function cells(table, sign) {
  return table.replace('\ufeff', '').trim().split('\r\n').map((line) => line.split(sign));
}

journey('agnes narrows a guard, once she has shown anew that it is she', { manners: everyManner }, async ({ visitor, demo, visit }) => {
  await agnesSignsIn(visitor, demo);
  await visitor.go('/admin/messages/limits');
  await visitor.expectPage('admin-limits');
  await visitor.submit({ per_number_10m: '4' });
  await visitor.expectPage('admin-limits');
  assert.notEqual(await visitor.alert(), '', 'more than is built in is refused');
  assert.equal(await visitor.page.locator('input[name="per_number_10m"]').getAttribute('aria-invalid'), 'true');

  // By the time she saves, her proof is old.
  await demo.advance(601);
  await visitor.submit({ per_number_10m: '2' });
  await visitor.expectPage('reauthenticate');
  await visitor.givePassword();
  await visitor.expectPage('answer', 'email');
  await visitor.answerCode(await demo.latestCode({ to: 'agnes@demo.example' }));
  await visitor.expectPage('admin-limits');
  assert.equal(await visitor.page.locator('input[name="per_number_10m"]').inputValue(), '2', 'what she typed is still there');
  await visitor.submit({ per_number_10m: '2' });
  await visitor.expectPage('admin-messages');
  assert.notEqual(await visitor.status(), '');

  // And the guard holds: the third message to bo's number is kept back, and the log says so.
  const bo = await visit();
  await bo.signInUpTo('bo', 'sms');
  for (const wait of [60, 120]) {
    await demo.advance(wait);
    await bo.resend();
    await bo.expectPage('answer', 'sms');
  }
  assert.equal((await demo.outbox({ to: bosNumber })).length, 2);
  await visitor.go('/admin/deliveries?state=suppressed');
  await visitor.expectPage('admin-deliveries');
  assert.equal(await visitor.page.locator('tbody tr').count(), 1);
  assert.match(await visitor.text(), /\+46 •• ••• •• 05/);
});

journey('agnes writes a text of her own, and bo gets it', { manners: everyManner }, async ({ visitor, demo, visit, manner }) => {
  await agnesSignsIn(visitor, demo);
  await visitor.go(`/admin/messages/texts/prove-${manner.language}`);
  await visitor.expectPage('admin-wording');
  const usual = await visitor.page.locator('textarea').inputValue();
  for (const wrong of ['Ingen kod här', 'Koden är {code}', '{code} https://demo.example', '{code} {code}', '{code}\n@evil.example #1', `{code} ${'å'.repeat(160)}`, '{code} till {namn}']) {
    await visitor.submit({ text: wrong });
    await visitor.expectPage('admin-wording');
    assert.notEqual(await visitor.alert(), '', wrong);
    assert.equal((await visitor.page.locator('textarea').inputValue()).replaceAll('\r', ''), wrong, 'what was typed stays');
  }
  const text = '{code} släpper in dig hos {organisation} i {minutes} minuter.';
  await visitor.page.locator('textarea').fill(text);
  await visitor.press('button[name="act"][value="check"]');
  await visitor.expectPage('admin-wording');
  const finished = await visitor.page.locator('main .bubble').innerText();
  assert.match(finished, /^\d{6} släpper in dig hos Demobolaget i 5 minuter\.\s+@localhost #\d{6}$/);
  await visitor.submit({ text });
  await visitor.expectPage('admin-messages');
  assert.notEqual(await visitor.status(), '');

  const bo = await visit();
  await bo.signInUpTo('bo', 'sms');
  const message = await demo.latestMessage({ to: bosNumber });
  assert.equal(message.body, `${codeIn(message)} släpper in dig hos Demobolaget i 5 minuter.\n\n@localhost #${codeIn(message)}`);

  // The usual text is one press away.
  await visitor.go(`/admin/messages/texts/prove-${manner.language}`);
  await visitor.press('button[name="act"][value="usual"]');
  await visitor.go(`/admin/messages/texts/prove-${manner.language}`);
  assert.equal(await visitor.page.locator('textarea').inputValue(), usual);
});

journey('agnes tries the gateways with a message, finds it in the log, and takes the log home', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await agnesSignsIn(visitor, demo);
  await visitor.go('/admin/messages/test');
  await visitor.submit({ number: '0900 123 45 67' });
  assert.notEqual(await visitor.alert(), '');
  await visitor.submit({ number: '070-174 06 09' });
  assert.equal(await visitor.alert(), '');
  assert.notEqual(await visitor.status(), '');
  const message = await demo.latestMessage({ channel: 'sms' });
  assert.equal(message.to, '+46701740609');
  assert.doesNotMatch(message.body, /(?<!\d)\d{6}(?!\d)/, 'a test message holds no code');

  await visitor.go('/admin/deliveries');
  await visitor.expectPage('admin-deliveries');
  assert.match(await visitor.text(), /\+46 •• ••• •• 09/);
  assert.doesNotMatch(await visitor.page.content(), /1740609|174 06 09/);
  const rows = await visitor.page.locator('tbody tr').count();
  await visitor.page.locator('select[name="channel"]').selectOption('sms');
  await visitor.press('main form[role="search"] button');
  const bySms = await visitor.page.locator('tbody tr').count();
  assert.ok(bySms >= 1 && bySms < rows, `${bySms} of ${rows} rows are text messages`);

  const table = await visitor.context.request.get('/admin/deliveries.csv', { headers: { 'accept-language': manner.language } });
  assert.equal(table.status(), 200);
  assert.match(table.headers()['content-type'], /^text\/csv/);
  const lines = cells(await table.text(), manner.language === 'sv' ? ';' : ',');
  assert.equal(lines.length, rows + 1);
  const [to] = lines.slice(1).filter((line) => line.some((cell) => cell.endsWith('•• 09')));
  assert.ok(to, 'the message is in the table');
  assert.ok(to.every((cell) => !/^[=+@-]/.test(cell)), 'no cell is a formula');
});

journey('agnes adds a gateway, puts it first, and removes it', { manners: everyManner }, async ({ visitor, demo }) => {
  await agnesSignsIn(visitor, demo);
  await visitor.go('/admin/messages');
  await visitor.press('a[href="/admin/messages/gateways/add"]');
  await visitor.expectPage('admin-gateway-kinds');
  await visitor.press('a[href$="/add/gatewayapi"]');
  await visitor.expectPage('admin-gateway');
  await visitor.submit({ name: 'Reserven', 'setting-token': 'a-secret-of-the-account' });
  const gateways = () => visitor.page.locator('main ol.list > li strong').allInnerTexts();
  await visitor.go('/admin/messages');
  assert.deepEqual(await gateways(), ['Demo', 'Reserven']);
  await visitor.press('main ol.list > li:nth-child(2) button[value="up"]');
  assert.deepEqual(await gateways(), ['Reserven', 'Demo']);

  // What is secret is never shown again, and stays when the form is saved without it.
  await visitor.press('main ol.list > li:nth-child(1) a.button.second');
  await visitor.expectPage('admin-gateway');
  assert.doesNotMatch(await visitor.page.content(), /a-secret-of-the-account/);
  await visitor.submit({ name: 'Den andra' });
  await visitor.go('/admin/messages');
  assert.deepEqual(await gateways(), ['Den andra', 'Demo']);

  await visitor.press('main ol.list > li:nth-child(1) [data-action="remove"]');
  await visitor.expectPage('admin-confirm');
  await visitor.act('cancel');
  await visitor.expectPage('admin-messages');
  await visitor.press('main ol.list > li:nth-child(1) [data-action="remove"]');
  await visitor.act('remove');
  await visitor.go('/admin/messages');
  assert.deepEqual(await gateways(), ['Demo']);
});

journey('the administration is not there for those without the right to it', { manners: everyManner }, async ({ visitor, demo, visit }) => {
  const people = [['wilma', 'wilma@demo.example']];
  for (const [username, to] of people) {
    const person = await visit();
    await person.signIn(username);
    if ((await person.pageName()) === 'choose-factor') await person.chooseFactor('email');
    await person.answerCode(await demo.latestCode({ to }));
    if ((await person.pageName()) === 'trust-device') await person.act('dont-trust');
    await person.expectPage('account');
    assert.equal(await person.page.locator('a[href^="/admin"]').count(), 0, `${username} is shown no way there`);
    for (const path of [...pages, '/admin/deliveries.csv']) {
      assert.equal(await person.go(path), 404, `${username} at ${path}`);
    }
  }
  await visitor.go('/admin/messages');
  await visitor.expectPage('password');
});

journey('every page of the administration is accessible in both languages and both colour schemes', { manners: everyLook }, async ({ visitor, demo, visit }) => {
  const bo = await visit();
  await bo.signInUpTo('bo', 'sms');
  await agnesSignsIn(visitor, demo);
  for (const path of pages) {
    assert.equal(await visitor.go(path), 200, path);
    await visitor.assertAccessible();
  }
  await visitor.go('/admin/messages/limits');
  await visitor.submit({ per_number_10m: '4', per_number_day: '11' });
  assert.notEqual(await visitor.alert(), '');
  await visitor.assertAccessible();
});

journey('agnes gets everywhere in the administration with the keyboard alone', { manners: [{ language: 'sv' }, { language: 'en' }] }, async ({ visitor, demo }) => {
  await agnesSignsIn(visitor, demo);
  // Somebody has no other way than the one that is switched off below.
  await takeAway(visitor, 'bo', 'BankID');
  await visitor.go('/account');
  await visitor.enter('a[href="/admin/"]');
  await visitor.expectPage('admin');
  await visitor.enter('main a[href="/admin/messages"]');
  await visitor.expectPage('admin-messages');
  await visitor.enter('a[href="/admin/messages/limits"]');
  await visitor.expectPage('admin-limits');
  await visitor.tabTo('input[name="per_number_10m"]');
  await visitor.page.keyboard.press('Control+A');
  await visitor.page.keyboard.type('2');
  await visitor.enter('main form button[data-action="continue"]');
  await visitor.expectPage('admin-messages');
  assert.notEqual(await visitor.status(), '');
  await visitor.enter('button[name="to"][value="off"]');
  await visitor.expectPage('admin-locks-out');
  await visitor.tabTo('input[name="confirm"]');
  await visitor.page.keyboard.type('Demobolaget');
  await visitor.enter('main form button[data-action="continue"]');
  await visitor.expectPage('admin-messages');
  await visitor.enter('button[name="to"][value="on"]');
  await visitor.expectPage('admin-messages');
  await visitor.enter('a[href="/admin/deliveries"]');
  await visitor.expectPage('admin-deliveries');
  await visitor.tabTo('select[name="channel"]');
  await visitor.page.keyboard.press('ArrowDown');
  await visitor.enter('main form[role="search"] button');
  await visitor.expectPage('admin-deliveries');
  assert.match(visitor.page.url(), /channel=./);
});
