// A person at a browser, who knows the pages by what they promise to everybody: `data-page`, `data-factor`, `data-action`, the standard
// autocomplete tokens, roles and languages. It knows no id and no text, and one class: of a way that is out of use.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { assertAccessible, assertFitsWidth } from './accessibility.mjs';
import { demoPassword } from './demo.mjs';
import { zbarimg } from './programs.mjs';
import { watch } from './watch.mjs';

const screens = process.env.TVASTEG_SCREENS ?? fileURLToPath(new URL('../../.test/screens', import.meta.url));
const languages = { sv: 'sv-SE', en: 'en-GB' };
/** Milliseconds a person waits for a page before giving up; generous, for a loaded machine. */
const patience = 20_000;

const field = {
  username: 'input[autocomplete~="username"]',
  password: 'input[autocomplete~="current-password"]',
  newPassword: 'input[autocomplete~="new-password"]',
  code: 'input[autocomplete~="one-time-code"]',
};

export class Visitor {
  /** Opens a browser profile of its own: nothing is remembered from other visitors. */
  static async open(browser, origin, { javaScript = true, language = 'sv', scheme = 'light', width = 1024, height = 768 } = {}) {
    const context = await browser.newContext({
      baseURL: origin,
      javaScriptEnabled: javaScript,
      locale: languages[language],
      colorScheme: scheme,
      viewport: { width, height },
    });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    return new Visitor(context, page, origin);
  }

  constructor(context, page, origin) {
    this.context = context;
    this.page = page;
    this.origin = origin;
    this.faults = watch(page, origin);
  }

  /** A second tab of the same browser. */
  async openTab() {
    return new Visitor(this.context, await this.context.newPage(), this.origin);
  }

  /** Goes to an address and tells the status it answered with. */
  async go(path) {
    const answer = await this.page.goto(path);
    return answer?.status();
  }

  back() {
    return this.page.goBack();
  }

  // --- what the page says ---

  /** The page's name. */
  pageName() {
    return this.page.locator('main').getAttribute('data-page');
  }

  /** The factor the page is about, or null. */
  factor() {
    return this.page.locator('main').getAttribute('data-factor');
  }

  /** The language the page is in. */
  language() {
    return this.page.locator('html').getAttribute('lang');
  }

  heading() {
    return this.page.locator('h1').innerText();
  }

  text() {
    return this.page.locator('body').innerText();
  }

  /** What is said in alarm; an empty text where nothing is. */
  alert() {
    return this.#all('[role="alert"]');
  }

  /** What is said in passing. */
  status() {
    return this.#all('[role="status"]');
  }

