// Finds evidence and elements on the index page of a pack, which is opened from disk.
(() => {
  "use strict";
  const MOST = 100;
  const panel = document.querySelector("[data-find]");
  if (!panel) return;
  const input = panel.querySelector("input");
  const found = panel.querySelector("[data-found]");
  const count = panel.querySelector("[data-count]");

  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
  const entryOf = (element, code) => ({
    element,
    code: plain(code),
    text: plain(`${code} ${element.textContent}`),
  });
  const entries = [
    ...[...document.querySelectorAll("article[data-c] h4[id]")].map((heading) =>
      entryOf(heading, heading.closest("[data-c]").dataset.c),
    ),
    ...[...document.querySelectorAll("[data-entry]")].map((item) =>
      entryOf(item, item.dataset.entry),
    ),
  ];

  const rank = (entry, words) =>
    entry.code === words[0] ? 0 : entry.code.startsWith(words[0]) ? 1 : 2;

  const row = ({ element }) => {
    const item = document.createElement("li");
    item.append(...(element.matches("li") ? element.cloneNode(true).childNodes : [way(element)]));
    return item;
  };

  const way = (heading) => {
    const line = document.createElement("p");
    const link = document.createElement("a");
    line.className = "pack-entry";
    link.href = `#${heading.id}`;
    link.textContent = heading.textContent;
    line.append(link);
    return line;
  };

  const say = (number) => {
    const { one, many, none, more } = count.dataset;
    const words = number === 0 ? none : number === 1 ? one : number > MOST ? more : many;
    count.textContent = words.replace("%s", number);
  };

  const search = () => {
    const words = plain(input.value).split(" ").filter(Boolean);
    if (!words.length) {
      found.replaceChildren();
      count.textContent = "";
      return;
    }
    const hits = entries
      .filter((entry) => words.every((word) => entry.text.includes(word)))
      .sort((a, b) => rank(a, words) - rank(b, words));
    found.replaceChildren(...hits.slice(0, MOST).map(row));
    say(hits.length);
  };

  panel.hidden = false;
  input.addEventListener("input", search);
  panel.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  search();
})();
