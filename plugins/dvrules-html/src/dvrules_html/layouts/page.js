"use strict";
(() => {
  const found = [...document.querySelectorAll("details")];
  const by = Object.fromEntries(["state", "unit", "document", "month"].map((name) => [name, document.getElementById("by-" + name)]));
  const text = document.getElementById("by-text");
  const shown = document.getElementById("shown");
  const number = (count) => count.toLocaleString(document.documentElement.lang);
  // As people type: without accents, in small letters; and only letters and digits, each word behind a blank.
  const bare = (words) => (" " + words).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d")
    .replace(/[^\p{L}\p{N}]+/gu, " ").trimEnd();
  let texts = null;

  const apply = () => {
    const wanted = Object.entries(by).filter(([, field]) => field.value);
    const words = text.value.split(/\s+/).map(bare).filter(Boolean);
    if (words.length && !texts) texts = found.map((each) => bare(each.textContent));
    let count = 0;
    found.forEach((each, index) => {
      const fits = wanted.every(([name, field]) => each.dataset[name] === field.value)
        && words.every((word) => texts[index].includes(word));
      each.hidden = !fits;
      count += fits;
    });
    shown.textContent = shown.dataset.words.replace("SHOWN", number(count)).replace("ALL", number(found.length));
  };
  const clear = () => {
    text.value = "";
    Object.values(by).forEach((field) => { field.value = ""; });
  };
  const opened = (open) => found.forEach((each) => { if (!each.hidden) each.open = open; });
  const visit = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || target.tagName !== "DETAILS") return;
    if (target.hidden) { clear(); apply(); }
    target.open = true;
    target.scrollIntoView();
    target.firstElementChild.focus({ preventScroll: true });
  };

  let waiting = 0;
  text.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 150); });
  Object.values(by).forEach((field) => field.addEventListener("change", apply));
  document.getElementById("clear").addEventListener("click", () => { clear(); apply(); text.focus(); });
  document.getElementById("open-all").addEventListener("click", () => opened(true));
  document.getElementById("close-all").addEventListener("click", () => opened(false));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href='#findings']");
    if (!link || !Object.keys(link.dataset).length) return;
    clear();
    Object.entries(link.dataset).forEach(([name, value]) => { by[name].value = value; });
    apply();
  });
  // The browser goes to the address's place by itself, and takes the focus away, before these events.
  addEventListener("load", visit);
  addEventListener("hashchange", visit);
  document.getElementById("filter").hidden = false;
  apply();
})();
