// Draws Flex Messages: boxes, texts, buttons, pictures. Sizes follow LINE's documentation of the Flex elements.

import { el } from "./dom.js";
import { picture } from "./pictures.js";

const WIDTHS = { nano: 120, micro: 160, deca: 220, hecto: 241, kilo: 260, mega: 300, giga: 386 };
const FONTS = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
const STEPS = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const IMAGE_WIDTHS = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220 };
const BORDERS = { none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4 };
const BLOCK_PADDING = { header: 20, hero: 0, body: 20, footer: 10 };
const ALIGN = { start: "flex-start", center: "center", end: "flex-end" };
const GRAVITY = { top: "flex-start", center: "center", bottom: "flex-end" };

const length = (value, table) => (value in table ? `${table[value]}px` : value);
const step = (value) => length(value, STEPS);

/** `tap(action, path)` is called for taps; `path` is the JSON pointer of the action inside the message. */
export function drawFlex(contents, tap, path = "/contents") {
  if (contents.type === "carousel") {
    const bubbles = contents.contents.map((one, index) => drawBubble(one, tap, `${path}/contents/${index}`));
    return el("div", { class: "carousel", tabindex: "0", role: "group" }, bubbles);
  }
  return drawBubble(contents, tap, path);
}

function drawBubble(bubble, tap, path) {
  const node = el("div", { class: "flex-bubble", dir: bubble.direction ?? "ltr" });
  node.style.width = `${WIDTHS[bubble.size ?? "mega"]}px`;
  for (const block of ["header", "hero", "body", "footer"]) {
    if (bubble[block]) node.append(drawBlock(bubble, block, tap, `${path}/${block}`));
  }
  return tappable(node, bubble.action, tap, `${path}/action`);
}

function drawBlock(bubble, block, tap, path) {
  const style = bubble.styles?.[block] ?? {};
  const node = el("div", { class: `flex-block flex-${block}` });
  if (style.backgroundColor) node.style.backgroundColor = style.backgroundColor;
  if (style.separator) node.style.borderTop = `1px solid ${style.separatorColor ?? "#dfe4e7"}`;
  const inside = drawComponent(bubble[block], tap, path, "vertical");
  if (bubble[block].type === "box") {
    const usual = BLOCK_PADDING[block];
    setPadding(inside, { paddingAll: `${usual}px`, ...bubble[block] });
  }
  node.append(inside);
  return node;
}

function drawComponent(part, tap, path, layout) {
  const node = DRAW[part.type]?.(part, tap, path) ?? el("div", {});
  place(node, part, layout);
  return node;
}

const DRAW = {
  box: drawBox,
  text: drawText,
  button: drawButton,
  image: drawImage,
  icon: (part) => {
    const size = FONTS[part.size ?? "md"] ?? parseFloat(part.size);
    return picture(part.url, "", { class: "flex-icon", style: { width: `${size}px`, height: `${size}px` } });
  },
  separator: (part) => el("div", { class: "flex-separator", style: { "background-color": part.color ?? "#d4dade" } }),
  filler: () => el("div", { class: "flex-filler" }),
  video: (part, tap, path) => drawComponent(part.altContent, tap, `${path}/altContent`, "vertical"),
};

function drawBox(box, tap, path) {
  const node = el("div", { class: `flex-box flex-${box.layout}` });
  const style = node.style;
  setPadding(node, box);
  if (box.backgroundColor) style.backgroundColor = box.backgroundColor;
  if (box.background) style.backgroundImage = gradient(box.background);
  if (box.cornerRadius) style.borderRadius = step(box.cornerRadius);
  if (box.borderWidth || box.borderColor) {
    style.border = `${length(box.borderWidth ?? "normal", BORDERS)} solid ${box.borderColor ?? "#000000"}`;
  }
  for (const rule of ["width", "maxWidth", "height", "maxHeight"]) if (box[rule]) style[rule] = box[rule];
  if (box.justifyContent) style.justifyContent = box.justifyContent;
  if (box.alignItems) style.alignItems = box.alignItems;
  box.contents.forEach((part, index) => {
    const child = drawComponent(part, tap, `${path}/contents/${index}`, box.layout);
    const gap = part.margin ?? (index > 0 ? box.spacing : null);
    if (gap) child.style[box.layout === "vertical" ? "marginTop" : "marginInlineStart"] = step(gap);
    node.append(child);
  });
  return tappable(node, box.action, tap, `${path}/action`);
}

