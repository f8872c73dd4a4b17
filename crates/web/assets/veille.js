// Everything works without this file. It adds the keys of feed readers, which can be switched off.
"use strict";

(() => {
  const panel = document.querySelector(".keys");
  const box = document.getElementById("keys");
  const items = [...document.querySelectorAll("article.item")];
  if (!panel || !box) return;

  // Storage may be forbidden; then the keys are on, as they are by default.
  const kept = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };
  const keep = (on) => { try { localStorage.setItem("keys", on ? "on" : "off"); } catch { /* nothing to keep it in */ } };
  box.checked = kept();
  box.addEventListener("change", () => keep(box.checked));
  panel.hidden = false;

  const here = () => items.indexOf(document.activeElement?.closest("article.item"));
  const go = (to) => {
    const link = items[to]?.querySelector("h3 a");
    if (!link) return;
    link.focus({ preventScroll: true });
    items[to].scrollIntoView({ block: "nearest" });
  };
  const keys = {
    j: () => go(here() + 1),
    k: () => go(Math.max(here() - 1, 0)),
    o: () => items[here()]?.querySelector("h3 a")?.click(),
    v: () => (items[here()] ?? document).querySelector("a.original, .to-original a")?.click(),
    "/": () => {
      const facets = document.querySelector(".facets");
      if (facets) facets.open = true;
      (document.querySelector(".facets a") ?? document.querySelector(".ask input"))?.focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (!box.checked || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
