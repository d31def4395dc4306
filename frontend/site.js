// Small improvements; every page works without them.
//
// 1. A form with data-once is closed while its request is under way, so that a fast second click can
//    never answer the statement that comes next; nor does the second half of a double click, when the next
//    one came in between. Plain forms and htmx 2 and 4 are all covered.
// 2. After htmx has put a new statement in place, the reader (also of a screen reader) is taken to it.
// 3. A text field with data-count says how many characters are left.
// 4. A button with data-print prints; it is hidden when there is no script.
// 5. What is folded opens when the address names it, and on paper. A page that leads to one with everything prints that.
// 6. Fields that only some choice needs (data-when, a choice of data-of) show when that is chosen.
// 7. A page that comes back with errors begins at them, also when its address still names another place on it.
"use strict";
(() => {
  const setBusy = (form, busy) => {
    if (busy) form.setAttribute("aria-busy", "true");
    else form.removeAttribute("aria-busy");
    for (const fieldset of form.querySelectorAll("fieldset[data-busy]")) fieldset.disabled = busy;
  };
  const formOf = (event) => event.target instanceof Element && event.target.closest("form[data-once]");
  const goesByHtmx = (form) =>
    window.htmx && (form.hasAttribute("hx-post") || form.hasAttribute("data-hx-post") || form.closest("[hx-boost]"));

  document.addEventListener("submit", (event) => {
    const form = formOf(event);
    if (!form) return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // Not at once: the browser must still read which button was pressed.
    if (!goesByHtmx(form)) setTimeout(() => setBusy(form, true), 0);
  }, true);

  // The browser counts the clicks that follow each other at one place: this one was meant for what stood there before.
  document.addEventListener("click", (event) => {
    if (event.detail < 2 || !formOf(event) || !event.target.closest("button, input[type=submit]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // The names of htmx 4 and of htmx 2. By now htmx has read the form.
  for (const name of ["htmx:before:request", "htmx:beforeRequest"]) {
    document.addEventListener(name, (event) => {
      const form = formOf(event);
      if (form) setBusy(form, true);
    });
  }
  for (const name of ["htmx:finally:request", "htmx:afterRequest", "htmx:sendError"]) {
    document.addEventListener(name, (event) => {
      const form = formOf(event);
      if (form) setBusy(form, false);
    });
  }
  // Coming back with the browser's "back" button: open again.
  window.addEventListener("pageshow", (event) => {
    for (const form of document.querySelectorAll("form[data-once][aria-busy]")) setBusy(form, false);
    if (!event.persisted) document.querySelector('[autofocus][tabindex="-1"]')?.focus();
  });

  for (const name of ["htmx:after:settle", "htmx:afterSettle"]) {
    document.addEventListener(name, (event) => {
      const place = event.target instanceof Element ? event.target : document;
      const heading = place.matches?.("[data-focus]") ? place : place.querySelector("[data-focus]");
      if (!heading) return;
      heading.setAttribute("tabindex", "-1");
      heading.focus({ preventScroll: false });
    });
  }

  // As people see them: a family of four is one picture, an accent belongs to its letter.
  const signs = "Segmenter" in Intl ? new Intl.Segmenter("nl") : null;
  const signsIn = (text) => (signs ? [...signs.segment(text)] : [...text]).length;

  const countDown = (field) => {
    const most = field instanceof Element && Number(field.getAttribute("data-count"));
    if (!most) return;
    const counter = document.getElementById(`${field.id}-left`);
    if (!counter) return;
    const left = most - signsIn(field.value);
    const words = counter.dataset;
    const sentence = left < 0 ? words.over : words.left;
    if (sentence) counter.textContent = sentence.replace("{n}", String(Math.abs(left)));
    counter.classList.toggle("rt-count--over", left < 0);
  };
  document.addEventListener("input", (event) => countDown(event.target));
  for (const field of document.querySelectorAll("[data-count]")) countDown(field);

  const showNeeded = () => {
    for (const needed of document.querySelectorAll("[data-when]")) {
      const chosen = needed.closest("form").querySelector(`[name="${needed.dataset.of}"]:checked`);
      const isNeeded = chosen !== null && needed.dataset.when.split(" ").includes(chosen.value);
      needed.hidden = needed.disabled = !isNeeded;
    }
  };
  document.addEventListener("change", showNeeded);
  window.addEventListener("pageshow", showNeeded);
  showNeeded();

  const unfold = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const place = id && document.getElementById(id);
    // Of a long text the page has one chapter: an address from when it had all of it goes to the right one.
    const [, what, number] = /^(passage|hoofdstuk)-(\d+)$/.exec(id) ?? [];
    if (!place && what && document.querySelector("[data-chapters]") && !new URLSearchParams(location.search).has(what))
      location.replace(`?${what}=${number}#${id}`);
    if (!place) return;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    place.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  // By then htmx has read the page: what opens here is fetched as what somebody opens.
  window.addEventListener("load", unfold);
  // Paper has everything: what is fetched when somebody opens it is there at once, as the browser waits for no other way.
  const whole = document.querySelector("[data-whole]");
  let shown = null;
  const fetchWhole = () => {
    const request = new XMLHttpRequest();
    request.open("GET", whole.getAttribute("data-whole"), false);
    try {
      request.send();
    } catch {
      return; // without a network the page prints as it stands
    }
    const found = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    if (request.status !== 200 || !found) return;
    const main = document.querySelector("main");
    shown = [...main.childNodes];
    main.replaceChildren(...found.childNodes);
  };

  // The style sheet does it too, but not every browser knows its words for it.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    if (whole && !shown) fetchWhole();
    folded = [...document.querySelectorAll("details.rt-more:not([open])")];
    for (const fold of folded) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of folded) fold.open = false;
    if (shown) document.querySelector("main").replaceChildren(...shown);
    shown = null;
  });

  // Where there is room the contents of a text stand open beside it.
  if (matchMedia("(min-width: 1100px)").matches) document.querySelector(".rt-toc__fold")?.setAttribute("open", "");

  // A code or a link to keep: copied, or handed to whatever a telephone sends with.
  if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  if (navigator.share) for (const button of document.querySelectorAll("[data-share]")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-copy], [data-share]");
    if (!button) return;
    try {
      if (button.dataset.share) await navigator.share({ text: button.dataset.share });
      else {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.setAttribute("aria-live", "polite");
        button.textContent = button.dataset.done;
      }
    } catch {
      // Who changes their mind, or may not copy, still has the words on the page.
    }
  });

  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });
})();
