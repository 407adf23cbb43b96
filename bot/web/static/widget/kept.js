// What stays in the browser: the visitor's token, how far they have read, and messages not yet acknowledged.
const kept = {
  memory: {},
  get(name) {
    try {
      return JSON.parse(localStorage.getItem("shopdesk:" + name));
    } catch {
      return this.memory[name] ?? null; // storage is closed to us: this page only
    }
  },
  set(name, value) {
    this.memory[name] = value;
    try {
      if (value === null) localStorage.removeItem("shopdesk:" + name);
      else localStorage.setItem("shopdesk:" + name, JSON.stringify(value));
    } catch { /* see get */ }
  },
};

// Whether the chat is open belongs to the tab: it stays open from page to page of the shop.
const tab = {
  get open() {
    try {
      return sessionStorage.getItem("shopdesk:open") === "1";
    } catch {
      return false;
    }
  },
  set open(open) {
    try {
      if (open) sessionStorage.setItem("shopdesk:open", "1");
      else sessionStorage.removeItem("shopdesk:open");
    } catch { /* this page only */ }
  },
};

const outbox = {
  all: () => kept.get("outbox") || [],
  // Always read anew before a change: another tab of the shop may have written.
  add: (item) => kept.set("outbox", [...outbox.all(), item]),
  remove(id) {
    const items = outbox.all();
    const left = items.filter((item) => item.id !== id);
    if (left.length < items.length) kept.set("outbox", left);
  },
};

const newId = () => {
  if (crypto.randomUUID) return crypto.randomUUID(); // only on https and localhost
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const compare = (a, b) => a.conversation - b.conversation || a.seq - b.seq;
