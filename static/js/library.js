/* The evidence library: the page works without this; it only saves a step. */

/* Copies what a field says: <button data-copies="id" hidden> */
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    field.select();
    button.textContent = button.dataset.copied || button.textContent;
  });
}

/* What is empty need not stand in the address. */
const filter = document.getElementById("library-filter");
filter?.addEventListener("submit", () => {
  for (const field of filter.elements) {
    if (field.name && !field.value) {
      field.disabled = true;
    }
  }
});
window.addEventListener("pageshow", () => {
  for (const field of filter?.elements ?? []) {
    field.disabled = false;
  }
});

/* Counts what is ticked, marks its rows, and ticks a whole page. */
const choosing = document.querySelector("[data-choosing]");
if (choosing) {
  const ticks = [...document.querySelectorAll("input[name=item][form=chosen]")];
  const page = document.querySelector("[data-choose-page]");
  const all = choosing.querySelector("[data-choose-all]");
  const count = choosing.querySelector("[data-chosen-count]");
  const words = count.textContent;
  const tell = () => {
    const ticked = ticks.filter((tick) => tick.checked);
    const whole = all?.checked ? all.parentElement.textContent.replace(/\D+/g, "") : "";
    count.textContent = words.replace("0", whole || ticked.length);
    page.checked = ticked.length === ticks.length;
    page.indeterminate = ticked.length > 0 && ticked.length < ticks.length;
    for (const tick of ticks) {
      tick.closest("tr").classList.toggle("is-chosen", tick.checked || Boolean(whole));
    }
  };
  page.hidden = false;
  count.hidden = false;
  page.addEventListener("change", () => {
    for (const tick of ticks) {
      tick.checked = page.checked;
    }
    tell();
  });
  for (const tick of [...ticks, all]) {
    tick?.addEventListener("change", tell);
  }
  window.addEventListener("pageshow", tell);
}
