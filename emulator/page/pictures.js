// Pictures that the bot names by URL, and the faces beside the bubbles.

import { el, icon } from "./dom.js";
import { t } from "./words.js";
import { pictureUrl } from "./wire.js";

/** A picture of this machine, or a grey box that says where the picture lives: this page asks no other host. */
export function picture(url, label, props = {}) {
  const source = pictureUrl(url);
  if (source) return el("img", { src: source, alt: label, ...props });
  const host = URL.canParse(url) ? new URL(url).host : "";
  const hint = label || t("pictureElsewhere", { host });
  const shape = { ...props, class: `${props.class ?? ""} no-picture`, role: "img", "aria-label": hint, title: hint };
  return el("span", shape, icon("image"));
}

export function face(name, { bot = false, iconUrl = null } = {}) {
  if (iconUrl && pictureUrl(iconUrl)) return el("img", { class: "face", src: pictureUrl(iconUrl), alt: "" });
  if (bot) return el("img", { class: "face", src: "/emulator/page/icon.svg", alt: "" });
  const hue = [...name].reduce((sum, char) => sum + char.codePointAt(0), 0) % 360;
  const initial = [...name][0] ?? "?";
  return el("span", { class: "face", "aria-hidden": "true", text: initial, style: { "background-color": `hsl(${hue} 40% 32%)` } });
}
