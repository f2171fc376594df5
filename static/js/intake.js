/* Files dropped or chosen are sent one by one, each with its bar, its outcome and a way to try again.
   Needs the markup of partials/intake_drop.html in form[data-intake-new], whose action opens a place for files and
   answers {page, files}, or in form[data-intake-page] with data-files, where they are sent. Each file is posted
   with the fields files, paths, sent_as and the form's token and Accept: application/json; answers are
   {files: [{name, message} or {name, error, remedy}]}. What has arrived stays when the page is left. Without this
   script the form sends all chosen files at once. */

const AT_ONCE = 3;
const MOST = 500;
const LITTER = new Set([".ds_store", "thumbs.db", "desktop.ini"]);

/* sent_as: names one sending, so that the same file tried again is not here twice. */
function newName() {
  if (window.crypto.randomUUID) {
    return window.crypto.randomUUID();
  }
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function show(element, text) {
  element.textContent = text || "";
  element.hidden = !text;
}

function filesOf(entry, path) {
  if (entry.isFile) {
    return new Promise((resolve) => {
      entry.file(
        (file) => resolve([{ file, path: `${path}${file.name}` }]),
        () => resolve([]),
      );
    });
  }
  return entriesOf(entry.createReader()).then((entries) =>
    Promise.all(entries.map((inner) => filesOf(inner, `${path}${entry.name}/`))).then((all) => all.flat()),
  );
}

/* A folder gives its entries some at a time, until it gives none. */
async function entriesOf(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((resolve) => {
      reader.readEntries(resolve, () => resolve([]));
    });
    if (!some.length) {
      return all;
    }
    all.push(...some);
  }
}

async function dropped(transfer) {
  const entries = Array.from(transfer.items || [])
    .map((item) => (item.webkitGetAsEntry ? item.webkitGetAsEntry() : null))
    .filter(Boolean);
  if (!entries.length) {
    return chosen(transfer.files);
  }
  const all = await Promise.all(entries.map((entry) => filesOf(entry, "")));
  return all.flat();
}

function chosen(files) {
  return Array.from(files, (file) => ({ file, path: file.webkitRelativePath || file.name }));
}

class Sending {
  constructor(zone, { file, path }) {
    this.zone = zone;
    this.file = file;
    this.path = path;
    this.sentAs = newName();
    this.item = zone.template.content.firstElementChild.cloneNode(true);
    this.part("[data-name]").textContent = path;
    for (const place of this.item.querySelectorAll("[data-spoken]")) {
      place.textContent = ` ${path}`;
    }
    this.part("[data-retry]").addEventListener("click", () => this.again());
    this.part("[data-take-out]").addEventListener("click", () => zone.takeOut(this));
    zone.list.append(this.item);
    this.enter("waiting");
  }

  part(selector) {
    return this.item.querySelector(selector);
  }

  again() {
    this.enter("waiting");
    this.zone.next();
  }

  enter(state, outcome, remedy) {
    this.state = state;
    this.part("[data-bar]").hidden = state !== "sending" && state !== "waiting";
    this.part("[data-retry]").hidden = state !== "stopped";
    this.part("[data-take-out]").hidden = state === "here" || state === "refused";
    show(this.part("[data-outcome]"), outcome);
    show(this.part("[data-remedy]"), remedy);
    this.item.classList.toggle("cse-upload--done", state === "here");
    this.item.classList.toggle("cse-upload--failed", state === "stopped" || state === "refused");
  }

  send(address) {
    this.enter("sending");
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.zone.token);
    body.append("sent_as", this.sentAs);
    body.append("paths", this.path);
    body.append("files", this.file);
    const request = new XMLHttpRequest();
    this.request = request;
    const bar = this.part("[data-bar]");
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
    });
    return new Promise((resolve) => {
      request.addEventListener("load", () => resolve(this.answered(request)));
      request.addEventListener("error", () => resolve(this.lost()));
      request.addEventListener("abort", () => resolve());
      request.send(body);
    });
  }

  answered(request) {
    const words = this.zone.words;
    const files = (request.response && request.response.files) || [];
    const bad = files.filter((file) => file.error);
    if (request.status === 201) {
      const tally = files.length > 1 ? `${files.length - bad.length} / ${files.length}` : "";
      this.enter("here", [(files[0] && files[0].message) || words.here, tally].filter(Boolean).join(", "));
    } else if (request.status === 422 && bad.length) {
      this.enter("refused", bad[0].error, bad[0].remedy);
    } else if (request.status === 409 && bad.length) {
      this.enter("stopped", bad[0].error, bad[0].remedy);
    } else if (request.status === 401 || !request.response) {
      this.enter("stopped", words.signedOut, words.signedOutRemedy);
    } else {
      this.enter("stopped", words.refused, words.lostRemedy);
    }
  }

  lost() {
    this.enter("stopped", this.zone.words.lost, this.zone.words.lostRemedy);
  }
}

