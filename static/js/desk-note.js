/* A private note, saved a moment after the last key. Needs an element with data-note (the address that takes it)
   around its textarea, input[name=note_revision] and [data-note-state], which says what became of it. It bears
   data-unsaved while something in it is not saved, and says data-trouble where that fails. */

const PAUSE = 700;

const holder = document.querySelector("[data-note]");
const area = holder?.querySelector("textarea");
const revision = holder?.querySelector("[name=note_revision]");
const state = holder?.querySelector("[data-note-state]");
let saved = area?.value;
let timer = 0;
let sending = null;

async function send() {
  const text = area.value;
  const body = new URLSearchParams({
    note: text,
    note_revision: revision.value,
    csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value,
  });
  const headers = { Accept: "application/json" };
  const answer = await fetch(holder.dataset.note, { method: "POST", body, headers, keepalive: true });
  const words = await answer.json();
  if (!answer.ok) {
    throw Object.assign(new Error(words.error), { refusal: words.error });
  }
  revision.value = words.revision;
  saved = text;
  take(words.text, text);
  state.textContent = words.saved;
  mark();
}

function mark() {
  holder.toggleAttribute("data-unsaved", area.value !== saved);
}

/* Another window wrote as well: what it wrote goes above, and typing goes on where it was. */
function take(there, sent) {
  const above = there.length - sent.trimEnd().length;
  if (above > 0 && there.endsWith(sent.trimEnd())) {
    const from = area.selectionStart + above;
    area.value = there.slice(0, above) + area.value;
    area.setSelectionRange(from, from);
    saved = there.slice(0, above) + sent;
  }
}

async function sendSoon() {
  clearTimeout(timer);
  await sending;
  if (area.value === saved) {
    return;
  }
  sending = send().catch((error) => {
    state.textContent = error.refusal ?? holder.dataset.trouble;
  });
  await sending;
  sending = null;
}

area?.addEventListener("input", () => {
  mark();
  clearTimeout(timer);
  timer = setTimeout(sendSoon, PAUSE);
});
area?.addEventListener("blur", sendSoon);
