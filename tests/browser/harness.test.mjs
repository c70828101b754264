// The harness itself, against small pages served here: a harness that sees nothing would let everything through.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { violations } from './accessibility.mjs';
import { browser, codeIn, linkIn, oathtool, Visitor } from './harness.mjs';

const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'";
const frame = (main) => `<!doctype html><html lang="sv"><head><title>t</title></head><body>${main}</body></html>`;
const pages = {
  '/login': () => frame(`<main data-page="password"><h1>Logga in</h1><form method="post" action="/code">
    <label>Namn <input name="u" autocomplete="username webauthn"></label>
    <label>Lösenord <input name="p" type="password" autocomplete="current-password"></label>
    <button>Fortsätt</button><button name="x" value="y">Nej</button></form><a hreflang="en" href="/en">English</a></main>`),
  '/code': (body) => frame(`<main data-page="answer" data-factor="totp"><h1>Kod</h1><p>${body}</p><p role="alert"> Fel kod </p>
    <form method="post" action="/code"><label>Kod <input name="c" autocomplete="one-time-code" inputmode="numeric"></label>
    <button data-action="continue">Fortsätt</button></form>
    <a data-action="other-factor" data-factor="email" href="/en">Annat sätt</a>
    <ul><li data-recovery-code>abcd-efgh</li><li data-recovery-code>ijkl-mnop</li></ul>
    <p data-secret><span>JBSW</span> <span>Y3DP</span></p><a href="otpauth://totp/x?secret=JBSWY3DP">Öppna</a></main>`),
  '/en': () => frame('<main data-page="done"><h1>Done</h1></main>').replace('"sv"', '"en"'),
  '/inline': () => frame('<main data-page="done"><h1>x</h1><p style="color:red">y</p></main>'),
  '/elsewhere': () => frame('<main><h1>x</h1><img alt="" src="http://127.0.0.1:9/x.png"></main>'),
  '/missing': () => frame('<main><h1>x</h1><img alt="" src="/nothing.png"></main>'),
  '/grey': () => frame('<main><h1>x</h1><svg width="900" height="9"></svg><input></main>'),
};

let server;
let origin;
before(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const page = pages[request.url];
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    response.end(page ? page(body.replaceAll('<', '')) : 'no');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

const visit = async (options) => Visitor.open(await browser(), origin, options);

for (const javaScript of [true, false]) {
  test(`a visitor finds its way by the promised attributes, JavaScript ${javaScript ? 'on' : 'off'}`, async () => {
    const visitor = await visit({ javaScript });
    await visitor.signIn('cilla', 'å;<');
    await visitor.expectPage('answer', 'totp');
    assert.match(await visitor.text(), /u=cilla&p=%C3%A5%3B%3C\s/, 'the first button goes on');
    assert.equal(await visitor.alert(), 'Fel kod');
    assert.equal(await visitor.status(), '');
    assert.equal(await visitor.language(), 'sv');
    await visitor.answerCode('123456');
    assert.match(await visitor.text(), /c=123456/);
    assert.deepEqual(await visitor.readRecoveryCodes(), ['abcd-efgh', 'ijkl-mnop']);
    assert.equal(await visitor.readSecret(), 'JBSWY3DP');
    assert.match(await visitor.otpauthLink(), /^otpauth:/);
    assert.deepEqual(await visitor.factorsOffered(), ['email']);
    assert.equal(await visitor.offers({ action: 'resend' }), false);
    await assert.rejects(visitor.expectPage('done'), /expected the page done, found answer about totp/);
    await visitor.chooseFactor('email');
    await visitor.expectPage('done');
    await visitor.go('/login');
    await visitor.switchLanguage('en');
    assert.equal(await visitor.language(), 'en');
    visitor.assertNoFaults();
    await visitor.close();
  });
}

test('what goes wrong behind a page is noticed', async () => {
  const seen = [];
  for (const path of ['/inline', '/elsewhere', '/missing']) {
    const visitor = await visit({});
    await visitor.go(path);
    await visitor.page.waitForLoadState('networkidle');
    assert.throws(() => visitor.assertNoFaults(), `${path} went unnoticed`);
    seen.push(visitor.faults.join(' '));
    await visitor.close();
  }
  assert.match(seen[0], /Content Security Policy/);
  assert.match(seen[1], /Content Security Policy|left for/);
  assert.match(seen[2], /nothing\.png answered 404/);
});

test('what is not accessible is told, element by element', async () => {
  const visitor = await visit({});
  await visitor.go('/grey');
  const found = await violations(visitor.page);
  assert.match(found.join('\n'), /label \(critical\)/);
  await assert.rejects(visitor.assertAccessible(), /breaks WCAG/);
  await visitor.go('/login');
  await visitor.assertAccessible();
  await visitor.close();
});

test('a page that must be scrolled sideways is told', async () => {
  const { assertFitsWidth } = await import('./accessibility.mjs');
  const visitor = await visit({});
  await visitor.go('/grey');
  await assert.rejects(assertFitsWidth(visitor.page), /px wide on a screen of 320/);
  await visitor.close();
});

test('codes come from a program nobody here wrote', async () => {
  assert.equal(await oathtool('GEZD GNBV-GY3TQOJQGEZDGNBVGY3TQOJQ', new Date(59_000)), '287082');
  assert.equal(codeIn({ body: '123456 är din kod. Den gäller till 10:42.\n@localhost #123456' }), '123456');
  assert.throws(() => codeIn({ body: 'ring 1234567' }));
  assert.equal(linkIn({ body: 'Öppna <http://localhost:1/o/demo/recover?t=a.b.c> nu' }), 'http://localhost:1/o/demo/recover?t=a.b.c');
  assert.match(execFileSync('zbarimg', ['--version'], { encoding: 'utf8' }), /\d/);
});
