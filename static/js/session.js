/* Warns before a session ends by itself. Asking how long is left keeps nothing alive; the button does. */

const WARN = 5 * 60;
const box = document.querySelector("[data-session]");
if (box) {
  const words = box.querySelector("[data-session-words]");
  const button = box.querySelector("[data-session-stay]");
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  let timer;

  const wait = (left) => {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(1, left > WARN ? left - WARN : left) * 1000);
  };

  const show = (left) => {
    if (left > WARN) {
      box.hidden = true;
    } else {
      const end = new Date(Date.now() + left * 1000);
      const time = end.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      box.hidden = false;
      button.hidden = left <= 0;
      words.textContent = left > 0 ? words.dataset.soon.replace("{time}", time) : words.dataset.over;
    }
    if (left > 0) {
      wait(left);
    }
  };

  const left = async (options) => {
    const answer = await fetch(box.dataset.session, {
      redirect: "manual",
      cache: "no-store",
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    return answer.ok ? (await answer.json()).ends_in : 0;
  };

  const ask = async () => {
    try {
      show(await left({ headers: { "X-Unattended": "1" } }));
    } catch {
      wait(60); /* No line at the moment: ask again. */
    }
  };

  button.addEventListener("click", async () => {
    try {
      const seconds = await left({ method: "POST", headers: { "X-CSRFToken": token() } });
      show(seconds);
      if (seconds > WARN) {
        box.hidden = false;
        button.hidden = true;
        words.textContent = words.dataset.stayed;
        setTimeout(() => show(seconds), 5000);
      }
    } catch {
      wait(5);
    }
  });

  /* A page that slept, as on a closed laptop, asks when it wakes. */
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  /* The last use is written down once a minute, so the end may be a minute sooner. */
  wait(Number(box.dataset.seconds) - 60);
}
