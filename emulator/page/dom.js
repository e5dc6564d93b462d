// Elements without innerHTML: whatever people and bots write stays text.

const SVG = "http://www.w3.org/2000/svg";

/** A new element. `props`: class, text, on (listeners), style (CSSOM), aria-*, and plain attributes; null leaves out. */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [kind, listener] of Object.entries(value)) node.addEventListener(kind, listener);
    else if (name === "style") for (const [rule, how] of Object.entries(value)) node.style.setProperty(rule, how);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const PATHS = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  send: "M4 12 20 4l-5 16-3.5-6.5z",
  close: "M6 6l12 12M18 6 6 18",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  down: "M6 9l6 6 6-6",
  up: "M6 15l6-6 6 6",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
  pin: "M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.8 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  video: "M4 6h11v12H4zM15 10l5-3v10l-5-3z",
  audio: "M12 4a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  sticker: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 10h.01M15 10h.01M8.5 14.5c2 2.4 5 2.4 7 0",
  phone: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2z",
  muted: "M6 9a6 6 0 0 1 9.5-4.9M18 9v5l2 3H7M4 4l16 16M10 20h4",
  keyboard: "M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M8 14h8",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
};

/** A line icon of our own; decoration only, the label stands beside it or on the button. */
export function icon(name, size = 24) {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", class: "icon" },
    svg("path", { d: PATHS[name] }),
  );
}

export function iconButton(name, label, click, extra = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click }, ...extra }, icon(name));
}
