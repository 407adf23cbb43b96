// Lines that were changed or taken back: shown in their place, with what they said before.

/** The element of a line, or of the line that it changed. */
const shown = (id) => $(`line-${id}`) ?? document.querySelector(`#log [data-changes~="${id}"]`);

/** False when the line that was changed is not here. */
function showChange(change) {
  const line = shown(change.corrects);
  if (!line) return false;
  if (shown(change.id)) return true; // read before
  line.dataset.changes = `${line.dataset.changes ?? ""} ${change.id}`.trim();
  const before = line.querySelector(".said");
  const body = saidElement(change);
  before.replaceWith(body);
  if (!change.withdrawn) withoutSame(before, body);
  line.querySelector(".changed")?.remove();
  line.querySelector(".line-head").append(make("span", { class: "changed" },
    change.withdrawn ? "taken back " : "changed ", make("time", { datetime: change.at }, clock(change.at))));
  earlier(line, body).append(make("li", {}, before));
  return true;
}

/** A file that stayed is not shown twice. */
function withoutSame(before, after) {
  const kept = new Set([...after.querySelectorAll(".file")].map((link) => link.href));
  for (const link of before.querySelectorAll(".file")) if (kept.has(link.href)) link.closest("figure").remove();
}

function earlier(line, body) {
  const known = line.querySelector(".earlier ul");
  if (known) return known;
  const list = make("ul", {});
  body.after(make("details", { class: "earlier" }, make("summary", {}, "What it said before"), list));
  return list;
}
