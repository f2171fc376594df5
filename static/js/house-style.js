// The house style: the picker and the box say the same colour, and the cover is shown in it.
const WRITTEN = /^#?([0-9a-f]{6})$/i;

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function thinned(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) * 0.28 + 255 * 0.72);
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function show(colour, said) {
  for (const part of document.querySelectorAll("[data-accent]")) part.setAttribute("fill", colour);
  for (const part of document.querySelectorAll("[data-accent-line]")) part.setAttribute("stroke", colour);
  for (const part of document.querySelectorAll("[data-accent-tint]")) part.setAttribute("fill", thinned(colour));
  const found = Math.floor((1.05 / (luminance(colour) + 0.05)) * 10) / 10;
  said.textContent = said.dataset.words.replace("{found}", found.toFixed(1));
  said.hidden = false;
}

for (const form of document.querySelectorAll("form[data-house-style]")) {
  const box = form.querySelector("input[name=accent_colour]");
  const row = form.querySelector("[data-picker]");
  const picker = row?.querySelector("input");
  const said = form.querySelector("[data-contrast]");
  if (!box || !picker || !said) continue;
  row.hidden = false;
  picker.addEventListener("input", () => {
    box.value = picker.value;
    show(picker.value, said);
  });
  box.addEventListener("input", () => {
    const written = WRITTEN.exec(box.value.trim());
    if (!written) return;
    picker.value = `#${written[1].toLowerCase()}`;
    show(picker.value, said);
  });
}
