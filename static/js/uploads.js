/* Several files at once, a row each.
   Needs the markup of components/drop_zone.html: form[data-upload] with input[type=file][name=files],
   [data-upload-rows], [data-upload-status], [data-upload-reload], template[data-upload-row] and
   template[data-upload-words]. Every file is posted alone to the form's action with the fields files, titles,
   team, sending (a number of the row's own, the same when it is tried again) and the form's token and
   Accept: application/json. Answers: 201 {code, title, message} or 4xx {error, remedy}; where the same file is
   here already 409 with here: {code, title, url, link_url}, of which the row offers to link that item (posted as
   item to link_url) or to add the file all the same (anyway); for an archive also files: a list of {name} and one
   of these for each file in it. Without this script the form posts all files at once. */

const TWO_AT_A_TIME = 2;

function titleFrom(name) {
  const words = name.replace(/\.[^.]+$/, "").replace(/[_]+/g, " ").replace(/\s+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/* randomUUID is for secure pages alone, and a portal may be served within a council's own network. */
function freshNumber() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function show(element, text) {
  element.textContent = text || "";
  element.hidden = !text;
}

class Row {
  constructor(box, file) {
    this.box = box;
    this.file = file;
    this.state = "waiting";
    this.sending = freshNumber();
    this.anyway = false;
    this.here = null;
    this.item = box.rowTemplate.content.firstElementChild.cloneNode(true);
    this.part("[data-title]").value = titleFrom(file.name);
    for (const place of this.item.querySelectorAll("[data-name]")) {
      place.textContent = `${place.classList.contains("govuk-visually-hidden") ? " " : ""}${file.name}`;
    }
    this.part("[data-remove]").addEventListener("click", () => box.remove(this));
    this.part("[data-retry]").addEventListener("click", () => this.again());
    this.part("[data-anyway]").addEventListener("click", () => this.addAnyway());
    this.part("[data-link-instead]").addEventListener("click", () => this.linkInstead());
    box.list.append(this.item);
  }

  part(selector) {
    return this.item.querySelector(selector);
  }

  again() {
    this.enter("waiting");
    this.box.send();
  }

  addAnyway() {
    this.anyway = true;
    this.again();
  }

  enter(state, outcome, remedy) {
    this.state = state;
    const busy = state === "sending" || state === "done";
    this.part("[data-title]").disabled = busy;
    this.part("[data-remove]").hidden = busy;
    this.part("[data-retry]").hidden = state !== "failed";
    this.offer(null, false);
    this.part("[data-bar]").hidden = state !== "sending";
    show(this.part("[data-outcome]"), outcome);
    show(this.part("[data-remedy]"), remedy);
    this.item.classList.toggle("cse-upload--done", state === "done");
    this.item.classList.toggle("cse-upload--failed", state === "failed");
  }

  fields() {
    const data = new FormData(this.box.form);
    data.delete("files");
    data.delete("titles");
    data.append("files", this.file);
    data.append("titles", this.part("[data-title]").value);
    data.set("sending", this.sending);
    if (this.anyway) {
      data.set("anyway", "1");
    }
    return data;
  }

  send() {
    const body = this.fields();
    this.enter("sending");
    const request = new XMLHttpRequest();
    const bar = this.part("progress");
    request.open("POST", this.box.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
    });
    return new Promise((resolve) => {
      request.addEventListener("load", () => resolve(this.answered(request)));
      request.addEventListener("error", () => resolve(this.lost()));
      request.send(body);
    });
  }

  answered(request) {
    const answer = request.response || {};
    const words = this.box.words;
    this.list(answer.files || []);
    if (request.status === 201) {
      this.enter("done", answer.message || words.added.replace("{code}", answer.code || ""));
    } else {
      this.enter("failed", answer.error || words.refused, answer.remedy);
    }
    this.offer(answer.here, answer.here || (answer.files || []).some((file) => file.here));
  }

  /* The item that has the same content, to be linked instead; or to add the file all the same. */
  offer(here, mayAdd) {
    this.here = here;
    const item = this.part("[data-here-item]");
    const link = this.part("[data-link-instead]");
    item.textContent = here ? `${here.code}: ${here.title}` : "";
    item.href = here ? here.url : "";
    this.part("[data-here]").hidden = !(here && here.url);
    link.textContent = here ? this.box.words.link.replace("{code}", here.code) : "";
    link.hidden = !(here && here.link_url);
    this.part("[data-anyway]").hidden = !mayAdd;
    if (mayAdd) {
      this.part("[data-retry]").hidden = true;
    }
  }

  async linkInstead() {
    const { code, link_url: url } = this.here;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.box.form.elements.csrfmiddlewaretoken.value);
    data.set("item", code);
    this.enter("sending");
    try {
      const headers = { Accept: "application/json" };
      const response = await fetch(url, { method: "POST", body: data, headers });
      const answer = await response.json();
      if (response.ok) {
        this.enter("done", answer.message);
      } else {
        this.enter("failed", answer.error, answer.remedy);
      }
    } catch {
      this.lost();
    }
    this.box.tell();
  }

  /* What became of each file in an archive. */
  list(files) {
    const list = this.part("[data-files]");
    list.replaceChildren(
      ...files.map((file) => {
        const line = document.createElement("li");
        const outcome = file.message || `${file.error} ${file.remedy}`;
        line.textContent = `${file.name}: ${outcome}`;
        return line;
      }),
    );
    list.hidden = !files.length;
  }

  lost() {
    this.enter("failed", this.box.words.lost, this.box.words.lostRemedy);
  }
}

class DropZone {
  constructor(form) {
    this.form = form;
    this.rows = [];
    this.running = 0;
    this.input = form.querySelector("input[type=file]");
    this.list = form.querySelector("[data-upload-rows]");
    this.status = form.querySelector("[data-upload-status]");
    this.reload = form.querySelector("[data-upload-reload]");
    this.rowTemplate = form.querySelector("template[data-upload-row]");
    this.words = form.querySelector("template[data-upload-words]").dataset;
    this.reload.href = window.location.pathname + window.location.search;
    this.listen();
  }

  listen() {
    this.input.addEventListener("change", () => {
      this.take(this.input.files);
      this.input.value = "";
    });
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      this.form.addEventListener(name, (event) => {
        event.preventDefault();
        this.form.classList.toggle("is-over", name === "dragenter" || name === "dragover");
      });
    }
    this.form.addEventListener("drop", (event) => this.take(event.dataTransfer.files));
    this.form.addEventListener("submit", (event) => {
      if (this.rows.length) {
        event.preventDefault();
        this.send();
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.running) {
        event.preventDefault();
      }
    });
  }

  take(files) {
    for (const file of files) {
      this.rows.push(new Row(this, file));
    }
  }

  remove(row) {
    this.rows = this.rows.filter((other) => other !== row);
    row.item.remove();
    this.input.focus();
  }

  send() {
    while (this.running < TWO_AT_A_TIME) {
      const row = this.rows.find((candidate) => candidate.state === "waiting");
      if (!row) {
        break;
      }
      this.running += 1;
      row.send().then(() => {
        this.running -= 1;
        this.tell();
        this.send();
      });
    }
  }

  tell() {
    const done = this.rows.filter((row) => row.state === "done").length;
    const ended = this.rows.every((row) => row.state === "done" || row.state === "failed");
    this.status.textContent = this.words.tally
      .replace("{done}", done)
      .replace("{all}", this.rows.length);
    this.reload.hidden = !(ended && done);
  }
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  new DropZone(form);
}
