// The program under test: `tvasteg demo` on a free port of its own, with its outbox and its clock.
// Everything here goes over the command line and HTTP; nothing reaches into the program.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.TVASTEG_BIN ?? `${root}target/debug/tvasteg`;
const startWithin = 60_000;
const stopWithin = 15_000;

/** The password of everybody in the demo but Oskar. */
export const demoPassword = 'demo-losenord-2026';
/** Oskar's: the signs that fail in the system he comes from. */
export const oskarsPassword = 'Å Ä Ö å ä ö ¤ ½ § £ € ¨ ; < > & @';

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

export class Demo {
  /** Starts a demo and waits until it has printed its address. `args` come after `demo --listen …`. */
  static async start({ args = [] } = {}) {
    const port = await freePort();
    const child = spawn(program, ['demo', '--listen', `127.0.0.1:${port}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const demo = new Demo(child, `http://localhost:${port}`);
    await demo.#ready();
    return demo;
  }

  constructor(child, origin) {
    this.child = child;
    this.origin = origin;
    this.printed = '';
    this.exit = once(child, 'exit').then(([code, signal]) => signal ?? code, (fault) => fault);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => { this.printed += text; });
    }
  }

  async #ready() {
    const limit = AbortSignal.timeout(startWithin);
    const ended = this.exit.then((how) => { throw new Error(`the demo ended (${how}) before it was ready:\n${this.printed}`); });
    const announced = new Promise((resolve, reject) => {
      const look = () => this.printed.includes(this.origin) && resolve();
      this.child.stdout.on('data', look);
      this.child.stderr.on('data', look);
      limit.addEventListener('abort', () => reject(new Error(`the demo did not print ${this.origin}:\n${this.printed}`)));
    });
    try {
      await Promise.race([announced, ended]);
      const answer = await fetch(`${this.origin}/readyz`, { signal: limit });
      if (!answer.ok) throw new Error(`/readyz answers ${answer.status}: ${await answer.text()}`);
    } catch (fault) {
      this.child.kill('SIGKILL');
      throw fault;
    }
  }

  /** Stops it as an operator would and demands that it ends well. */
  async stop() {
    this.child.kill('SIGTERM');
    const patience = setTimeout(() => this.child.kill('SIGKILL'), stopWithin);
    const how = await this.exit;
    clearTimeout(patience);
    if (how !== 0) throw new Error(`the demo ended with ${how}:\n${this.printed}`);
  }

  async #json(path, init) {
    const answer = await fetch(this.origin + path, init);
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  /** Every message sent, newest first; `to` and `channel` narrow it. */
  async outbox({ to, channel } = {}) {
    const messages = await this.#json('/demo/outbox.json');
    return messages.filter((message) => (!to || message.to === to) && (!channel || message.channel === channel));
  }

  /** The newest message to somebody; a failure where there is none. */
  async latestMessage(filter) {
    const [newest] = await this.outbox(filter);
    if (!newest) throw new Error(`no message for ${JSON.stringify(filter)} in the outbox`);
    return newest;
  }

  /** The newest mail to an address. */
  latestMail(to) {
    return this.latestMessage({ to, channel: 'email' });
  }

  /** The code in the newest message to somebody. */
  async latestCode(filter) {
    return codeIn(await this.latestMessage(filter));
  }

  // --- the telephone with the BankID app ---

  /** The open orders, as the telephone could open them; the oldest first. */
  orders() {
    return this.#json('/demo/bankid/orders.json');
  }

  /** The only open order; a failure where there is none, or more than one. */
  async order() {
    const orders = await this.orders();
    if (orders.length !== 1) throw new Error(`one open order was expected: ${JSON.stringify(orders)}`);
    return orders[0];
  }

  /** Does something in the app with an order: `sign`, `open`, `cancel`, `fail`. Tells the status. */
  async play(token, action, more = {}) {
    const answer = await fetch(`${this.origin}/demo/bankid/orders/${token}`, post({ action, ...more }));
    return answer.status;
  }

  /** Scans a picture with the app: opens its order and tells what it is called there. */
  async scan(qr) {
    const { auto_start_token: token } = await this.#json('/demo/bankid/scan', post({ qr }));
    return token;
  }

  /** Waits until no order is open: what was left is cancelled there. */
  async noOrders() {
    const patience = AbortSignal.timeout(10_000);
    let open = await this.orders();
    while (open.length > 0) {
      if (patience.aborted) throw new Error(`orders stay open: ${JSON.stringify(open)}`);
      await new Promise((resolve) => { setTimeout(resolve, 100); });
      open = await this.orders();
    }
  }

  /** Moves the server's clock forward and tells the time it shows then. */
  async advance(seconds) {
    const { now } = await this.#json('/demo/clock', post({ advance_seconds: seconds }));
    return new Date(now);
  }

  /** The time the server's clock shows. */
  now() {
    return this.advance(0);
  }
}

const post = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** The six digits in a message. */
export function codeIn(message) {
  const [code] = message.body.match(/(?<!\d)\d{6}(?!\d)/) ?? [];
  if (!code) throw new Error(`no six digits in: ${message.body}`);
  return code;
}

/** The first link in a message. */
export function linkIn(message) {
  const [link] = message.body.match(/https?:\/\/[^\s<>"]+/) ?? [];
  if (!link) throw new Error(`no link in: ${message.body}`);
  return link;
}
