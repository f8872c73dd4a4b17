// Everything works without this file. It adds what is stored meanwhile, and the keys of feed readers.
"use strict";

// Behind that line the reader goes on at the first article that is new, or at the one that was held.
(() => {
  let before = null;
  try { before = JSON.parse(sessionStorage.getItem("fresh")); sessionStorage.removeItem("fresh"); } catch { /* nothing was kept */ }
  if (!before) return;
  const links = [...document.querySelectorAll("article.item h3 a")];
  const is = (link, pages) => pages.includes(link.getAttribute("href"));
  const link = links.find((it) => is(it, before.came)) ?? links.find((it) => !is(it, before.known)) ?? links.find((it) => is(it, [before.held]));
  link?.focus();
})();

// What is stored meanwhile waits behind a line of its own: nothing moves under the reader.
(() => {
  const bar = document.querySelector("[data-live]");
  if (!bar || !window.EventSource) return;
  const number = bar.querySelector(".n");
  const aloud = document.querySelector(".aloud");
  const state = document.querySelector(".connection");
  // What is on the page already came before it was made.
  const known = new Set([...document.querySelectorAll("article.item h3 a")].map((link) => link.getAttribute("href")));
  const came = new Set();
  let fresh = 0;
  let spoken = 0;
  let speaking = 0;

  const speak = () => {
    speaking = 0;
    if (fresh > spoken) aloud.textContent = `${bar.dataset.words} ${fresh}`;
    spoken = fresh;
  };
  const take = (event) => {
    const page = JSON.parse(event.data).article?.page;
    if (!page || known.has(page)) return;
    known.add(page);
    came.add(page);
    fresh += 1;
    number.textContent = fresh.toLocaleString(document.documentElement.lang);
    bar.hidden = false;
    // To who hears the page: once in ten seconds, not with each article.
    speaking ||= setTimeout(speak, spoken ? 10000 : 500);
  };
  // The page with the new ones is another page: it is told what stood on this one and where the reader was, and begins there.
  bar.querySelector("a").addEventListener("click", () => {
    const held = document.activeElement?.closest("article.item")?.querySelector("h3 a")?.getAttribute("href");
    try { sessionStorage.setItem("fresh", JSON.stringify({ known: [...known], came: [...came], held })); } catch { /* nothing to keep it in */ }
  });
  const stream = new EventSource(bar.dataset.live);
  stream.addEventListener("new", take);
  const tell = (on) => {
    state.hidden = false;
    state.classList.toggle("off", !on);
    state.textContent = on ? state.dataset.on : state.dataset.off;
  };
  stream.addEventListener("open", () => tell(true));
  // A browser comes back by itself, with the number of the last event; where it gives up, so do we.
  stream.addEventListener("error", () => tell(false));
  addEventListener("pagehide", () => stream.close());
  // From the browser's memory a page comes back as it was, without its stream.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();

// What is heard on the stream of the page *Streams*, as it comes.
(() => {
  const sample = document.querySelector("[data-sample]");
  if (!sample || !window.EventSource) return;
  const stream = new EventSource(sample.dataset.sample);
  for (const kind of ["new", "revised", "judged", "withdrawn", "restored", "forgotten"]) {
    stream.addEventListener(kind, (event) => {
      sample.firstElementChild.textContent = `event: ${event.type}\nid: ${event.lastEventId}\ndata: ${event.data}`;
    });
  }
  addEventListener("pagehide", () => stream.close());
})();

// Drawing over the chart of Coverage narrows it to those days; the address says them, and the server draws.
(() => {
  const plot = document.querySelector("[data-brush]");
  const bars = plot?.querySelector(".bars");
  if (!bars) return;
  const days = Number(plot.dataset.days);
  const shade = document.createElement("div");
  shade.className = "brush";
  let began = null;

  const at = (event) => {
    const box = bars.getBoundingClientRect();
    return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 0.9999);
  };
  const day = (place) => {
    const date = new Date(`${plot.dataset.from}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + Math.floor(place * days));
    return date.toISOString().slice(0, 10);
  };
  const is_drawn = (event) => began !== null && Math.abs(event.clientX - began.x) > 6;
  plot.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch") began = { x: event.clientX, place: at(event) };
  });
  addEventListener("pointermove", (event) => {
    if (!is_drawn(event)) return;
    const [left, right] = [began.place, at(event)].sort((a, b) => a - b);
    const box = bars.getBoundingClientRect();
    shade.style.insetInlineStart = `${box.left - plot.getBoundingClientRect().left + left * box.width}px`;
    shade.style.width = `${(right - left) * box.width}px`;
    plot.append(shade);
  });
  addEventListener("pointerup", (event) => {
    if (is_drawn(event)) {
      const [from, to] = [day(began.place), day(at(event))].sort();
      const address = new URL(plot.dataset.brush, location);
      address.searchParams.set("from", from);
      address.searchParams.set("to", to);
      location.assign(address);
    }
    began = null;
  });
  // What began as drawing is no click on a bar, and no link that is dragged away.
  plot.addEventListener("dragstart", (event) => event.preventDefault());
  plot.addEventListener("click", (event) => { if (shade.isConnected) event.preventDefault(); }, true);
})();

// The pictures of Coverage as PNG: the browser draws those of the server, at twice their size, with its own fonts.
for (const place of document.querySelectorAll("[data-picture]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    const picture = new Image();
    picture.src = place.dataset.picture;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.naturalWidth * 2, height: picture.naturalHeight * 2 });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((png) => {
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(png), download: place.dataset.file });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }, "image/png");
  });
}

// What is said of an article is sent without leaving the list; the button shows what the store has then.
(() => {
  const show = (line, told, words) => {
    const pressed = { star: told.starred, relevant: told.relevant === true, irrelevant: told.relevant === false, read: told.read };
    const item = line.closest("article");
    const id = item.id.slice(2);
    for (const button of line.querySelectorAll("button")) {
      const on = pressed[button.name];
      button.setAttribute("aria-pressed", on);
      button.value = on ? `-${id}` : id;
    }
    // What is called not relevant, and touches a topic, may be mended.
    line.querySelector(".mend")?.remove();
    if (pressed.irrelevant && words && item.querySelector(".chips")) {
      line.append(Object.assign(document.createElement("a"), { className: "mend", href: `/article/${id}?mend=1#mend`, textContent: words }));
    }
    item.classList.toggle("read", told.read);
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const line = event.submitter?.closest(".triage");
    if (!line) return;
    event.preventDefault();
    const { name, value } = event.submitter;
    const body = new URLSearchParams(new FormData(form));
    body.set(name, value);
    try {
      const answer = await fetch(form.action, { method: "POST", headers: { accept: "application/json" }, body });
      if (!answer.ok) throw new Error(answer.status);
      show(line, await answer.json(), form.dataset.mend);
    } catch {
      // As without this script: the server says what is wrong.
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(field);
      form.submit();
    }
  });
})();