  async #all(selector) {
    const texts = await this.page.locator(selector).allInnerTexts();
    return texts.map((text) => text.trim()).filter(Boolean).join('\n');
  }

  /** Whether something is offered: `{ action: 'resend' }`, `{ factor: 'totp' }`. */
  async offers(what) {
    return (await this.page.locator(offer(what)).count()) > 0;
  }

  /** The kinds of factor that can be chosen on this page. */
  async factorsOffered() {
    const choices = this.page.locator('button[data-factor], a[data-factor]');
    return choices.evaluateAll((elements) => elements.map((element) => element.dataset.factor));
  }

  /** The ways that stand on this page but cannot be chosen now, each with why, as text. */
  async factorsOutOfUse() {
    return this.page.locator('main .choice.off').allInnerTexts();
  }

  /** Fails unless this is the page by that name, and says what stands there instead. */
  async expectPage(name, factor) {
    const at = { page: await this.pageName(), factor: await this.factor() };
    if (at.page !== name || (factor !== undefined && at.factor !== factor)) {
      const wanted = factor === undefined ? name : `${name} about ${factor}`;
      throw new Error(`expected the page ${wanted}, found ${at.page} about ${at.factor} at ${this.page.url()}\n${await this.text()}`);
    }
  }

  // --- what a person does ---

  /** Does something that leads to another page, or to this one anew, and waits for that. */
  async #leading(act) {
    const arrived = this.page.waitForNavigation({ waitUntil: 'load' });
    arrived.catch(() => {}); // told by the await below, unless `act` failed first
    await act();
    await arrived;
  }

  /** Follows a button or link: `{ action: 'continue' }`, `{ factor: 'email' }`, `{ device: 'this' }`. */
  follow(what) {
    return this.#leading(() => this.page.locator(offer(what)).first().click());
  }

  /** Asks for a new code at a login; a page that counts down until it may be asked for is fetched again first. */
  async resend() {
    const waits = await this.page.locator('[data-action="resend"]').isDisabled();
    if (waits) await this.go('/login');
    await this.act('resend');
  }

  /** Goes with the tabulator key to what a selector names; fails where that cannot be reached, or where the focus does not show. */
  async tabTo(selector) {
    const within = 120;
    for (let presses = 0; presses < within; presses += 1) {
      await this.page.keyboard.press('Tab');
      const { here, shows } = await this.page.evaluate((wanted) => {
        const focused = document.activeElement;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
        return { here: focused.matches(wanted), shows: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' };
      }, selector);
      if (here && !shows) throw new Error(`the focus does not show on ${selector} at ${this.page.url()}`);
      if (here) return;
    }
    throw new Error(`${selector} is not reached within ${within} presses at ${this.page.url()}`);
  }

  /** Follows a link or presses a button with the keyboard alone. */
  async enter(selector) {
    await this.tabTo(selector);
    await this.#leading(() => this.page.keyboard.press('Enter'));
  }

  /** Presses what a selector names, where the page promises no attribute for it. */
  press(selector) {
    return this.#leading(() => this.page.locator(selector).first().click());
  }

  act(action) {
    return this.follow({ action });
  }

  chooseFactor(kind) {
    return this.follow({ factor: kind });
  }

  /** Fills fields by their autocomplete token and goes on with the first submit button of their form. */
  async submit(values) {
    let last;
    for (const [token, value] of Object.entries(values)) {
      last = this.page.locator(field[token] ?? `input[autocomplete~="${token}"], [name="${token}"]`).first();
      await last.fill(value);
    }
    const form = this.page.locator('form').filter({ has: last });
    await this.#leading(() => form.locator('button[type="submit"], button:not([type]), input[type="submit"]').first().click());
  }

  /** Opens the login and gives username and password, on one page or on two. */
  async signIn(username, password = demoPassword, { organisation, path } = {}) {
    await this.go(path ?? (organisation ? `/o/${organisation}/login` : '/login'));
    const together = (await this.page.locator(field.password).count()) > 0;
    if (!together) {
      await this.submit({ username });
      await this.submit({ password });
    } else {
      await this.submit({ username, password });
    }
  }

  /** Signs in as far as the page that asks for this second step: the only one there is, or chosen among several. */
  async signInUpTo(username, kind) {
    await this.signIn(username);
    if ((await this.pageName()) === 'choose-factor') await this.chooseFactor(kind);
    await this.expectPage('answer', kind);
  }

  /** Gives the password where it is asked for again. */
  givePassword(password = demoPassword) {
    return this.submit({ password });
  }

  /** Types a code, of whatever factor, and goes on. */
  answerCode(code) {
    return this.submit({ code });
  }

  /** Unfolds what help the page keeps folded. */
  async unfold() {
    await this.page.locator('main details:not([open]) > summary').first().click();
  }

  /** Gives a telephone number where one is asked for, unfolding the page where another one may be given. */
  async giveNumber(number) {
    if (!(await this.page.locator('input[autocomplete~="tel"]').first().isVisible())) await this.unfold();
    await this.submit({ tel: number });
  }

  async switchLanguage(language) {
    await this.#leading(() => this.page.locator(`a[hreflang="${language}"]`).first().click());
  }

  // --- enrolment ---

  /** The TOTP key, as a person would type it. */
  async readSecret() {
    const text = await this.page.locator('[data-secret]').first().innerText();
    return text.replaceAll(/\s/g, '');
  }

  /** The link that opens an authenticator on this computer. */
  otpauthLink() {
    return this.page.locator('a[href^="otpauth:"]').first().getAttribute('href');
  }

  /** What a phone reads off the QR code on the page. */
  async readQrCode() {
    const picture = `${screens}/qr-${process.pid}.png`;
    mkdirSync(screens, { recursive: true });
    // A picture that changes is drawn anew each second; what it stands in stays.
    const moving = this.page.locator('main [data-picture]');
    const still = this.page.locator('main svg[role="img"], main [role="img"] svg').first();
    await ((await moving.count()) > 0 ? moving : still).screenshot({ path: picture });
    return zbarimg(picture);
  }

  /** The recovery codes shown. */
  async readRecoveryCodes() {
    const codes = await this.page.locator('[data-recovery-code]').allInnerTexts();
    return codes.map((code) => code.trim());
  }

  // --- what is kept ---

  /** The cookies of one kind, `session`, `device` or `login`, by the word in their names. */
  async cookies(kind) {
    const cookies = await this.context.cookies();
    return cookies.filter(({ name }) => !kind || name.includes(kind));
  }

  /** A picture of the whole page in .test/screens; returns where it lies. */
  async screenshot(name) {
    mkdirSync(screens, { recursive: true });
    const path = `${screens}/${name.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')}.png`;
    await this.page.screenshot({ path, fullPage: true, animations: 'disabled' });
    return path;
  }

  /** Fails where the page breaks WCAG 2.2 AA or does not fit 320 px. Needs JavaScript. */
  async assertAccessible() {
    await assertAccessible(this.page);
    await assertFitsWidth(this.page);
  }

  /** Fails where anything went wrong behind the pages seen so far. */
  assertNoFaults() {
    if (this.faults.length > 0) throw new Error(`behind the pages:\n  ${this.faults.join('\n  ')}`);
  }

  close() {
    return this.context.close();
  }
}

/** The selector of something offered: a button or link that bears the attribute. */
function offer(what) {
  const [[attribute, value]] = Object.entries(what);
  return ['button', 'a', 'input'].map((element) => `${element}[data-${attribute}="${value}"]`).join(', ');
}
