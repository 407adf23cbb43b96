// What a line brings besides its words: files, a place, a contact, the line it refers to.

const PICTURES = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const KINDS = {
  photo: "a photo", document: "a file", voice: "a voice message", audio: "a recording", video: "a video", animation: "a moving picture",
  video_note: "a video message", sticker: "a sticker", location: "a place", venue: "a place", contact: "a contact", poll: "a poll",
  dice: "a dice", story: "a story", game: "a game",
};
const kindOf = (kind) => KINDS[kind] ?? `something of the kind “${plain(kind)}”`;

function brought({ by, text, kind, files, location, venue, contact, emoji, withdrawn }) {
  if (withdrawn) return [];
  const parts = [...files.map(fileElement), location && placeElement(location, venue), contact && contactElement(contact),
    emoji && said("p", emoji, { class: "emoji" })].filter(Boolean);
  const nothing = by === "customer" && kind && !text && !parts.length;
  return nothing ? [make("p", { class: "missing" }, "It cannot be shown here.")] : parts;
}

function fileElement({ key, name, type, size }) {
  const href = `${BASE}/files/${encodeURIComponent(key)}`;
  const kilobytes = size && (size < 1e6 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`);
  const words = make("a", { href, target: "_blank", rel: "noopener", class: "file" }, make("bdi", {}, name));
  const below = make("figcaption", {}, words, kilobytes && ` ${kilobytes}`);
  return make("figure", { class: "brought" }, PICTURES.includes(type) ? pictureElement(href, name) : null, below);
}

function pictureElement(src, alt) {
  const atEnd = () => $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 400;
  const picture = make("img", { src, alt });
  picture.addEventListener("load", () => atEnd() && ($("log").scrollTop = $("log").scrollHeight));
  picture.addEventListener("error", () => picture.remove()); // its name stays, as a link
  return picture;
}

function placeElement({ lat, lon, map }, venue) {
  const name = [venue?.title, venue?.address].filter(Boolean).join(", ");
  return make("p", { class: "brought" }, name ? said("span", `${name} `) : null,
    make("a", { href: map, target: "_blank", rel: "noopener noreferrer" }, `${lat.toFixed(5)}, ${lon.toFixed(5)} on the map`));
}

const contactElement = ({ name, phone }) =>
  make("p", { class: "brought" }, "Contact: ", make("bdi", {}, name || "no name"), ", ",
    make("a", { href: `tel:${String(phone ?? "").replace(/[^+\d]/g, "")}` }, make("bdi", {}, phone ?? "")));

/** The line that this one refers to: ours leads there, another is only read. */
function quotedElement({ quotes, quoted }) {
  const line = quotes && shown(quotes);
  const text = quoted || line?.querySelector(".text")?.textContent;
  if (!text && !line) return null;
  const words = said("q", text || "an earlier line");
  return make("p", { class: "quoted" }, line ? make("a", { href: `#${state.open.id}` }, words) : words);
}

// A quote leads to a line of the same conversation, whose address stays as it is.
$("log").addEventListener("click", (event) => {
  const link = event.target.closest?.(".quoted a");
  if (!link) return;
  event.preventDefault();
  const line = shown(link.closest(".line").dataset.quotes);
  line?.setAttribute("tabindex", "-1");
  line?.focus();
});
