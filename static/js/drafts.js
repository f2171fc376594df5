/* Keeps what is typed into a form before it is saved: on the server, and in this browser while that cannot be.
   Needs, inside the form: [data-draft] with the address that keeps it, data-draft-page, data-draft-person and the
   sentences data-said-…; in it [data-draft-shown] to be seen and [data-draft-told], a role=status that speaks only
   when something changes; and the form's fields window (a UUID), revision and csrfmiddlewaretoken.
   A private note ([data-note]) is saved by its own script and left out.
   The address takes the form's fields and answers {kept: "10:42"}; asked with Accept: application/json it answers
   {person, token}. Copies in the browser bear the person's number and are let go once the server has them.
   What stands in [data-note] is saved by itself and left out. Fires "drafts:kept" on the form. Without this script nothing changes: Save works. */

const PAUSE = 1000;
const PAUSES = [2, 4, 8, 15, 30, 60];
const OTHER = "other";
const STORE = "cse-portal-draft";
const TOO_OLD = 90 * 24 * 3600 * 1000;
const MOST_AT_LEAVING = 60000;
const JSON_ONLY = { Accept: "application/json" };

/* A browser that keeps nothing, or has no room, must not stop anybody from typing. */
const copies = {
  put(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  drop(name) {
    try {
      localStorage.removeItem(name);
    } catch {
      /* Nothing was kept. */
    }
  },
  of(person) {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(`${STORE}:${person}:`));
      return names.map((name) => [name, read(name)]).filter(([, copy]) => copy);
    } catch {
      return [];
    }
  },
};

function read(name) {
  try {
    const copy = JSON.parse(localStorage.getItem(name));
    return copy?.url?.startsWith("/") && copy.body ? copy : null;
  } catch {
    return null;
  }
}

function isSignedOut(answer) {
  return answer.status === 401 || answer.type === "opaqueredirect";
}

function post(url, body, token, options = {}) {
  const all = new URLSearchParams(body);
  all.set("csrfmiddlewaretoken", token);
  return fetch(url, { method: "POST", body: all, headers: JSON_ONLY, redirect: "manual", ...options });
}

