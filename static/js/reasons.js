// On the page that submits: one reason put into every box that is still empty.
for (const form of document.querySelectorAll("form[data-reasons]")) {
  const button = form.querySelector("[data-say-once]");
  const once = form.querySelector("textarea[name=gaps_reason]");
  if (!button || !once) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const reason = once.value.trim();
    if (!reason) {
      once.focus();
      return;
    }
    for (const box of form.querySelectorAll("textarea[data-reason]")) {
      if (!box.value.trim()) box.value = reason;
    }
  });
}
