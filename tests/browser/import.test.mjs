// Import and export, as agnes and bo do it: a table out of an office, with what is wrong in it, put in, taken out again and undone; and the
// keys of an authenticator app from another system, with which somebody then signs in.

import assert from 'node:assert/strict';

import { everyManner, journey, oskarsPassword } from './harness.mjs';
import { cellsOf, chooseFile, download, openPerson, signInByApp, signInByMail, signInByText } from './administrators.mjs';
import { adminPicture } from './pictures.mjs';

const bosNumber = '+46701740605';
/** What a spreadsheet in a Swedish office saves; none of its letters differs between Latin-1 and Windows-1252. */
const windows1252 = (lines) => Buffer.from(lines.join('\r\n'), 'latin1');
const rows = (visitor) => visitor.page.locator('main tbody tr');
const row = (visitor, number) => rows(visitor).filter({ has: visitor.page.locator(`th:text-is("${number}")`) });
const count = (visitor, verdict) => visitor.page.locator(`main nav a[href$="verdict=${verdict}"]`).innerText();

/** Chooses a file at *Import a file* and sends it in. */
async function readIn(visitor, name, content, kind = 'people') {
  await visitor.go('/admin/import');
  await visitor.expectPage('admin-imports');
  await visitor.press('main a[href="/admin/import/new"]');
  await visitor.expectPage('admin-import-new');
  await visitor.page.locator(`input[name="kind"][value="${kind}"]`).check();
  await chooseFile(visitor, name, content);
  await visitor.press('main form[enctype] button');
  await visitor.expectPage('admin-import-columns');
}

/** Has the rows looked at; the page that waits leads on by itself. */
async function look(visitor) {
  await visitor.press('main form[action$="/check"] button');
  await visitor.page.locator('main[data-page="admin-import"]').waitFor();
}

const chosen = (visitor) => visitor.page.locator('main tbody select').evaluateAll((selects) => selects.map((select) => select.value));

async function counts(visitor) {
  const numbers = ['new', 'changed', 'unchanged', 'error'].map(async (verdict) => Number((await count(visitor, verdict)).match(/\d+/)[0]));
  return Promise.all(numbers);
}

/** How many people a search finds. */
async function found(visitor, typed) {
  await visitor.go('/admin/users');
  await visitor.submit({ q: typed });
  return visitor.page.locator('main tbody tr').count();
}

journey('agnes imports a table out of an office, sees every row before it happens, and takes it back', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await signInByMail(visitor, demo, 'agnes');
  await readIn(visitor, 'personal.csv', windows1252([
    'Kortnamn;Namn;E-post;Mobil;Roller',
    'asta;Åsta Örnsköld;asta@demo.example;070-174 06 21;Panel',
    'oskar;Oskar Lindström;;;',
    'wilma;Wilma Sjö;wilma@demo.example;;',
    'harriet;=HYPERLINK("http://evil.example");harriet@demo.example;;customer',
  ]));
  // The headings are guessed; where none means the username, the e-mail address is taken for it. That is put right by hand.
  assert.deepEqual(await chosen(visitor), ['', 'name', 'username', 'phone', 'roles']);
  const column = (at, is) => visitor.page.locator(`select[name="column-${at}"]`).selectOption(is);
  await column(2, 'email');
  await visitor.press('main form[action$="/check"] button');
  await visitor.expectPage('admin-import-columns');
  assert.notEqual(await visitor.alert(), '', 'no column is the username');
  assert.deepEqual(await chosen(visitor), ['', 'name', 'email', 'phone', 'roles'], 'what was chosen stands');
  await column(0, 'username');
  if (manner.javaScript) await visitor.assertAccessible();
  await look(visitor);

  assert.match(await visitor.text(), /Windows-1252/);
  assert.deepEqual(await counts(visitor), [2, 1, 1, 0]);
  assert.match(await row(visitor, 2).innerText(), /Åsta Örnsköld/, 'a Swedish name is read as it was written');
  assert.match(await row(visitor, 3).innerText(), /Oskar Lind → Oskar Lindström/, 'what was, and what will be');
  assert.equal(await found(visitor, 'asta'), 0, 'nothing has happened yet');
  await visitor.go('/admin/import');
  await visitor.press('main tbody a[href^="/admin/import/"]');
  await visitor.expectPage('admin-import');
  if (manner.javaScript) await visitor.assertAccessible();
  await visitor.press(`main nav a[href$="verdict=changed"]`);
  assert.equal(await rows(visitor).count(), 1);
  await visitor.press('main form[action$="/apply"] button');
  await visitor.expectPage('admin-import');
  assert.notEqual(await visitor.status(), '');
  const report = visitor.page.url().split('?')[0];

  await openPerson(visitor, 'asta');
  for (const told of [/Åsta Örnsköld/, /asta@demo\.example/, /Panel/]) assert.match(await visitor.text(), told);

  // The export has them all, and nothing in it is a formula.
  await visitor.go('/admin/import');
  const file = await download(visitor, 'main a[download]');
  assert.equal(file.name, 'people.csv');
  const table = cellsOf(file.text, manner.language === 'sv' ? ';' : ',');
  const named = (username) => table.find(([first]) => first === username);
  assert.equal(named('asta')[1], 'Åsta Örnsköld');
  assert.equal(named('harriet')[1], '\'=HYPERLINK("http://evil.example")');
  assert.ok(table.flat().every((cell) => !/^[=+@-]/.test(cell)), 'no cell is a formula');
  // What goes out comes in again and changes nobody.
  await readIn(visitor, file.name, file.text);
  await look(visitor);
  const [, , same] = await counts(visitor);
  assert.deepEqual(await counts(visitor), [0, 0, same, 0]);
  assert.equal(same, table.length - 1, 'everybody is as they were');

  await visitor.go(new URL(report).pathname);
  await visitor.press('main a[data-action="remove"]');
  await visitor.expectPage('admin-confirm');
  await visitor.act('remove');
  await visitor.expectPage('admin-import');
  assert.notEqual(await visitor.status(), '');
  assert.equal(await found(visitor, 'asta'), 0, 'who was added is gone again');
  await openPerson(visitor, 'oskar');
  assert.match(await visitor.heading(), /Oskar Lind$/, 'who was changed has what was');
});

