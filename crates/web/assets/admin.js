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
