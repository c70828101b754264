// Comfort only: every page works without this. Nothing here reads, keeps or sends a secret.
// It acts on attributes: data-show, data-copy, data-print, data-countdown, data-message, data-progress, data-device,
// dialog[data-ends-in].

const voice = document.body.appendChild(document.createElement("p"));
voice.className = "quiet";
voice.setAttribute("aria-live", "polite");
const say = (words) => { voice.textContent = ""; setTimeout(() => { voice.textContent = words; }, 100); };
const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

// Show and hide a password. It is hidden again before the form is sent, so that a browser never stores it as plain text.
all("[data-show]", (button) => {
  const field = document.getElementById(button.dataset.show);
  if (!field) return;
  const set = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? button.dataset.hideText : button.dataset.showText;
    button.setAttribute("aria-label", shown ? button.dataset.hideLabel : button.dataset.showLabel);
  };
  button.hidden = false;
  button.addEventListener("click", () => set(field.type === "password"));
  field.form?.addEventListener("submit", () => set(false));
});

// Copy the text of an element: lines stay lines, a key typed in groups loses its spaces (data-copy-joined).
all("[data-copy]", (button) => {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) return;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    const parts = [...source.querySelectorAll("li")].map((li) => li.textContent.trim());
    let text = parts.length ? parts.join("\n") : source.textContent.trim();
    if ("copyJoined" in button.dataset) text = text.replace(/\s+/g, "");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection()?.selectAllChildren(source);
      return;
    }
    button.textContent = button.dataset.done;
    say(button.dataset.done);
    setTimeout(() => { button.textContent = words; }, 4000);
  });
});

all("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

// A wait: <p data-countdown="24" data-words="… % …" data-ready="…"> beside the button it holds back. The seconds tick for
// the eye alone; a screen reader hears the start with the page and the end from here.
all("[data-countdown]", (line) => {
  const button = line.parentElement.querySelector("button");
  const end = performance.now() + Number(line.dataset.countdown) * 1000;
  const eye = document.createElement("span");
  eye.setAttribute("aria-hidden", "true");
  const ear = document.createElement("span");
  ear.className = "quiet";
  ear.textContent = line.textContent;
  line.replaceChildren(eye, ear);
  if (button) button.disabled = true;
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left > 0) {
      eye.textContent = line.dataset.words.replace("%", left);
      setTimeout(tick, 1000);
      return;
    }
    if (button) button.disabled = false;
    line.textContent = line.dataset.ready;
    say(line.dataset.ready);
  };
  tick();
});

// A message under way: <p hidden data-message="/login/message" data-login="/login" data-late="60">. If nobody would take it over, the
// page is fetched again and says so; when it is late, the line shows what to do.
all("[data-message]", (line) => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    const answer = await fetch(line.dataset.message, { headers: { accept: "application/json" } }).catch(() => null);
    if (answer?.ok && (await answer.json()).failed) location.assign(line.dataset.login);
    else if (asked < 10) setTimeout(ask, 1000 * asked);
  };
  setTimeout(ask, 1500);
  if (line.dataset.late) setTimeout(() => { line.hidden = false; }, line.dataset.late * 1000);
});

// An order under way: <form data-progress-at="/login/progress" data-page-at="/login"> around <div data-stage="other" data-progress> with a
// [data-status] and a [data-picture] in it. Asked for each second while the page is seen. Another stage is another page; what is proved
// is sent, once – unless the page tells of a refusal. A link that opens an app is the person's to press.
all("form[data-progress-at] :is([data-progress], [data-stage=proved])", (part) => {
  const form = part.closest("form");
  const [line, place] = ["[data-status]", "[data-picture]"].map((mark) => part.querySelector(mark));
  let timer, asking, over, failed = 0;
  const leave = (act) => { over = true; act(); };
  const anew = () => location.replace(form.dataset.pageAt + location.search);
  const show = ({ stage, proved, status, picture }) => {
    if (proved && !document.getElementById("problem")) return leave(() => form.requestSubmit(form.querySelector("[data-action=continue]")));
    if (stage !== part.dataset.stage) return leave(anew);
    if (line && line.textContent !== status) line.textContent = status;
    if (!place) return;
    place.hidden = !picture;
    const drawn = picture && new DOMParser().parseFromString(picture, "text/html").querySelector("svg");
    if (drawn) place.replaceChildren(document.importNode(drawn, true));
  };
  const ask = async () => {
    clearTimeout(timer);
    if (over || asking || document.hidden) return;
    asking = true;
    const answer = await fetch(form.dataset.progressAt, { cache: "no-store", signal: AbortSignal.timeout(9000) }).catch(() => null);
    const told = answer?.ok && !answer.redirected && await answer.json().catch(() => null);
    asking = false;
    failed = told ? 0 : failed + 1;
    if (told) show(told);
    else if (answer?.redirected) leave(anew);
    timer = setTimeout(ask, 1000 * Math.min(2 ** failed, 15));
  };
  document.addEventListener("visibilitychange", ask);
  ask();
});

// The device last chosen in this browser stands first. No one else is told, and nothing begins by it.
all(".choices", (list) => {
  const ways = [...list.querySelectorAll("[data-device]")];
  try {
    const kept = localStorage.device;
    list.prepend(...ways.filter((way) => way.dataset.device === kept).map((way) => way.closest("li")));
    ways.forEach((way) => way.addEventListener("click", () => { localStorage.device = way.dataset.device; }));
  } catch { /* This browser keeps nothing. */ }
});

// After an error the summary has the focus, so that it is read out. Whoever types on goes straight to the first empty field.
document.getElementById("problem")?.addEventListener("keydown", (event) => {
  const typing = event.key.length === 1 && event.key !== " " && !event.altKey && (!(event.ctrlKey || event.metaKey) || event.key === "v");
  if (typing) [...document.querySelectorAll("main form input:not([type=hidden], [hidden])")].find((field) => !field.value)?.focus();
});

// Two presses in a row are one. (The server sees to it as well.)
const sent = new WeakMap();
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.timeStamp - (sent.get(event.target) ?? -Infinity) < 3000) event.preventDefault();
  else sent.set(event.target, event.timeStamp);
});

// A session about to end: ask a minute before; what is typed stays. Staying is a POST of the dialog's form.
all("dialog[data-ends-in]", (dialog) => {
  const form = dialog.querySelector("form");
  let ends = 0;
  const arm = () => { ends = Date.now() + Number(dialog.dataset.endsIn) * 1000; };
  arm();
  setInterval(() => {
    const left = ends - Date.now();
    if (left <= 0) location.assign(dialog.dataset.endedAt);
    else if (left <= 60000 && !dialog.open) dialog.showModal();
  }, 1000);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    arm();
    dialog.close();
    say(dialog.dataset.stayed);
  });
});