journey('bo imports a table with broken rows: each says its number and why, and only the others are put in', { manners: everyManner }, async ({ visitor, demo, manner }) => {
  await signInByText(visitor, demo, 'bo', bosNumber);
  await readIn(visitor, 'people.csv', [
    'username,name,email,phone,language,roles',
    'dagny,Dagny Dahl,dagny@demo.example,070-174 06 22,sv,customer',
    'egil,Egil Ek,egil at demo.example,,,customer',
    'frida,Frida Fors,frida@demo.example,,,janitors',
    'gerda,Gerda Gran,gerda@demo.example,not a number,,customer',
    ',Nobody,nobody@demo.example,,,',
    'dagny,Dagny Twice,,,,',
    'hilda,Hilda Hed,,,ru,',
    'ivar,Ivar Ijs,ivar@demo.example,,,administrator',
    'jon,"Jon Jern',
  ].join('\n'));
  await adminPicture(visitor, manner, 'import-columns');
  await look(visitor);
  const [added, changed, , broken] = await counts(visitor);
  assert.deepEqual([added, changed, broken], [1, 0, 8]);
  const why = { 3: /egil at demo\.example/, 4: /janitors/, 5: /not a number/, 8: /ru/ };
  for (const [number, told] of Object.entries(why)) assert.match(await row(visitor, number).locator('td').last().innerText(), told, `row ${number}`);
  for (const number of [6, 7, 9, 10]) assert.notEqual((await row(visitor, number).locator('td').last().innerText()).trim(), '', `row ${number}`);
  if (manner.javaScript) await visitor.assertAccessible();
  await adminPicture(visitor, manner, 'import-rows');

  const file = await download(visitor, 'main a[href$="/errors.csv"]');
  assert.deepEqual(cellsOf(file.text, manner.language === 'sv' ? ';' : ',').slice(1).map(([number]) => Number(number)), [3, 4, 5, 6, 7, 8, 9, 10]);

  await visitor.press('main form[action$="/apply"] button');
  await visitor.expectPage('admin-import');
  assert.notEqual(await visitor.alert(), '', 'a file with errors is not put in by one press');
  await visitor.page.locator('input[name="without"]').check();
  await visitor.press('main form[action$="/apply"] button');
  assert.notEqual(await visitor.status(), '');
  assert.equal(await found(visitor, 'dagny'), 1);
  assert.equal(await found(visitor, 'ivar'), 0, 'bo makes nobody an administrator, by no table');
});

journey('what is no table is refused in words, and a file is thrown away again', { manners: everyManner }, async ({ visitor, demo }) => {
  await signInByMail(visitor, demo, 'agnes');
  await readIn(visitor, 'people.xlsx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(600, 7)]));
  assert.notEqual(await visitor.alert(), '');
  assert.equal(await visitor.page.locator('main form[action$="/check"]').count(), 0);
  await visitor.press('main form[action$="/discard"] button');
  await visitor.expectPage('admin-imports');
  assert.notEqual(await visitor.status(), '');
  assert.equal(await rows(visitor).count(), 0);
});

journey('oskar keeps the authenticator app that he had elsewhere', { manners: everyManner }, async ({ visitor, demo, visit }) => {
  await signInByMail(visitor, demo, 'agnes');
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const links = [
    '# moved from the old system',
    `otpauth://totp/Bolaget:oskar?secret=${secret}&issuer=Bolaget`,
    `nobody otpauth://totp/Bolaget?secret=${secret}`,
    `stina otpauth://hotp/Bolaget?secret=${secret}&counter=4`,
  ];
  await readIn(visitor, 'keys.txt', links.join('\n'), 'secrets');
  await look(visitor);
  assert.deepEqual(await counts(visitor), [0, 1, 0, 2]);
  assert.doesNotMatch(await visitor.page.content(), new RegExp(secret), 'a key is shown to nobody');
  await visitor.page.locator('input[name="without"]').check();
  await visitor.press('main form[action$="/apply"] button');
  assert.notEqual(await visitor.status(), '');
  assert.doesNotMatch(await visitor.page.content(), new RegExp(secret));

  const oskar = await visit();
  await signInByApp(oskar, demo, 'oskar', oskarsPassword, secret);
});
