/* Acceptance follows the rating before one's eyes, as the server does it without scripts: a rating named in the
   form's data-accepting sets the ticks, another takes them out, unless somebody has touched them.
   Needs form[data-accepting] with radio buttons "rating", checkboxes "accepted" or "accepted_parts" and input
   "shown". */

const form = document.querySelector("form[data-accepting]");
const ticks = [...(form?.elements ?? [])].filter((each) => /^accepted(_parts)?$/.test(each.name));
let touched = form?.matches("[data-unsaved]");

for (const tick of ticks) {
  tick.addEventListener("change", () => {
    touched = true;
  });
}

form?.addEventListener("change", (event) => {
  if (event.target.name !== "rating" || touched) {
    return;
  }
  const accepting = form.dataset.accepting.split(" ");
  for (const tick of ticks) {
    tick.checked = accepting.includes(event.target.value);
  }
  /* What is ticked now was seen: the server need not guess. */
  form.elements.shown.value = "";
});