// Keys, which can be switched off. Which there are stands in the dialog; here is what they do.
(() => {
  const dialog = document.getElementById("keys");
  const box = document.getElementById("keys-on");
  const button = document.querySelector(".keys-button");
  const items = [...document.querySelectorAll("article.item")];
  if (!dialog?.showModal || !box) return;

  // Storage may be forbidden; then the keys are on, as they are by default.
  const kept = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };
  const keep = (on) => { try { localStorage.setItem("keys", on ? "on" : "off"); } catch { /* nothing to keep it in */ } };
  box.checked = kept();
  box.addEventListener("change", () => keep(box.checked));
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());

  const here = () => items.indexOf(document.activeElement?.closest("article.item"));
  const go = (to) => {
    const link = items[to]?.querySelector("h3 a");
    if (!link) return;
    link.focus({ preventScroll: true });
    items[to].scrollIntoView({ block: "nearest" });
  };
  const press = (act) => (items[here()] ?? document.querySelector("article.article"))?.querySelector(`.triage [name="${act}"]`)?.click();
  const acts = {
    next: () => go(here() + 1),
    previous: () => go(Math.max(here() - 1, 0)),
    open: () => items[here()]?.querySelector("h3 a")?.click(),
    original: () => (items[here()] ?? document).querySelector("a.original, .to-original a")?.click(),
    star: () => press("star"),
    read: () => press("read"),
    relevant: () => press("relevant"),
    irrelevant: () => press("irrelevant"),
    fresh: () => document.querySelector(".fresh:not([hidden]) a")?.click(),
    search: () => {
      const field = document.querySelector("#q");
      if (field) field.select();
      else document.querySelector("a[href='/search']")?.click();
    },
    filter: () => {
      const facets = document.querySelector(".facets");
      if (facets) facets.open = true;
      document.querySelector(".facets a")?.focus();
    },
    help: () => dialog.showModal(),
  };

  // What an act needs to do anything; without it the dialog does not list its key.
  const all = (selector) => document.querySelector(selector) !== null;
  const works = {
    next: () => items.length > 0,
    previous: () => items.length > 0,
    open: () => items.length > 0,
    original: () => all("a.original, .to-original a"),
    star: () => all('.triage [name="star"]'),
    read: () => all('.triage [name="read"]'),
    relevant: () => all('.triage [name="relevant"]'),
    irrelevant: () => all('.triage [name="irrelevant"]'),
    fresh: () => all("[data-live]"),
    search: () => all("#q, a[href='/search']"),
    filter: () => all(".facets a"),
  };
  const rows = [...dialog.querySelectorAll("[data-keys]")];
  for (const row of rows) row.hidden = works[row.dataset.act]?.() === false;

  const table = new Map(rows.map((row) => [row.dataset.keys, row.dataset]));
  const begins = new Set([...table.keys()].filter((keys) => keys.includes(" ")).map((keys) => keys.split(" ")[0]));
  let before = "";
  let waiting = 0;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
    if (!box.checked || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const keys = before ? `${before} ${event.key}` : event.key;
    clearTimeout(waiting);
    before = "";
    if (begins.has(keys)) {
      before = keys;
      waiting = setTimeout(() => { before = ""; }, 1500);
      return;
    }
    const found = table.get(keys);
    if (!found) return;
    event.preventDefault();
    if (found.href) location.assign(found.href);
    else acts[found.act]?.();
  });
})();
