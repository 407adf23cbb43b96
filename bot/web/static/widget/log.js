// The list of messages: the server's lines in the server's order, then what is still on its way.
class Log {
  constructor(words, language, act) {
    Object.assign(this, { words, language, act, lines: [], pending: new Map(), follows: true });
    this.list = h("div", { role: "log", "aria-live": "polite", class: "log" });
    this.way = h("div", { class: "way" }); // on their way: after everything that has a place
    this.dots = h("div", { class: "typing", hidden: true }, h("i"), h("i"), h("i"));
    this.element = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.messages,
        scroll: () => (this.follows = this.atEnd) },
      (this.intro = this.introduction()), this.list, this.way, this.dots);
  }

  introduction() {
    const asks = this.words.ask.map((text) => h("button", { type: "button", click: () => this.act.say(text) }, text));
    return h("div", { class: "intro" },
      h("div", { class: "mark" }, icon("spark")), h("h2", {}, this.words.hello), h("p", {}, this.words.about),
      h("div", { class: "asks", role: "group", "aria-label": this.words.suggestions }, ...asks));
  }

  // Lines of the past are not news to a screen reader.
  past(lines, handling) {
    this.list.setAttribute("aria-live", "off");
    for (const line of lines) this.put(line);
    this.settle(handling);
    this.down();
    setTimeout(() => this.list.setAttribute("aria-live", "polite"), 500);
  }

  put(line) {
    if (line.corrects) {
      const old = this.lines.findLast((known) => known.id === line.corrects);
      if (old) return this.correct(old, line);
      if (line.withdrawn) return; // what it takes back is not shown
      line = { ...line, corrects: null, edited: true };
    }
    const own = this.pending.get(line.client_id);
    if (own) this.forget(line.client_id);
    const before = this.lines.at(-1);
    this.day(before, line);
    const same = before && before.from === line.from && before.name === line.name && !this.list.lastChild.day &&
      Date.parse(line.at) - Date.parse(before.at) < 300000;
    const element = this.bubble(line, same, !own);
    if (same) before.element.classList.add("more");
    this.lines.push({ ...line, element });
    this.list.append(element);
  }

  // The line keeps its place, and what it says now is what is drawn anew in another language.
  correct(old, { text, files, withdrawn }) {
    Object.assign(old, { text, files, withdrawn, edited: true });
    old.element.querySelector(".bubble").replaceChildren(...this.content(old));
    old.element.querySelector(".edited")?.remove();
    this.edited(old, old.element);
  }

  edited(line, element) {
    if (!line.edited) return;
    element.classList.add("changed"); // its time and mark are seen in the middle of a run, too
    if (!line.withdrawn) element.querySelector(".meta").append(h("span", { class: "edited" }, this.words.edited));
  }

  // What a bubble holds: pictures, words, files.
  content(line) {
    if (line.withdrawn) return [h("em", {}, this.words.withdrawn)];
    const text = line.from === "customer" ? [line.text] : linked(line.text, this.words.window);
    return [this.picture(line.image), ...text, ...(line.files || []).map((file) => this.file(file))];
  }

  picture(address, name = "") {
    return /^https?:/.test(address || "") ? h("img", { src: address, alt: name, load: () => this.follows && this.down() }) : "";
  }

  file({ name, url, kind, type }) {
    const address = settings.server + url, shown = kind === "photo" && /^image.(jpeg|png|gif|webp)$/.test(type);
    const inside = shown ? [this.picture(address, name)] : [icon("file"), h("bdi", {}, name)];
    return h("a", { class: shown ? "shot" : "file", href: address, target: "_blank", rel: "noopener" }, ...inside, hidden(` (${this.words.window})`));
  }

  day(before, line) {
    const date = new Date(line.at);
    if (before && new Date(before.at).toDateString() === date.toDateString()) return;
    const days = Math.round((new Date().setHours(12, 0, 0, 0) - new Date(date).setHours(12, 0, 0, 0)) / 864e5);
    const text = days < 2
      ? new Intl.RelativeTimeFormat(this.language, { numeric: "auto" }).format(-days, "day")
      : date.toLocaleDateString(this.language, { weekday: "long", day: "numeric", month: "long" });
    const mark = h("div", { class: "day" }, text[0].toUpperCase() + text.slice(1));
    mark.day = true;
    this.list.append(mark);
  }

  who(line) {
    if (line.from === "customer") return this.words.you;
    return line.from === "agent" ? line.name || this.words.colleague : this.words[line.from === "bot" ? "assistant" : "shop"];
  }

  bubble(line, same, fresh) {
    const own = line.from === "customer", note = line.from === "shop";
    const time = new Date(line.at);
    const clock = time.toLocaleTimeString(this.language, { hour: "numeric", minute: "2-digit" });
    const name = own || note || same ? hidden(this.who(line) + ": ")
      : h("div", { class: "name" }, icon(line.from === "bot" ? "spark" : "person"), this.who(line));
    const element = h("div", { class: ["line", line.from, same && "same", fresh && "new"].filter(Boolean).join(" ") },
      name,
      h("div", { class: "bubble", dir: "auto" }, ...this.content(line)),
      h("div", { class: "meta" }, h("time", { datetime: line.at }, clock), own ? this.state("check", "sent") : null));
    this.edited(line, element);
    return element;
  }

  state(shape, word) {
    return h("span", { class: "state" }, icon(shape), this.words[word]);
  }

  // Something of our own that the server has not shown us yet.
  expect(item) {
    if (this.pending.has(item.id)) return;
    const element = h("div", { class: "line customer new" }, hidden(this.words.you + ": "),
      h("div", { class: "bubble", dir: "auto" }, item.text), h("div", { class: "meta" }, this.state("clock", "sending")));
    this.pending.set(item.id, element);
    this.way.append(element);
    this.settle();
    this.down();
  }

  mark(id, shape, word) {
    this.pending.get(id)?.querySelector(".state").replaceWith(this.state(shape, word));
  }

  forget(id) {
    this.pending.get(id)?.remove();
    this.pending.delete(id);
  }

  // Quick replies are offered where they still make sense: the bot's until something was said after them,
  // the queue's for as long as one waits; how it was, until something else was said.
  settle(handling = this.handling) {
    this.handling = handling;
    this.choices?.remove();
    this.choices = null;
    this.intro.hidden = this.lines.length + this.pending.size > 0;
    const queue = (line) => line.from === "shop" && !line.rating;
    const asked = this.lines.findLast((line) => line.buttons && (!queue(line) || handling === "waiting"));
    if (!asked) return;
    const passed = this.pending.size || this.lines.slice(this.lines.indexOf(asked)).some((line) => line.from === "customer");
    if (!queue(asked) && passed) return;
    this.choices = h("div", { class: "choices", role: "group", "aria-label": asked.rating ? asked.text : this.words.suggestions },
      ...asked.buttons.map((title, place) => h("button", { type: "button", dir: "auto", click: () => this.act.press(asked, place) }, title)));
    asked.element.append(this.choices);
  }

  typing(name) {
    const follow = this.atEnd;
    this.dots.hidden = !name;
    this.dots.querySelector(".sr")?.remove();
    if (name) this.dots.append(hidden(this.words.typing.replace("{name}", name)));
    if (follow) this.down();
  }

  // A reader who has scrolled up to read is left there.
  get atEnd() {
    const box = this.element;
    return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  }

  down() {
    this.element.scrollTop = this.element.scrollHeight;
  }
}
