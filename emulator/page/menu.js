// The rich menu: a picture with areas to tap; its bar, beside the composer, opens and closes it.

import { el, icon } from "./dom.js";
import { t } from "./words.js";

export class RichMenu {
  /** `tap(menu, action, path)`. */
  constructor(tap) {
    this.tap = tap;
    this.bar = el("button", { type: "button", class: "menu-bar", "aria-expanded": "false", hidden: true, on: { click: () => this.toggle() } });
    this.board = el("div", { class: "menu-board", role: "group", hidden: true });
  }

  draw(menu) {
    const key = menu ? `${menu.richMenuId}|${document.documentElement.lang}` : "";
    if (key === this.key) return;
    const first = !this.key;
    this.key = key;
    this.menu = menu;
    this.bar.hidden = !menu;
    this.board.hidden = true;
    if (!menu) return;
    const { width, height } = menu.size;
    const percent = (part, whole) => `${(part / whole) * 100}%`;
    const areas = menu.areas.map(({ bounds, action }, index) =>
      el("button", {
        type: "button",
        class: "menu-area",
        "aria-label": action.label ?? action.displayText ?? action.text ?? `${t("richMenu")} ${index + 1}`,
        style: {
          left: percent(bounds.x, width),
          top: percent(bounds.y, height),
          width: percent(bounds.width, width),
          height: percent(bounds.height, height),
        },
        on: { click: () => this.tap(menu, action, `/areas/${index}/action`) },
      }),
    );
    this.board.style.aspectRatio = `${width} / ${height}`;
    this.board.setAttribute("aria-label", menu.chatBarText);
    this.board.replaceChildren(el("img", { src: menu.image, alt: "", class: "menu-picture" }), ...areas);
    this.toggle(first ? menu.selected : this.open);
  }

  toggle(open = !this.open) {
    this.open = open;
    this.board.hidden = !open;
    this.bar.setAttribute("aria-expanded", String(open));
    this.bar.replaceChildren(el("span", { text: this.menu?.chatBarText ?? t("richMenu") }), icon(open ? "down" : "up", 16));
  }
}
