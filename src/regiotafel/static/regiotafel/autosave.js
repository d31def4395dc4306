// Keeps what somebody writes in a form with data-autosave, a few seconds after they stop: as the button "do=save" does.
// The answer says the number of what was kept, which the next save sends along. Every page works without it.
const QUIET = 3000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const told = form.querySelector("[data-autosaved]");
  let waiting = 0;
  let busy = false;

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, QUIET);
  };
  const save = async () => {
    // What was written while the one before is still under way is kept after it.
    if (busy || form.getAttribute("aria-busy") === "true") return later();
    busy = true;
    const body = new FormData(form);
    body.set("do", "save");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) {
        const kept = await answer.json();
        form.elements.draft.value = kept.draft;
        if (told) told.textContent = kept.told;
      } else if (told) told.textContent = told.dataset.failed ?? "";
    } catch {
      if (told) told.textContent = told.dataset.failed ?? "";
    } finally {
      busy = false;
    }
  };

  form.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(waiting));
}
