// Comfort only: the same is counted on the server when the form is sent. It acts on textarea[data-measure].

// GSM 03.38: the characters of seven bits, and those that take two places.
const BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const DOUBLE = "^{}\\[~]|€\f";
const LIKE = { "“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", " ": " ", " ": " ", "‑": "-" };
const single = new Set(BASIC);
const twofold = new Set(DOUBLE);

const plain = (text) => [...text.replace(/\r\n?/g, "\n")].map((sign) => LIKE[sign] ?? sign).join("");

// How many parts, and how many places they take: a character of two places never lies over the border of two parts.
const size = (text) => {
  const signs = [...text];
  if (!signs.every((sign) => single.has(sign) || twofold.has(sign))) {
    const units = text.length;
    return { gsm: false, units, parts: units <= 70 ? 1 : Math.ceil(units / 67) };
  }
  const widths = signs.map((sign) => (twofold.has(sign) ? 2 : 1));
  const units = widths.reduce((sum, width) => sum + width, 0);
  if (units <= 160) return { gsm: true, units, parts: 1 };
  let parts = 1;
  let left = 153;
  for (const width of widths) {
    if (width > left) { parts += 1; left = 153; }
    left -= width;
  }
  return { gsm: true, units, parts };
};

document.querySelectorAll("textarea[data-measure]").forEach((field) => {
  const line = document.getElementById(field.dataset.measure);
  const shown = document.getElementById(field.dataset.finished);
  const { code, organisation, minutes, last, words, gsm, ucs } = field.dataset;
  // The line is a status on the server's page; while somebody types it would be read out at every letter.
  const show = () => {
    const filled = plain(field.value).replaceAll("{code}", code).replaceAll("{organisation}", organisation).replaceAll("{minutes}", minutes);
    const whole = `${filled.trim()}\n\n${last}`;
    const measured = size(whole);
    shown.textContent = whole;
    line.setAttribute("aria-live", "off");
    line.textContent = `${words.replace("%1", measured.parts).replace("%2", measured.units)} ${measured.gsm ? gsm : ucs}`;
    line.classList.toggle("wrong", measured.parts > 1);
  };
  field.addEventListener("input", show);
});

// A role card: what the days mean, what the ticks come to, what it would do. Without this the server says the same when it is asked.
const card = document.getElementById("card");
if (card) {
  const said = document.getElementById("days-said");
  const days = card.elements.namedItem("trusted_days");
  days?.addEventListener("input", () => {
    const typed = days.value.trim();
    const number = /^\d{1,3}$/.test(typed) && Number(typed) <= 365 ? String(Number(typed)) : "unread";
    said.textContent = said.getAttribute(`data-for-${number}`) ?? said.getAttribute("data-for-other").replaceAll("%1", number);
  });

  const list = document.getElementById("ticks");
  const rows = [...list.querySelectorAll(".check")];
  const count = document.getElementById("ticks-count");
  const unshown = card.querySelectorAll("input[type=hidden][name^=permission-]").length;
  const search = document.getElementById("q");
  const recount = () => {
    let ticked = unshown;
    let changed = 0;
    rows.forEach((row) => {
      const on = row.querySelector("input").checked;
      const differs = on !== (row.dataset.was === "yes");
      ticked += on ? 1 : 0;
      changed += differs ? 1 : 0;
      row.classList.toggle("changed", differs);
      const tag = row.querySelector("label .tag");
      if (differs && !tag) {
        const mark = document.createElement("span");
        mark.className = "tag warn";
        mark.textContent = list.dataset.changed;
        row.querySelector("label").append(" ", mark);
      } else if (!differs) {
        tag?.remove();
      }
    });
    const [all, one, some] = count.dataset.words.split("|");
    const of = Number(count.dataset.of);
    count.textContent = all.replace("%1", ticked).replace("%2", of) + (changed ? ` ${(changed === 1 ? one : some).replace("%3", changed)}` : "");
  };
  list.addEventListener("change", recount);

  // Everything is in the page unless the server searched: the list is narrowed here, and nothing is sent.
  if (search && search.value === "") {
    search.removeAttribute("name");
    card.querySelector("[name=searched]").remove();
    card.querySelector("[name=act][value=search]").hidden = true;
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    search.addEventListener("input", () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      list.querySelectorAll(".group").forEach((group) => {
        const heading = group.querySelector("legend").textContent;
        let some = 0;
        group.querySelectorAll(".check").forEach((row) => {
          const whole = `${heading} ${row.textContent} ${row.querySelector("input").name}`.toLowerCase();
          row.hidden = !words.every((word) => whole.includes(word));
          some += row.hidden ? 0 : 1;
        });
        group.hidden = some === 0;
        shown += some;
      });
      document.getElementById("ticks-none").hidden = shown > 0;
    });
  }

  const panel = document.getElementById("effect");
  let waiting;
  let asked = 0;
  const refresh = async () => {
    const mine = ++asked;
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(card.dataset.effect, { method: "POST", body: new URLSearchParams(new FormData(card)) });
      if (mine === asked && answer.status === 200 && !answer.redirected) panel.innerHTML = await answer.text();
    } catch { /* The button asks again. */ }
    if (mine === asked) panel.removeAttribute("aria-busy");
  };
  let unsaved = card.dataset.unsaved === "yes";
  card.addEventListener("input", (event) => {
    if (event.target === search) return;
    unsaved = true;
    if (!panel || !card.dataset.effect) return;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 500);
  });
  card.addEventListener("submit", () => { unsaved = false; });
  card.querySelector("a[data-action=cancel]")?.addEventListener("click", () => { unsaved = false; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

// The progress of an import: the same page is fetched until it is another one.
const bar = document.querySelector("[data-page=admin-import-checking] progress");
if (bar) {
  const look = async () => {
    try {
      const answer = await fetch(location.href);
      if (answer.status < 500) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = page.querySelector("[data-page=admin-import-checking] progress");
        if (!now) { location.reload(); return; }
        bar.value = now.value;
        const said = document.querySelector("main [role=status]");
        const says = page.querySelector("main [role=status]").textContent;
        if (said.textContent !== says) said.textContent = says;
      }
    } catch { /* It looks again. */ }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
}
