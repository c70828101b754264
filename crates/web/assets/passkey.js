// Passkeys: asks the browser for one, and puts what it gives into the page's own form. Nothing is kept here, and nothing goes anywhere else.
// It acts on [data-passkey] (a page that asks for one), form[data-passkey-choice] (the login page) and [data-passkeys] (what an account has).

const able = Boolean(window.PublicKeyCredential && navigator.credentials);

// WebAuthn's JSON forms, by hand: browsers that read and write them are younger than browsers that have passkeys.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));
const opened = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...(options.excludeCredentials && { excludeCredentials: keys(options.excludeCredentials) }),
  ...(options.allowCredentials && { allowCredentials: keys(options.allowCredentials) }),
});
const written = (key) => {
  const { response } = key;
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = response;
  const parts = attestationObject
    ? { attestationObject: text(attestationObject), transports: response.getTransports?.() ?? [] }
    : { authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle && text(userHandle) };
  return JSON.stringify({
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    clientExtensionResults: key.getClientExtensionResults(),
    response: { clientDataJSON: text(clientDataJSON), ...parts },
  });
};
const ask = async (call, options, more) => written(await navigator.credentials[call]({ publicKey: opened(options), ...more }));

// What to say. Cancelled, too late and no passkey here are one thing to the browser, and so to us.
const word = (fault) => {
  if (fault.name === "InvalidStateError") return "already";
  return fault.name === "NotAllowedError" || fault.name === "AbortError" ? "stopped" : "unable";
};

// A page that asks for a passkey: its button asks the browser, and sends what comes of it.
document.querySelectorAll("[data-passkey]").forEach((part) => {
  const form = part.closest("form");
  const field = form.elements.credential;
  const line = part.querySelector("[data-passkey-told]");
  const { passkey, options, left } = part.dataset;
  const ends = performance.now() + (Number(left) - 10) * 1000;
  const tell = (which) => { line.textContent = part.dataset[which]; };
  let busy = false;
  const empty = () => { field.value = ""; };
  empty();
  addEventListener("pageshow", empty);
  if (!able) tell("unable");
  form.addEventListener("submit", async (event) => {
    // A question that has grown old is asked anew: without an answer the server says so, and draws another.
    if (field.value || performance.now() > ends) return;
    event.preventDefault();
    if (busy || !able) return;
    busy = true;
    line.textContent = "";
    try {
      field.value = await ask(passkey, JSON.parse(options));
      form.requestSubmit(form.querySelector("[data-action=continue]"));
    } catch (fault) {
      tell(word(fault));
    }
    busy = false;
  });
});

// The login page: offered beside the username as it is typed, and by its own button. Either way the passkey is the whole login.
const first = able && document.querySelector("form[data-passkey-choice]");
if (first) {
  const choice = first.dataset.passkeyChoice;
  const line = first.querySelector("[data-passkey-told]");
  let asked, waiting, renewal;
  const begin = async () => {
    if (asked && performance.now() < asked.ends) return asked;
    const body = new URLSearchParams(new FormData(first));
    body.set("choice", choice);
    const answer = await fetch(first.action, { method: "POST", body, headers: { accept: "application/json" } });
    // Not now: as if nobody had chosen one.
    if (!answer.ok) throw new DOMException("", "AbortError");
    const told = await answer.json();
    asked = { ...told, ends: performance.now() + (told.left - 30) * 1000 };
    return asked;
  };
  const send = (challenge, credential) => {
    for (const [name, value] of Object.entries({ challenge, credential })) {
      // Whoever came back to this page has them already.
      const field = first.elements[name] ?? first.appendChild(document.createElement("input"));
      Object.assign(field, { type: "hidden", name, value });
    }
    asked = undefined;
    first.submit();
  };
  const offer = async () => {
    try {
      if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
      const { challenge, options, ends } = await begin();
      waiting = new AbortController();
      renewal = setTimeout(renew, ends - performance.now());
      send(challenge, await ask("get", options, { mediation: "conditional", signal: waiting.signal }));
    } catch { /* Nobody chose one: the page is as it was. */ }
  };
  // A question grows old. In a tab that nobody sees the next one is asked when somebody does.
  const renew = () => {
    waiting.abort();
    if (document.hidden) document.addEventListener("visibilitychange", offer, { once: true });
    else offer();
  };
  const stop = () => { clearTimeout(renewal); waiting?.abort(); };
  first.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== choice) return stop();
    event.preventDefault();
    stop();
    line.textContent = "";
    try {
      const { challenge, options } = await begin();
      send(challenge, await ask("get", options));
    } catch (fault) {
      line.textContent = line.dataset[word(fault)];
      offer();
    }
  });
  offer();
}

// What the account has, so that a provider offers no passkey that was removed here.
document.querySelectorAll("[data-passkeys]").forEach(({ dataset }) => {
  window.PublicKeyCredential?.signalAllAcceptedCredentials?.(JSON.parse(dataset.passkeys)).catch(() => {});
});
