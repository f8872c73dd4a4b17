// What would keep somebody from a page who hears it, enlarges it or uses no mouse: the rules of WCAG 2.2 AA that a program can
// look for. Answers one line for each thing that is wrong.
const wrong = [];
const say = (what, it) => wrong.push(`${what}: ${it.outerHTML.slice(0, 160)}`);
const all = (selector) => [...document.querySelectorAll(selector)];
const is_shown = (it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const words_of = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");

// A text that somebody hears for a control, a link, a picture (1.1.1, 2.4.4, 4.1.2).
const name = (it) => {
  const parts = [
    it.getAttribute("aria-label"),
    it.hasAttribute("aria-labelledby") ? words_of(it.getAttribute("aria-labelledby")) : "",
    ...[...(it.labels ?? [])].map((label) => label.textContent),
    it.matches("input, select, textarea") ? "" : it.textContent,
    it.matches("input[type=submit], input[type=button]") ? it.value : "",
    it.getAttribute("title"),
    it.getAttribute("alt"),
    ...[...it.querySelectorAll("img[alt], svg[aria-label], svg title")].map((inner) => inner.getAttribute("alt") ?? inner.getAttribute("aria-label") ?? inner.textContent),
  ];
  return parts.some((part) => part?.trim());
};
for (const it of all("a[href], svg a, button, input:not([type=hidden]), select, textarea, summary, [role=button], svg[role=img]")) {
  if (is_shown(it) && !it.closest("[aria-hidden=true]") && !name(it)) say("without a name", it);
}
for (const it of all("img:not([alt])")) say("a picture without words for it", it);
for (const it of all("svg:not([aria-hidden=true]):not([role=img]):not([aria-label])")) if (!it.closest("[aria-hidden=true]")) say("a drawing that is neither named nor hidden", it);

// The frame of a page (1.3.1, 2.4.1, 2.4.2, 2.4.6, 3.1.1).
if (!document.documentElement.lang) say("no language", document.documentElement);
if (!["ltr", "rtl"].includes(document.documentElement.dir)) say("no direction", document.documentElement);
if (!document.title.trim()) wrong.push("no title");
if (all("main").length !== 1) wrong.push(`${all("main").length} main parts`);
if (all("h1").filter(is_shown).length !== 1) wrong.push(`${all("h1").length} first headings`);
let level = 0;
for (const it of all("h1, h2, h3, h4, h5, h6")) {
  if (!is_shown(it) || it.closest("dialog")) continue;
  const own = Number(it.tagName[1]);
  if (level && own > level + 1) say(`a heading of level ${own} after one of ${level}`, it);
  level = own;
}
const skip = document.querySelector("body > a.skip");
if (!skip || !document.querySelector(skip.hash)) wrong.push("no way past the menu");
for (const it of all("[lang]")) {
  try { new Intl.Locale(it.lang); } catch { say("no language tag", it); }
}

// Names within the page (4.1.1, 4.1.2).
const ids = all("[id]").map((it) => it.id);
for (const id of ids.filter((id, at) => ids.indexOf(id) !== at)) wrong.push(`twice the id ${id}`);
for (const attribute of ["for", "aria-labelledby", "aria-describedby", "aria-controls"]) {
  for (const it of all(`[${attribute}]`)) {
    for (const id of it.getAttribute(attribute).split(/\s+/)) if (!document.getElementById(id)) say(`${attribute} of nothing`, it);
  }
}
const menus = all("nav, [role=navigation]").filter(is_shown).map((it) => it.getAttribute("aria-label") ?? it.getAttribute("aria-labelledby"));
if (menus.length > 1) for (const menu of menus) if (!menu) wrong.push("several menus, one without a name");
for (const it of all("[aria-hidden=true] a[href], [aria-hidden=true] button, [aria-hidden=true] input")) if (it.tabIndex >= 0) say("hidden, and reached by the tabulator", it);
for (const it of all("[tabindex]")) if (it.tabIndex > 0) say("an order of its own for the tabulator", it);

// Lists and tables (1.3.1).
for (const it of all("ul > *, ol > *")) if (!it.matches("li, script, template")) say("no line of a list", it);
for (const it of all("li")) if (!it.parentElement.matches("ul, ol, menu")) say("a line of no list", it);
for (const it of all("dl > *")) if (!it.matches("dt, dd, div")) say("no pair of a list", it);
for (const it of all("table")) if (!it.querySelector("th")) say("a table without heads", it);
for (const it of all("th")) if (it.textContent.trim() && !it.scope) say("a head of nothing", it);

// What scrolls is reached by keys (2.1.1).
for (const it of all("body *")) {
  const scrolls = /auto|scroll/.test(getComputedStyle(it).overflowX + getComputedStyle(it).overflowY);
  const more = it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1;
  if (scrolls && more && is_shown(it) && it.tabIndex < 0 && !it.querySelector("a[href], button, input, [tabindex]")) say("scrolls, and no key reaches it", it);
}

// Large enough for a finger, unless it stands in a line of words or has room around it (2.5.8).
const targets = all("a[href], button, input:not([type=hidden]), select, summary").filter((it) => is_shown(it) && !it.matches(".skip") && !it.closest("svg"));
const box = (it) => it.getBoundingClientRect();
const has_room = (it) => {
  const own = box(it);
  const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
  return targets.every((other) => {
    if (other === it || other.contains(it) || it.contains(other)) return true;
    const near = box(other);
    const [dx, dy] = [Math.max(near.left - x, x - near.right, 0), Math.max(near.top - y, y - near.bottom, 0)];
    return Math.hypot(dx, dy) >= 12;
  });
};
for (const it of targets) {
  const { width, height } = box(it);
  if (width === 0 || (width >= 24 && height >= 24)) continue;
  const inline = it.matches("a") && getComputedStyle(it).display === "inline";
  if (!inline && !has_room(it)) say(`${Math.round(width)}×${Math.round(height)} and no room`, it);
}

// Words against what is behind them (1.4.3): 4.5 to 1, large ones 3 to 1.
const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
const colours = new Map();
const rgba = (colour) => {
  if (!colours.has(colour)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    colours.set(colour, [r, g, b, a / 255]);
  }
  return colours.get(colour);
};
const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);
const light = (colour) => {
  const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2]);
};
const page = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
const behind = (it) => {
  const layers = [];
  for (let at = it; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
  return layers.reverse().reduce((below, top) => over(top, below), page);
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
while (texts.nextNode()) {
  const it = texts.currentNode.parentElement;
  if (!texts.currentNode.textContent.trim() || seen.has(it) || it.closest("svg, script, dialog, option, .skip, .unseen, [disabled]") || !is_shown(it)) continue;
  seen.add(it);
  const style = getComputedStyle(it);
  const ground = behind(it);
  const [one, other] = [light(over(rgba(style.color), ground)), light(ground)].sort((a, b) => b - a);
  const contrast = (one + 0.05) / (other + 0.05);
  const size = parseFloat(style.fontSize);
  const enough = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
  if (contrast < enough) say(`contrast ${contrast.toFixed(2)} of ${enough}`, it);
}

// Nothing is read by moving the page sideways (1.4.10).
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth) {
  const wide = all("body *").find((it) => box(it).right > root.clientWidth + 1 && is_shown(it));
  wrong.push(`${root.scrollWidth} px in ${root.clientWidth}: ${wide?.outerHTML.slice(0, 160)}`);
}
return [...new Set(wrong)];
