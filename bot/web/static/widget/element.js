// <shopdesk-widget>: the launcher, the panel, and what happens between them and the server.
const LIMIT = 2000, AWAY = 1500, FORGET = 12000;

class ShopdeskWidget extends HTMLElement {
  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    this.root = this.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    this.state = { handling: "bot", agent: null };
    this.cursor = null;
    this.unread = 0;
    this.connection = new Connection(settings.server.replace(/^http/, "ws") + "/widget/socket",
      () => ({ token: (this.asked = kept.get("token")), after: this.cursor, language: this.language }),
      (frame) => this["on_" + frame.type]?.(frame));
    this.toRead = () => this.isOpen && document.visibilityState === "visible" && this.read();
    document.addEventListener("visibilitychange", this.toRead);
    addEventListener("storage", (this.elsewhereKept = ({ key }) => key === "shopdesk:token" && this.same()));
    this.draw();
    if (kept.get("read") || outbox.all().length) this.connection.start(); // there is something to come back to
    if (settings.open) this.open();
    else if (tab.open) this.appear();
  }

  disconnectedCallback() {
    this.connection.stop();
    document.removeEventListener("visibilitychange", this.toRead);
    removeEventListener("storage", this.elsewhereKept);
    this.count(0);
  }

  // Drawing

  draw() {
    this.language = languageOf(settings.language);
    this.words = WORDS[this.language];
    this.lang = this.language;
    this.dir = RIGHT_TO_LEFT.includes(this.language) ? "rtl" : "ltr";
    this.setAttribute("theme", settings.theme);
    if (settings.position) this.setAttribute("position", settings.position);
    this.paint(settings.accent);
    const lines = this.log?.lines || [], draft = this.box?.value || "", open = this.isOpen;
    this.log = new Log(this.words, LOCALES[this.language] || this.language, { say: (text) => this.say(text), press: (...what) => this.press(...what) });
    this.root.replaceChildren(this.panel(), this.launcher());
    this.log.past(lines, this.state.handling);
    outbox.all().forEach((item) => this.log.expect(item));
    this.box.value = draft;
    this.typed();
    this.show(open);
    this.header();
    this.count(this.unread);
  }

  // The accent's own contrast decides whether white or black is written on it.
  paint(accent) {
    if (!accent) return;
    const [r, g, b] = accent.match(/\w\w/g).map((part) => (parseInt(part, 16) / 255) ** 2.2);
    this.style.setProperty("--shopdesk-accent", accent);
    this.style.setProperty("--shopdesk-on-accent", 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#000" : "#fff");
  }

  launcher() {
    this.badge = h("span", { class: "badge", "aria-hidden": "true", hidden: true });
    this.button = h("button", { class: "launcher", type: "button", "aria-expanded": "false", "aria-controls": "panel",
      click: () => this.toggle() }, icon("chat"), icon("down"), this.badge);
    return this.button;
  }

  panel() {
    const { words } = this;
    this.box = h("textarea", { rows: "1", maxlength: "4000", placeholder: words.placeholder, "aria-label": words.placeholder,
      "aria-describedby": "left", input: () => this.typed(), keydown: (event) => this.key(event) });
    this.submit = h("button", { class: "send", type: "submit", "aria-label": words.send }, icon("send"));
    this.left = h("div", { class: "left", id: "left", role: "status" });
    this.notice = h("div", { class: "notice", role: "status" });
    this.face = h("div", { class: "face" });
    this.under = h("div", { class: "under", role: "status" });
    this.frame = h("section", { id: "panel", role: "dialog", "aria-label": words.chat, tabindex: "-1", hidden: true,
        keydown: (event) => event.key === "Escape" && !event.isComposing && (event.stopPropagation(), this.close()) },
      h("header", {}, this.face, h("div", { class: "names" }, h("h1", {}, settings.title || words.title), this.under),
        (this.away = h("button", { class: "quiet", type: "button", hidden: true, "aria-label": words.telegram, title: words.telegram,
          click: () => this.connection.send({ type: "carry" }) }, icon("out"))),
        (this.copy = h("button", { class: "quiet", type: "button", "aria-label": words.copy, title: words.copy, click: () => this.transcript() }, icon("file"))),
        h("button", { class: "quiet", type: "button", "aria-label": words.close, click: () => this.close() }, icon("close"))),
      this.notice, this.log.element,
      h("form", { submit: (event) => (event.preventDefault(), this.write()) }, this.box, this.submit, this.left));
    return this.frame;
  }

  header() {
    const { handling, agent } = this.state, human = handling === "human";
    this.face.replaceChildren(icon(human ? "person" : "spark"));
    this.under.textContent = human ? `${agent || this.words.colleague} · ${this.words.human}` : this.words[handling] || this.words.bot;
    this.away.hidden = !this.elsewhere || !this.cursor || handling === "closed";
    this.copy.hidden = !this.cursor;
  }

  // The token goes in the body: addresses are kept in histories.
  transcript() {
    const form = h("form", { method: "post", target: "_blank", rel: "noopener", action: settings.server + "/widget/transcript" },
      h("input", { name: "token", value: kept.get("token") }));
    this.root.append(form);
    form.submit();
    form.remove();
  }

  // Opening and closing

  get isOpen() {
    return !!this.frame && !this.frame.hidden;
  }

  show(open) {
    this.frame.hidden = !open;
    this.toggleAttribute("open", open);
    this.button.setAttribute("aria-expanded", open);
    this.count(this.unread);
  }

  // Without taking the focus: on a new page of the shop the shopper may be about to do something else.
  appear() {
    this.connection.start();
    this.show(true);
    this.log.down();
    this.read();
  }

  open() {
    if (this.isOpen) return;
    tab.open = true;
    this.appear();
    // On a phone the keyboard would cover what there is to read.
    (matchMedia("(pointer: coarse)").matches ? this.frame : this.box).focus();
  }

  close() {
    if (!this.isOpen) return;
    tab.open = false;
    this.show(false);
    this.button.focus();
  }

  toggle() {
    this.isOpen ? this.close() : this.open();
  }

  // Writing

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.write();
    }
  }

  typed() {
    const { box } = this, spare = LIMIT - box.value.length;
    box.dir = box.value ? "auto" : this.dir; // the placeholder reads in the widget's direction
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight, 140) + "px";
    this.submit.disabled = !box.value.trim();
    this.left.textContent = spare > 200 ? "" : this.words[spare < 0 ? "over" : "left"].replace("{n}", Math.abs(spare));
  }

  write() {
    if (!this.box.value.trim()) return;
    this.say(this.box.value.trim());
    this.box.value = "";
    this.typed();
    this.box.focus();
  }

  say(text) {
    this.queue({ type: "say", id: newId(), text });
  }

  press(line, button) {
    this.queue({ type: "press", id: newId(), message: line.id, button, text: line.buttons[button] });
    this.box.focus();
  }

  queue(item) {
    outbox.add(item);
    this.log.expect(item);
    this.connection.start();
    this.flush();
  }

  // One at a time: the next goes out when the last is acknowledged, so that order is kept whatever happens.
  flush() {
    const [next] = outbox.all();
    if (!next || this.going || !this.connection.ready) return;
    this.going = next.id;
    this.connection.send(next);
    this.connection.expect(PATIENCE);
  }

  done(id) {
    outbox.remove(id);
    if (this.going !== id) return;
    this.going = null;
    this.flush();
  }

  // What the server says

  on_welcome(frame) {
    clearTimeout(this.gone);
    const token = kept.get("token");
    if (frame.fresh && token && token !== this.asked) return this.connection.lost(); // another tab was first: be the same visitor
    kept.set("token", frame.token);
    this.visitor = visitorOf(frame.token);
    this.tell("");
    if (frame.fresh && this.cursor) this.forget();
    this.elsewhere = frame.elsewhere;
    this.on_state(frame);
    if (this.cursor) frame.messages.forEach((line) => this.on_message(line));
    else this.past(frame.messages);
    this.going = null;
    this.flush();
  }

  // Browsers tell tabs of each other's storage a little later: two new tabs may both have thought they were first.
  same() {
    const visitor = visitorOf(kept.get("token"));
    if (!visitor || !this.visitor || visitor === this.visitor) return;
    this.visitor = null;
    this.forget();
    this.connection.lost();
  }

  past(lines) {
    lines.forEach((line) => line.client_id && this.done(line.client_id));
    this.log.past(lines, this.state.handling);
    this.cursor = lines.at(-1) ? position(lines.at(-1)) : null;
    this.header();
    const read = kept.get("read");
    this.unread = read ? lines.filter((line) => isNews(line) && compare(line, read) > 0).length : 0;
    this.news();
  }

  on_message(line) {
    if (this.cursor && compare(line, this.cursor) <= 0) return;
    const follow = this.log.atEnd;
    this.cursor = position(line);
    this.log.put(line);
    this.log.settle();
    if (line.from === "customer") this.done(line.client_id);
    else if (isNews(line)) {
      this.log.typing(null);
      this.unread++;
    }
    if (follow) this.log.down();
    this.header();
    this.news();
  }

  on_carry({ url }) {
    if (!/^https:/.test(url)) return;
    const gone = () => setTimeout(() => (this.tell(""), this.frame.focus()));
    const link = h("a", { href: url, target: "_blank", rel: "noopener", click: gone }, this.words.goTelegram, hidden(` (${this.words.window})`));
    this.tell(link, 600);
    link.focus();
  }

  on_ack({ id }) {
    this.log.mark(id, "check", "sent");
    this.done(id);
  }

  on_typing({ on }) {
    clearTimeout(this.quiet);
    const { handling, agent } = this.state;
    this.log.typing(on ? (handling === "human" && agent) || this.words.assistant : null);
    this.quiet = setTimeout(() => this.log.typing(null), FORGET);
  }

  on_state({ handling, agent }) {
    const follow = this.log.atEnd;
    this.state = { handling, agent };
    this.header();
    this.log.settle(handling);
    if (follow) this.log.down();
  }

  on_error({ id, code, text, retry_after }) {
    if (code === "too_fast") {
      this.tell(text);
      setTimeout(() => (this.tell(""), (this.going = null), this.flush()), retry_after * 1000);
    } else if (id || code === "too_large") {
      const refused = id || this.going; // it would be refused again
      this.log.mark(refused, "warn", "failed");
      this.done(refused);
    } else if (retry_after) this.tell(text, code === "not_now" && retry_after);
  }

  on_lost() {
    this.going = null;
    clearTimeout(this.gone);
    this.gone = setTimeout(() => !this.connection.ready && this.tell(this.words[navigator.onLine ? "again" : "offline"]), AWAY);
  }

  tell(what, seconds) {
    clearTimeout(this.told);
    this.notice.replaceChildren(what);
    if (seconds) this.told = setTimeout(() => this.tell(""), seconds * 1000);
  }

  forget() {
    this.cursor = null;
    this.log.lines = [];
    this.draw();
  }

  // What is unread

  news() {
    if (this.isOpen && document.visibilityState === "visible") this.read();
    else this.count(this.unread);
  }

  read() {
    if (this.cursor) kept.set("read", this.cursor);
    this.count(0);
  }

  count(unread) {
    this.unread = unread;
    const { words } = this, text = unread === 1 ? words.newOne : words.newMany.replace("{n}", unread);
    this.badge.textContent = unread > 99 ? "99+" : unread;
    this.badge.hidden = !unread || this.isOpen;
    this.button.setAttribute("aria-label", words[this.isOpen ? "close" : "open"] + (unread && !this.isOpen ? `, ${text}` : ""));
    if (!settings.titleCount) return;
    const title = document.title.replace(/^\(\d+\) /, "");
    if (unread || title !== document.title) document.title = unread ? `(${unread}) ${title}` : title;
  }
}

const isNews = (line) => line.from !== "customer" && !line.corrects && !line.rating; // nobody is called back to rate us
const visitorOf = (token) => (token || "").split(".")[0]; // what is signed stands before the signature
const position = ({ conversation, seq }) => ({ conversation, seq });
