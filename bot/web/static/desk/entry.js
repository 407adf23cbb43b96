// Coming in and leaving.

const linkKey = () => (location.pathname === "/desk/enter" ? new URLSearchParams(location.search).get("key") : null);

async function start() {
  const key = linkKey();
  const me = await call(`/me${key ? `?key=${encodeURIComponent(key)}` : ""}`);
  if (me.agent && key) history.replaceState(null, "", "/desk");
  if (me.agent) enter(me);
  else ask(me, key);
}

function ask(me, key) {
  const byLink = Boolean(key && me.link_opens);
  const stale = key && !me.link_opens ? "This link was used before, or is older than a day. " : "";
  $("entry").hidden = false;
  $("desk").hidden = true;
  $("password-field").hidden = byLink || !me.password;
  $("entry-fields").hidden = !byLink && !me.password;
  $("entry-why").textContent = byLink ? "Tell us who you are, and you are in."
    : me.password ? `${stale}Use the desk's password.`
    : `${stale}Open the desk through the link that is printed where Shopdesk was started. Each start prints a new one.`;
  $("name").value ||= kept("name", "");
  $("name").focus();
}

$("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("entry-error").textContent = "";
  const name = $("name").value.trim();
  const proof = $("password-field").hidden ? { key: linkKey() } : { password: $("password").value };
  try {
    if (!name) throw new Refusal(422, "Please write your name.");
    await call("/sign-in", { name, ...proof });
    keep("name", name);
    $("password").value = "";
    history.replaceState(null, "", `/desk${location.hash}`);
    $("entry").hidden = true;
    await start();
  } catch (error) {
    $("entry-error").textContent = error instanceof Refusal ? error.message : "The desk cannot be reached. Is it running?";
    (name ? $("password") : $("name")).focus();
  }
});

function enter(me) {
  state.me = me;
  $("entry").hidden = true;
  $("desk").hidden = false;
  $("who").textContent = me.agent.name;
  $("who-mark").textContent = [...me.agent.name][0].toUpperCase();
  follow();
  fromAddress();
}

function leave(why) {
  if (!state.me) return;
  const password = state.me.password;
  state.me = null;
  line.stop();
  document.title = "Shopdesk desk";
  ask({ password, link_opens: false }, null);
  $("entry-error").textContent = why;
}

$("sign-out").addEventListener("click", async () => {
  await call("/sign-out", {}).catch(() => undefined);
  keep("recent", []);
  location.assign("/desk");
});