class Keeper {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.url = place.dataset.draft;
    this.person = place.dataset.draftPerson;
    this.window = this.form.querySelector("[name=window]").value;
    this.name = `${STORE}:${this.person}:${this.url}:${this.window}`;
    this.elsewhere = new Set(["csrfmiddlewaretoken", "shown"]);
    for (const field of this.form.querySelectorAll("[data-note] [name]")) {
      this.elsewhere.add(field.name);
    }
    this.sent = this.words();
    this.texts = this.textsOnly();
    this.state = "";
    this.typed = 0;
    this.failures = 0;
    this.timer = null;
    this.saving = false;
    this.busy = null;
    this.listen();
  }

  listen() {
    this.form.addEventListener("input", () => this.later(PAUSE));
    this.form.addEventListener("change", () => this.later(PAUSE));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => this.seen());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => (this.saving = false));
    addEventListener("online", () => this.retry());
  }

  words() {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (!this.elsewhere.has(name) && typeof value === "string") {
        fields.append(name, value);
      }
    }
    return fields.toString();
  }

  textsOnly() {
    return [...this.form.querySelectorAll("textarea")].filter((box) => !box.closest("[data-note]")).map((box) => box.value).join("\n");
  }

  get token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  /* A form may bear the token more than once, as what it holds comes from several hands. */
  set token(value) {
    for (const field of this.form.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = value;
    }
  }

  get isDirty() {
    return this.words() !== this.sent;
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), pause);
  }

  retry() {
    if (this.state && this.state !== "kept") {
      this.failures = 0;
      this.keep();
    }
  }

  seen() {
    if (document.visibilityState === "hidden") {
      this.leave();
    } else {
      this.retry();
    }
  }

  body(words) {
    const body = new URLSearchParams(words);
    this.typed = Math.max(this.typed + 1, Date.now());
    body.set("typed", String(this.typed));
    return body.toString();
  }

  copy(body) {
    return copies.put(this.name, { url: this.url, body, at: Date.now() });
  }

  async keep(options = {}) {
    clearTimeout(this.timer);
    const words = this.words();
    if (this.saving || words === this.sent || this.busy === words) {
      return;
    }
    this.busy = words;
    const body = this.body(words);
    try {
      if (["out", "refused", OTHER].includes(this.state)) {
        await this.signedIn();
      }
      let answer = await post(this.url, body, this.token, options);
      if (answer.status === 403) {
        const asked = await this.signedIn();
        answer = asked.ok ? await post(this.url, body, this.token, options) : asked;
      }
      await this.took(answer, words, body);
    } catch (error) {
      this.failed(error.message === OTHER ? OTHER : "offline", body);
    } finally {
      this.busy = null;
    }
  }

  async took(answer, words, body) {
    if (isSignedOut(answer)) {
      this.failed("out", body);
    } else if (answer.ok) {
      const { kept } = await answer.json();
      this.sent = words;
      this.failures = 0;
      copies.drop(this.name);
      this.say("kept", this.place.dataset.saidKept.replace("%(time)s", kept));
      this.form.dispatchEvent(new CustomEvent("drafts:kept", { bubbles: true }));
      if (this.isDirty) {
        this.later(PAUSE);
      }
    } else {
      this.failed(answer.status >= 500 ? "offline" : "refused", body);
    }
  }

  /* After signing in again, in another window, what this page sends needs the new token. */
  async signedIn() {
    const answer = await fetch(this.url, { headers: JSON_ONLY, redirect: "manual" });
    if (answer.ok) {
      const { person, token } = await answer.json();
      if (String(person) !== this.person) {
        throw new Error(OTHER);
      }
      this.token = token;
    }
    return answer;
  }

  failed(state, body) {
    if (this.saving) {
      return;
    }
    const held = this.copy(body);
    this.say(state, held ? this.place.dataset[`said${state[0].toUpperCase()}${state.slice(1)}`] : this.place.dataset.saidLost);
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    this.failures += 1;
    this.later(pause * 1000);
  }

  say(state, words) {
    const shown = this.place.querySelector("[data-draft-shown]");
    shown.textContent = words;
    shown.hidden = false;
    this.place.classList.toggle("cse-kept--not", state !== "kept");
    if (state !== this.state) {
      this.place.querySelector("[data-draft-told]").textContent = words;
      this.state = state;
    }
  }

  /* The page may be gone before an answer comes, so a copy stays here until one has. */
  leave() {
    if (this.saving || !this.isDirty) {
      return;
    }
    const words = this.words();
    this.copy(this.body(words));
    this.busy = null;
    this.keep({ keepalive: words.length < MOST_AT_LEAVING });
  }

  submitted(event) {
    if (navigator.onLine === false) {
      event.preventDefault();
      this.keep();
      return;
    }
    setTimeout(() => {
      if (!event.defaultPrevented) {
        clearTimeout(this.timer);
        if (this.isDirty && this.textsOnly() !== this.texts) {
          this.copy(this.body(this.words()));
        } else {
          copies.drop(this.name);
        }
        this.saving = true;
      }
    });
  }
}

/* What this browser still holds of this person: of windows that were closed, or left without a connection. */
async function sendCopies(keeper) {
  for (const [name, copy] of copies.of(keeper.person)) {
    if (Date.now() - copy.at > TOO_OLD) {
      copies.drop(name);
    } else if (name !== keeper.name) {
      try {
        const answer = await post(copy.url, copy.body, keeper.token);
        if (answer.ok) {
          copies.drop(name);
          tell(keeper, copy, await answer.json());
        }
      } catch {
        return;
      }
    }
  }
}

function tell(keeper, copy, answer) {
  if (copy.url !== keeper.url || !answer.is_new) {
    return;
  }
  keeper.say("found", keeper.place.dataset.saidFound);
  const link = document.createElement("a");
  link.href = keeper.place.dataset.draftPage;
  link.textContent = keeper.place.dataset.saidShow;
  keeper.place.querySelector("[data-draft-shown]").append(" ", link);
}

for (const place of document.querySelectorAll("[data-draft]")) {
  const keeper = new Keeper(place);
  sendCopies(keeper);
  addEventListener("online", () => sendCopies(keeper));
}
