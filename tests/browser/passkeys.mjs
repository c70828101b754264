// A device with passkeys, plugged into a visitor's browser: Chromium's virtual authenticator, steered over the DevTools protocol. It says
// yes by itself only where a journey lets it, as a person does who looks at what is asked.

const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

export class Device {
  /**
   * Plugs one in. `synced`: a provider brings its passkeys to other devices; `checks`: it has a way to check the person; `key`: a security
   * key instead of the device itself; `offers`: the browser offers its passkeys in the field of the name, where the device says yes to
   * every question, again and again.
   */
  static async plugInto(visitor, { synced = false, checks = true, key = false, offers = true } = {}) {
    if (!offers) {
      await visitor.page.addInitScript(() => {
        if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false;
      });
    }
    const line = await visitor.context.newCDPSession(visitor.page);
    await line.send('WebAuthn.enable', { enableUI: false });
    const { authenticatorId } = await line.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: key ? 'usb' : 'internal',
        hasResidentKey: checks,
        hasUserVerification: checks,
        isUserVerified: checks,
        automaticPresenceSimulation: false,
        defaultBackupEligibility: synced,
        defaultBackupState: synced,
      },
    });
    return new Device(visitor, line, authenticatorId);
  }

  constructor(visitor, line, id) {
    this.visitor = visitor;
    this.line = line;
    this.id = id;
  }

  #send(what, more = {}) {
    return this.line.send(`WebAuthn.${what}`, { authenticatorId: this.id, ...more });
  }

  /** Whether the person says yes to what is asked. */
  says(yes) {
    return this.#send('setAutomaticPresenceSimulation', { enabled: yes });
  }

  /** Whether the person is recognised: the right finger, the right PIN. */
  recognises(person) {
    return this.#send('setUserVerified', { isUserVerified: person });
  }

  /**
   * Lets the person say yes to what is asked next. What the login page asks by itself for the field of the name is asked before that, and
   * waits: it is left alone.
   */
  async ready() {
    await this.visitor.page.waitForLoadState('networkidle');
    await wait(300);
    await this.says(true);
  }

  /** Does something that asks the device, says yes, and waits for the page behind it. */
  async yesTo(act, page) {
    await this.ready();
    await act();
    await this.visitor.page.locator(`main[data-page="${page}"]`).waitFor({ timeout: 20_000 });
    await this.says(false);
  }

  /** The passkeys that it holds. */
  async passkeys() {
    return (await this.#send('getCredentials')).credentials;
  }

  /** Waits until it holds so many. */
  async holds(count) {
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await this.passkeys()).length === count) return;
      await wait(100);
    }
    throw new Error(`the device holds ${(await this.passkeys()).length} passkeys, not ${count}`);
  }

  forget(credentialId) {
    return this.#send('removeCredential', { credentialId });
  }

  keep(credential) {
    return this.#send('addCredential', { credential });
  }

  /** Takes it out. */
  unplug() {
    return this.#send('removeVirtualAuthenticator');
  }
}

/** Waits for what the page's script says of a passkey, and gives it. */
export async function told(visitor) {
  const line = visitor.page.locator('[data-passkey-told]:not(:empty)');
  await line.waitFor({ timeout: 20_000 });
  return (await line.innerText()).trim();
}

/** Presses a button that asks the browser: no page follows by itself. */
export function press(visitor, selector) {
  return visitor.page.locator(selector).first().click();
}
