/* The desk by keyboard. Nothing happens while a field is being typed in, except that Escape leaves it and
   Ctrl+Enter (Cmd+Enter) saves and goes on. Needs, inside [data-desk]: a[rel=next] and a[rel=prev] (J, K),
   a[data-key=evidence] with aria-current on the open one (N, P), form[data-key=rate] (see below), and anywhere
   a[data-key=ask] (A), button[data-key=take-back] (U), dialog#keys that ? opens, with a button[data-close] and
   input[data-keys-off] (switches single keys off, remembered in this browser), and button[data-open-keys].

   The form has radio buttons [data-key=rating] (1 to 9, in their order) and [data-key=not-applicable] (X), a
   textarea [data-key=comment] (C), buttons [data-key=save] (S) and [data-key=stay]. A digit rates, saves and
   goes on to the next element, or stays with input[data-stay] ticked (remembered in this browser); with
   words in the form that are not saved it only chooses. Shift and a digit choose and go into the comment.
   Whatever holds words that are not saved, the form itself or a part of it, bears data-unsaved. */

const desk = document.querySelector("[data-desk]");
const form = desk.querySelector("form[data-key=rate]");
const dialog = document.querySelector("dialog#keys");
const off = document.querySelector("input[data-keys-off]");
const stay = document.querySelector("input[data-stay]");
const box = form?.querySelector("[data-key=comment]");
let leaving = false;

function remembered(name) {
  try {
    return localStorage.getItem(name) === "1";
  } catch {
    return false;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value ? "1" : "0");
  } catch {
    /* A browser that keeps nothing still works until the page is left. */
  }
}

function typing(target) {
  return target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
}

function follow(selector) {
  document.querySelector(selector)?.click();
}

function stepEvidence(by) {
  const links = [...desk.querySelectorAll("a[data-key=evidence]")];
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[here < 0 && by < 0 ? links.length - 1 : here + by]?.click();
}

function hasUnsavedWords() {
  return box?.value !== box?.defaultValue || form.matches("[data-unsaved], :has([data-unsaved])");
}

function send(button) {
  if (form && button && !leaving) {
    form.requestSubmit(button);
  }
}

function choose(radio) {
  radio.focus();
  radio.click();
}

function rate(number, withComment) {
  const radio = form?.querySelectorAll("[data-key=rating]")[number - 1];
  if (!radio || leaving) {
    return;
  }
  choose(radio);
  if (withComment) {
    box?.focus();
  } else if (!hasUnsavedWords()) {
    send(form.querySelector(stay?.checked ? "[data-key=stay]" : "[data-key=save]"));
  }
}

function doesNotApply() {
  const radio = form?.querySelector("[data-key=not-applicable]");
  if (radio) {
    choose(radio);
    box?.focus();
  }
}

const KEYS = {
  j: () => follow("a[rel=next]"),
  k: () => follow("a[rel=prev]"),
  n: () => stepEvidence(1),
  p: () => stepEvidence(-1),
  c: () => box?.focus(),
  s: () => send(form?.querySelector("[data-key=save]")),
  a: () => follow("a[data-key=ask]"),
  u: () => follow("button[data-key=take-back]"),
  x: doesNotApply,
  "?": () => dialog?.showModal(),
};

/* The row of digits by where the key is: with Shift it gives other characters, and on some keyboards only
   with Shift the digit. */
function digitOf(event) {
  const place = /^Digit([1-9])$/.exec(event.code);
  return Number(place?.[1] ?? (/^[1-9]$/.test(event.key) ? event.key : 0));
}

function actOf(event) {
  const act = KEYS[event.key.toLowerCase()];
  const digit = digitOf(event);
  return act ?? (digit ? () => rate(digit, event.shiftKey) : null);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form?.contains(event.target)) {
    event.preventDefault();
    send(form.querySelector("[data-key=save]"));
    return;
  }
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open || typing(event.target) || off?.checked) {
    return;
  }
  const act = actOf(event);
  if (act) {
    event.preventDefault();
    act();
  }
});

/* Once a form is on its way further keys would send it again, from a revision that is no longer the last. */
document.addEventListener("submit", (event) => {
  leaving = true;
  setTimeout(() => {
    leaving = !event.defaultPrevented;
  });
});
addEventListener("pageshow", () => {
  leaving = false;
});

for (const [name, input] of [["cse-portal-keys-off", off], ["cse-portal-stay", stay]]) {
  if (input) {
    input.checked = remembered(name);
    input.addEventListener("change", () => remember(name, input.checked));
    input.closest("[data-switch]")?.removeAttribute("hidden");
  }
}
/* The request form is folded away beside the element. */
document.querySelector("a[data-key=ask]")?.addEventListener("click", (event) => {
  const first = document.querySelector(event.currentTarget.hash);
  first?.closest("details")?.setAttribute("open", "");
  first?.focus();
});
const pages = document.querySelectorAll("a[data-page]");
for (const page of pages) {
  page.addEventListener("click", () => {
    for (const each of pages) {
      each.removeAttribute("aria-current");
    }
    page.setAttribute("aria-current", "true");
  });
}
for (const button of document.querySelectorAll("button[data-open-keys]")) {
  button.addEventListener("click", () => dialog?.showModal());
}
dialog?.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
