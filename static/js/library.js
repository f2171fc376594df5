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