class Zone {
  constructor(form) {
    this.form = form;
    this.rows = [];
    this.running = 0;
    this.touched = false;
    this.zone = form.querySelector("[data-intake-zone]");
    this.list = form.querySelector("[data-intake-sending]");
    this.status = form.querySelector("[data-intake-status]");
    this.showList = form.querySelector("[data-intake-show]");
    this.template = form.querySelector("template[data-intake-row]");
    this.words = form.querySelector("template[data-intake-words]").dataset;
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.address = form.dataset.files ? Promise.resolve(form.dataset.files) : null;
    this.page = form.dataset.files ? window.location.pathname : null;
    this.listen();
  }

  listen() {
    const folder = this.form.querySelector("#folder");
    folder.closest("[data-intake-folder]").hidden = !("webkitdirectory" in folder);
    for (const input of [this.form.querySelector("#files"), folder]) {
      input.addEventListener("change", () => {
        this.take(chosen(input.files));
        input.value = "";
      });
    }
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      this.form.addEventListener(name, (event) => {
        event.preventDefault();
        this.zone.classList.toggle("is-over", name === "dragenter" || name === "dragover");
      });
    }
    this.form.addEventListener("drop", async (event) => this.take(await dropped(event.dataTransfer)));
    this.form.addEventListener("input", (event) => {
      this.touched = this.touched || event.target.type !== "file";
    });
    this.form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.running && !this.leaving) {
        event.preventDefault();
      }
    });
    this.showList.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      this.open();
    });
  }

  take(files) {
    const wanted = files.filter(({ file }) => !LITTER.has(file.name.toLowerCase()));
    const room = Math.max(0, MOST - this.rows.length);
    this.rows.push(...wanted.slice(0, room).map((each) => new Sending(this, each)));
    if (wanted.length > room) {
      this.status.textContent = this.words.tooMany;
    }
    const fold = this.form.querySelector("details.cse-intake-more");
    if (fold && wanted.length) {
      fold.open = true;
    }
    this.next();
  }

  takeOut(row) {
    this.rows = this.rows.filter((other) => other !== row);
    if (row.request) {
      row.request.abort();
    }
    row.item.remove();
    this.form.querySelector("#files").focus();
    this.tell();
    this.next();
  }

  /* The place where files wait is opened with the first of them. */
  whereTo() {
    if (!this.address) {
      const body = new FormData(this.form);
      body.delete("files");
      this.address = fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      })
        .then((response) => response.json())
        .then((answer) => {
          this.page = answer.page;
          return answer.files;
        });
      this.address.catch(() => {
        this.address = null;
      });
    }
    return this.address;
  }

  async next() {
    const row = this.rows.find((candidate) => candidate.state === "waiting");
    if (!row || this.running >= AT_ONCE) {
      return;
    }
    this.running += 1;
    row.state = "sending";
    this.next();
    try {
      await row.send(await this.whereTo());
    } catch {
      row.lost();
    }
    this.running -= 1;
    this.tell();
    this.next();
  }

  tell() {
    const count = (...states) => this.rows.filter((row) => states.includes(row.state)).length;
    const coming = count("waiting", "sending");
    const here = count("here", "refused");
    this.status.textContent = this.words.tally
      .replace("{done}", here)
      .replace("{all}", this.rows.length)
      .replace("{coming}", coming)
      .replace("{failed}", count("stopped"));
    this.showList.hidden = !(here && this.page);
    this.showList.querySelector("a").href = this.page || "";
    if (coming) {
      return;
    }
    if (this.confirming || (here && !count("stopped") && !this.touched)) {
      this.open();
    }
  }

  /* On the list what was typed is saved with it; from an empty drop zone one only goes there. */
  open() {
    this.leaving = true;
    if (this.form.dataset.files && this.touched) {
      this.form.requestSubmit();
    } else {
      window.location.assign(this.page);
    }
  }

  /* What is still arriving joins the list before anything is added. */
  submitted(event) {
    if (!this.rows.length) {
      return;
    }
    const coming = this.rows.some((row) => row.state === "waiting" || row.state === "sending");
    const takesAway = event.submitter && event.submitter.matches("[data-intake-drop]");
    if (!this.form.dataset.files) {
      event.preventDefault();
    } else if (coming && !takesAway) {
      event.preventDefault();
      this.confirming = true;
      this.touched = true;
      show(this.form.querySelector("[data-intake-wait]") || this.status, this.words.wait);
    } else {
      this.leaving = true;
    }
  }
}

for (const form of document.querySelectorAll("form[data-intake-new], form[data-intake-page]")) {
  new Zone(form);
}
