// The chat's rows: what was said, what is on its way, the dots; it stays at its end until somebody scrolls up.

import { el, icon } from "./dom.js";
import { drawEntry, drawPending } from "./messages.js";
import { longDay, t } from "./words.js";

export class Log {
  /** `phone` is what drawn messages call back. */
  constructor(phone) {
    this.phone = phone;
    this.drawn = new Map();
    this.pending = [];
    this.stuck = true;
    this.top = 0;
    const dots = el("div", { class: "bubble dots", role: "status", "aria-label": t("typing") }, el("i"), el("i"), el("i"));
    this.dots = el("div", { class: "row theirs dots-row", hidden: true }, el("span", { class: "face no-face" }), dots);
    this.rows = el("div", { class: "rows" }, this.dots);
    this.list = el("div", { class: "log", role: "log", "aria-label": t("messages"), tabindex: "0" }, this.rows);
    this.jump = el("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.toEnd() } }, icon("down", 18), t("newMessages"));
    this.node = el("div", { class: "log-box" }, this.list, this.jump);
    this.list.addEventListener("scroll", () => this.scrolled());
    const watcher = new ResizeObserver(() => this.stuck && this.toEnd());
    watcher.observe(this.rows);
    watcher.observe(this.list);
  }

  /** Forgets everything: another chat comes. */
  clear() {
    this.drawn.clear();
    this.pending = [];
    this.stuck = true;
  }

  draw(view) {
    const known = this.drawn.size;
    this.arrived(view.entries);
    const rows = [];
    let last = null;
    for (const entry of view.entries) {
      const newDay = !last || longDay(last.at) !== longDay(entry.at);
      if (newDay) rows.push(this.day(entry));
      rows.push(this.row(entry, newDay || !sameSpeaker(last, entry)));
      last = entry;
    }
    this.pending = this.pending.filter((one) => !one.done);
    sync(this.rows, [...rows, ...this.pending.map((one) => drawPending(one)), this.dots]);
    const grown = this.drawn.size > known;
    if (this.stuck || (grown && last.mine)) this.toEnd();
    else if (grown) this.jump.hidden = false;
    this.drawDots(view.loadingUntil - view.now);
  }

  /** A view may be here before the answer to the act that made it: what already has its row is not drawn twice. */
  arrived(entries) {
    const fresh = entries.filter((one) => one.mine && !this.drawn.has(one.id));
    for (const one of this.pending) {
      const at = one.failed ? -1 : fresh.findIndex(({ message }) => message.text === one.text);
      if (at < 0) continue;
      fresh.splice(at, 1);
      one.done = true;
    }
  }

  day(entry) {
    const key = `day ${longDay(entry.at)}`;
    const kept = this.drawn.get(key) ?? { node: el("p", { class: "day", text: longDay(entry.at) }) };
    this.drawn.set(key, kept);
    return kept.node;
  }

  row(entry, first) {
    const state = `${entry.unsent}|${entry.read}|${first}`;
    const kept = this.drawn.get(entry.id);
    const node = kept?.state === state ? kept.node : drawEntry(entry, this.phone, { first });
    this.drawn.set(entry.id, { state, node });
    return node;
  }

  drawDots(seconds) {
    clearTimeout(this.timer);
    this.dots.hidden = seconds <= 0;
    if (seconds > 0) this.timer = setTimeout(() => (this.dots.hidden = true), seconds * 1000);
  }

  /** Shows words at once, before the platform has them; set `done` or `failed` on what comes back. */
  echo(text, retry) {
    const pending = { text, failed: false, done: false };
    pending.retry = () => {
      pending.done = true;
      retry();
    };
    this.pending.push(pending);
    this.rows.insertBefore(drawPending(pending), this.dots);
    this.toEnd();
    return pending;
  }

  /** Only a scroll upwards frees it: rows that grow while pictures load move the end, not the person. */
  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    if (scrollHeight - scrollTop - clientHeight < 2) this.toEnd();
    else if (scrollTop < this.top) this.stuck = false;
    this.top = scrollTop;
  }

  toEnd() {
    this.stuck = true;
    this.jump.hidden = true;
    this.list.scrollTop = this.list.scrollHeight;
    this.top = this.list.scrollTop;
  }
}

const sameSpeaker = (one, other) =>
  one &&
  !one.unsent &&
  one.author === other.author &&
  one.mine === other.mine &&
  one.message.sender?.name === other.message.sender?.name &&
  other.at - one.at < 60;

/** Makes the children these nodes in this order, touching only what differs. */
function sync(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}
