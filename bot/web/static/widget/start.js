// Settings from the script tag and window.shopdeskSettings; commands from shopdesk(…), also those given before we came.
const tag = document.currentScript;
const settings = {
  server: new URL(tag.src).origin,
  language: document.documentElement.lang || navigator.language,
  theme: "auto", // or light, dark
  titleCount: true,
  ...tag.dataset,
  ...window.shopdeskSettings,
};

let widget = null;

const redraw = (name) => (value) => {
  settings[name] = value;
  widget?.draw();
};

const COMMANDS = {
  boot() {
    if (widget) return;
    widget = document.createElement("shopdesk-widget");
    document.body.append(widget);
  },
  open: () => (COMMANDS.boot(), widget.open()),
  close: () => widget?.close(),
  toggle: () => (COMMANDS.boot(), widget.toggle()),
  setLocale(language) {
    redraw("language")(language);
    widget?.connection.send({ type: "language", language: languageOf(language) });
  },
  setTheme: redraw("theme"),
  setAccent: redraw("accent"),
  // Somebody logs out of the shop: nothing of this conversation stays in the browser.
  shutdown() {
    widget?.remove();
    widget = null;
    for (const name of ["token", "outbox", "read"]) kept.set(name, null);
    tab.open = false;
  },
};

const start = () => {
  if (!customElements.get("shopdesk-widget")) customElements.define("shopdesk-widget", ShopdeskWidget);
  COMMANDS.boot();
  const early = window.shopdesk?.q || [];
  window.shopdesk = (command, ...values) => COMMANDS[command]?.(...values);
  for (const [command, ...values] of early) window.shopdesk(command, ...values);
};

if (document.body) start();
else addEventListener("DOMContentLoaded", start);
