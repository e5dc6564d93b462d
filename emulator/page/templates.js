// Draws template messages: buttons, confirm, carousel, image carousel.

import { el } from "./dom.js";
import { picture } from "./pictures.js";

export function drawTemplate(template, tap) {
  const path = "/template";
  switch (template.type) {
    case "confirm":
      return card({}, template, tap, path, "confirm");
    case "carousel":
      return row(template.columns.map((column, index) => card(template, column, tap, `${path}/columns/${index}`)));
    case "image_carousel":
      return row(template.columns.map((column, index) => poster(column, tap, `${path}/columns/${index}`)));
    default:
      return card(template, template, tap, path);
  }
}

const row = (cards) => el("div", { class: "carousel", tabindex: "0", role: "group" }, cards);

function card(look, part, tap, path, kind = "stacked") {
  const image = part.thumbnailImageUrl
    ? picture(part.thumbnailImageUrl, "", { class: `card-picture ${look.imageAspectRatio ?? "rectangle"} ${look.imageSize ?? "cover"}` })
    : null;
  if (image && part.imageBackgroundColor) image.style.backgroundColor = part.imageBackgroundColor;
  const words = el(
    "div",
    { class: "card-words" },
    part.title ? el("p", { class: "card-title", text: part.title }) : null,
    el("p", { text: part.text }),
  );
  const buttons = part.actions.map((action, index) => button(action, () => tap(action, `${path}/actions/${index}`)));
  return el("div", { class: "card" }, image, words, el("div", { class: `card-buttons ${kind}` }, buttons));
}

const button = (action, click) => el("button", { type: "button", class: "card-button", text: action.label, on: { click } });

function poster(column, tap, path) {
  const press = () => tap(column.action, `${path}/action`);
  const label = column.action.label ?? "";
  return el(
    "button",
    { type: "button", class: "poster", on: { click: press }, "aria-label": label || null },
    picture(column.imageUrl, label, { class: "card-picture square" }),
    label ? el("span", { text: label }) : null,
  );
}
