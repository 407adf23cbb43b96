// Commands.

async function command(name) {
  const open = state.open;
  if (!open?.can[name.replaceAll("-", "_")]) return;
  const body = name === "close" ? await sure() : {};
  if (!body) return;
  try {
    await call(`/conversations/${open.id}/${name}`, name === "close" ? { seen: open.cursor, ...body } : {});
    await refreshed();
    if (name === "claim") $("text").focus();
    else $("talk").focus();
  } catch (error) {
    await refreshed();
    const faster = name === "claim" && error.status === 409 ? state.open?.conversation?.agent : null;
    const text = error instanceof Refusal ? error.message : "The desk cannot be reached. Nothing was done.";
    notice(faster ? `${faster} was faster and has this conversation.` : text, true);
  }
}

async function refreshed() {
  try {
    await readQueue();
    if (state.open) await readOpen();
  } catch {
    // the line's own notice says so
  }
}

/** What came of it, when the agent said so; null when the conversation is to stay open. */
function sure() {
  const box = $("confirm");
  box.returnValue = "no";
  $("verdict").value = "";
  $("cause").disabled = true;
  const proposed = state.open.handoffs.at(-1)?.proposed_cause;
  $("cause").value = proposed ?? "other";
  $("cause-proposed").hidden = !proposed;
  box.showModal();
  return new Promise((answer) => box.addEventListener("close", () => answer(box.returnValue === "yes" ? outcome() : null), { once: true }));
}

function outcome() {
  const verdict = $("verdict").value;
  return verdict ? { resolution: { verdict, cause: $("cause").value } } : {};
}

$("verdict").addEventListener("change", () => {
  $("cause").disabled = !$("verdict").value;
});

for (const button of document.querySelectorAll("[data-do]")) {
  button.addEventListener("click", () => command(button.dataset.do));
}

$("back").addEventListener("click", () => {
  location.hash = "";
});
$("help-open").addEventListener("click", () => $("help").showModal());
$("invite").addEventListener("click", async () => {
  const { path } = await call("/links", {});
  $("invite-link").replaceChildren("Good once, for a day: ", make("code", {}, location.origin + path));
});
$("help").addEventListener("close", () => $("invite-link").replaceChildren());

// Keys: Alt and a letter, so that nothing fires while somebody types.

function step(by) {
  const links = [...$("queue").querySelectorAll("a.item")];
  const at = links.findIndex((link) => link.hash === `#${state.open?.id}`);
  links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))]?.click();
}

function writeAs(mode) {
  if (!state.open || (mode === "reply" && !state.open.can.reply)) return;
  setMode(mode);
  $("text").focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  c: () => command("claim"),
  r: () => writeAs("reply"),
  n: () => writeAs("note"),
  g: () => command("hand-back"),
  x: () => command("close"),
};

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !state.me || document.querySelector("dialog[open]")) return;
  // With Alt a Mac types another sign, and an Urdu keyboard has no such letter: then the key's place counts.
  const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
  if (!KEYS[letter]) return;
  event.preventDefault();
  KEYS[letter]();
});
