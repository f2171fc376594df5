/* The desk by keyboard. Nothing happens while a field is being typed in, except that Escape leaves it.
   Needs, inside [data-desk]: a[rel=next] and a[rel=prev] (J, K), a[data-key=evidence] with aria-current on the
   open one (N, P), form[data-key=rate] with radio buttons (1 to 4, in their order) and a textarea
   [data-key=comment] or else the form's first textarea (C), a submit button (S).
   Anywhere: dialog#keys that ? opens, with a button[data-close] and input[data-keys-off] (switches the keys
   off, remembered in this browser), and button[data-open-keys]. */

const STORE = "cse-portal-keys-off";
const desk = document.querySelector("[data-desk]");
const form = desk.querySelector("form[data-key=rate]");
const dialog = document.querySelector("dialog#keys");
const off = document.querySelector("input[data-keys-off]");

function remembered() {
  try {
    return localStorage.getItem(STORE) === "1";
  } catch {
    return false;
  }
}

function remember(value) {
  try {
    localStorage.setItem(STORE, value ? "1" : "0");
  } catch {
    /* A browser that keeps nothing still works until the page is left. */
  }
}

function typing(target) {
  return target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
}

function follow(selector) {
  desk.querySelector(selector)?.click();
}

function stepEvidence(by) {
  const links = [...desk.querySelectorAll("a[data-key=evidence]")];
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[here < 0 && by < 0 ? links.length - 1 : here + by]?.click();
}

function rate(number) {
  const radios = form ? [...form.querySelectorAll("input[type=radio]")].filter((r) => r.value) : [];
  const radio = radios[number - 1];
  if (radio && !radio.disabled) {
    radio.focus();
    radio.click();
  }
}

function comment() {
  (form?.querySelector("[data-key=comment]") || form?.querySelector("textarea"))?.focus();
}

const KEYS = {
  j: () => follow("a[rel=next]"),
  k: () => follow("a[rel=prev]"),
  n: () => stepEvidence(1),
  p: () => stepEvidence(-1),
  c: comment,
  s: () => form?.querySelector("[type=submit]")?.click(),
  1: () => rate(1),
  2: () => rate(2),
  3: () => rate(3),
  4: () => rate(4),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open || typing(event.target)) {
    return;
  }
  if (event.key === "?") {
    event.preventDefault();
    dialog?.showModal();
    return;
  }
  const act = KEYS[event.key.toLowerCase()];
  if (act && !off?.checked) {
    event.preventDefault();
    act();
  }
});

if (off) {
  off.checked = remembered();
  off.addEventListener("change", () => remember(off.checked));
}
for (const button of document.querySelectorAll("button[data-open-keys]")) {
  button.addEventListener("click", () => dialog?.showModal());
}
dialog?.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
