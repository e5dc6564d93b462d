// The locked phone: only what its notifications show, to whoever holds it.

import { el, icon } from "./dom.js";
import { clockTime, longDay, t } from "./words.js";

const SHOWN = 6;

export class LockScreen {
  constructor(host, behind) {
    this.behind = behind;
    this.clock = el("p", { class: "lock-clock" });
    this.day = el("p", { class: "lock-day" });
    this.cards = el("ul", { class: "lock-cards" });
    this.unlock = el("button", { type: "button", class: "wide unlock", on: { click: () => this.hide() } }, icon("lock"), el("span", { text: t("unlock") }));
    this.node = el(
      "div",
      { class: "lock", role: "dialog", "aria-modal": "true", "aria-label": t("lockScreenTitle"), hidden: true },
      this.clock,
      this.day,
      this.cards,
      el("p", { class: "lock-note", text: t("lockScreenNote") }),
      this.unlock,
    );
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
    });
    host.append(this.node);
  }

  show() {
    this.node.hidden = false;
    this.draw(this.view);
    this.behind.inert = true;
    this.unlock.focus();
  }

  hide() {
    this.node.hidden = true;
    this.cards.replaceChildren();
    this.behind.inert = false;
  }

  draw(view) {
    this.view = view;
    if (this.node.hidden) return;
    this.clock.textContent = clockTime(view.now);
    this.day.textContent = longDay(view.now);
    const told = view.entries.filter((entry) => !entry.mine && !entry.unsent).slice(-SHOWN).reverse();
    const cards = told.map((entry) =>
      el(
        "li",
        { class: "lock-card" },
        el("img", { src: "/emulator/page/icon.svg", alt: "", class: "lock-icon" }),
        el(
          "div",
          { class: "lock-words" },
          el(
            "p",
            { class: "lock-title" },
            el("b", { text: entry.lockScreen.title }),
            el("span", { class: "lock-when" }, entry.silent ? el("span", { class: "lock-silent" }, icon("muted", 14), t("silent")) : null, clockTime(entry.at)),
          ),
          el("p", { class: "lock-line", text: entry.lockScreen.line }),
        ),
      ),
    );
    this.cards.replaceChildren(...(cards.length ? cards : [el("li", { class: "lock-none", text: t("noNotifications") })]));
  }
}
