// Counts how many points are left in a form with data-points, while somebody types. Every page works without it: then
// the number is that of the last save.
for (const form of document.querySelectorAll("form[data-points]")) {
  const left = form.querySelector("[data-points-left]");
  const count = () => {
    let n = Number(form.dataset.points);
    for (const field of form.querySelectorAll("[data-point]")) n -= Number.parseInt(field.value, 10) || 0;
    if (left) left.textContent = String(n);
  };
  form.addEventListener("input", count);
  count();
}