function drawText(part, tap, path) {
  const node = el("div", { class: part.wrap ? "flex-text flex-wrap" : "flex-text" });
  letters(node, { size: "md", color: "#111111", ...part });
  if (part.align) node.style.textAlign = part.align;
  if (part.lineSpacing) node.style.lineHeight = `calc(1.4em + ${part.lineSpacing})`;
  if (part.maxLines > 0 && part.wrap) {
    node.classList.add("flex-clamped");
    node.style.setProperty("-webkit-line-clamp", String(part.maxLines));
  }
  if (part.contents) {
    for (const span of part.contents) {
      const piece = el("span", { text: span.text });
      letters(piece, span);
      node.append(piece);
    }
  } else node.textContent = part.text;
  return tappable(node, part.action, tap, `${path}/action`);
}

function letters(node, part) {
  if (part.size) node.style.fontSize = length(part.size, FONTS);
  if (part.color) node.style.color = part.color;
  if (part.weight === "bold") node.style.fontWeight = "700";
  if (part.style === "italic") node.style.fontStyle = "italic";
  if (part.decoration) node.style.textDecoration = part.decoration;
}

function drawButton(part, tap, path) {
  const look = part.style ?? "link";
  const node = el(
    "button",
    {
      type: "button",
      class: `flex-button flex-button-${look} flex-button-${part.height ?? "md"}`,
      on: { click: () => tap(part.action, `${path}/action`) },
    },
    el("span", { text: part.action.label }),
  );
  if (part.color) node.style[look === "link" ? "color" : "backgroundColor"] = part.color;
  if (part.gravity) node.style.alignSelf = GRAVITY[part.gravity];
  return node;
}

function drawImage(part, tap, path) {
  const [wide, high] = (part.aspectRatio ?? "1:1").split(":").map(Number);
  const node = el("div", { class: "flex-image" });
  const image = picture(part.url, part.action?.label ?? "", { class: "flex-picture" });
  image.style.objectFit = part.aspectMode === "cover" ? "cover" : "contain";
  node.style.width = part.size === "full" ? "100%" : length(part.size ?? "md", IMAGE_WIDTHS);
  node.style.aspectRatio = `${wide} / ${high}`;
  node.style.alignSelf = ALIGN[part.align ?? "center"];
  if (part.backgroundColor) node.style.backgroundColor = part.backgroundColor;
  node.append(image);
  return tappable(node, part.action, tap, `${path}/action`);
}

function place(node, part, layout) {
  const style = node.style;
  if (part.type === "separator") return;
  const share = part.flex ?? (layout === "vertical" || part.type === "icon" ? (part.type === "filler" ? 1 : 0) : 1);
  if (share === 0) style.flex = "0 0 auto";
  else style.flex = layout === "vertical" ? `${share} 0 auto` : `${share} 1 0`;
  if (part.gravity && layout === "horizontal") style.alignSelf = GRAVITY[part.gravity];
  if (part.position === "absolute") style.position = "absolute";
  else if (part.offsetTop || part.offsetStart || part.offsetEnd || part.offsetBottom) style.position = "relative";
  if (part.offsetTop) style.top = step(part.offsetTop);
  if (part.offsetBottom) style.bottom = step(part.offsetBottom);
  if (part.offsetStart) style.insetInlineStart = step(part.offsetStart);
  if (part.offsetEnd) style.insetInlineEnd = step(part.offsetEnd);
}

function setPadding(node, box) {
  if (box.paddingAll) node.style.padding = step(box.paddingAll);
  if (box.paddingTop) node.style.paddingTop = step(box.paddingTop);
  if (box.paddingBottom) node.style.paddingBottom = step(box.paddingBottom);
  if (box.paddingStart) node.style.paddingInlineStart = step(box.paddingStart);
  if (box.paddingEnd) node.style.paddingInlineEnd = step(box.paddingEnd);
}

const gradient = ({ angle, startColor, centerColor, centerPosition, endColor }) =>
  `linear-gradient(${[angle, startColor, centerColor && `${centerColor} ${centerPosition ?? "50%"}`, endColor].filter(Boolean).join(", ")})`;

/** Makes a box, text or picture a button for hands, keys and screen readers, unless it has buttons inside. */
function tappable(node, action, tap, path) {
  if (!action) return node;
  const press = (event) => {
    if (event.target.closest("button, [role=button]") !== node && event.target.closest("button")) return;
    event.stopPropagation();
    tap(action, path);
  };
  node.classList.add("flex-tappable");
  node.addEventListener("click", press);
  if (node.querySelector("button, [role=button]")) return node;
  node.setAttribute("role", "button");
  node.tabIndex = 0;
  if (action.label) node.setAttribute("aria-label", action.label);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") press(event);
  });
  return node;
}
