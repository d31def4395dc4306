// A passkey needs a script, so its buttons stay hidden without one; and a person must see that it failed.
"use strict";
for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const sentence of document.querySelectorAll("[data-passkey-failed]")) sentence.hidden = false;
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});
