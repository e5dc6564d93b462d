// One entry of a chat becomes one row of the log: text, pictures, places, templates, Flex.

import { el, icon, iconButton } from "./dom.js";
import { drawFlex } from "./flex.js";
import { face, picture } from "./pictures.js";
import { drawTemplate } from "./templates.js";
import { clockTime, t } from "./words.js";

/** `phone` offers tap(entry, action, path), open(uri) and messageOptions(entry). */
export function drawEntry(entry, phone, { first }) {
  if (entry.unsent) return el("div", { class: "row note" }, el("p", { class: "unsent", text: t("unsent") }));
  const side = entry.mine ? "mine" : "theirs";
  const content = drawContent(entry, phone);
  const aside = entry.mine ? ownAside(entry, phone) : el("span", { class: "aside" }, silentMark(entry), time(entry));
  const line = el("div", { class: "line" }, entry.mine ? [aside, content] : [content, aside]);
  if (entry.mine) return el("div", { class: `row ${side}` }, line);
  const sender = entry.message.sender ?? {};
  const name = sender.name ?? entry.author;
  const avatar = first ? face(name, { bot: entry.fromBot, iconUrl: sender.iconUrl }) : el("span", { class: "face no-face" });
  const heading = first ? el("p", { class: "sender", text: name }) : null;
  return el("div", { class: `row ${side}${first ? " first" : ""}` }, avatar, el("div", { class: "stack" }, heading, line));
}

function ownAside(entry, phone) {
  const more = iconButton("more", t("messageOptions"), () => phone.messageOptions(entry), { class: "icon-button more" });
  const read = entry.read ? el("span", { text: t("read") }) : null;
  return el("span", { class: "aside" }, more, read, time(entry));
}

const time = (entry) => el("time", { datetime: new Date(entry.at * 1000).toISOString(), text: clockTime(entry.at) });

function silentMark(entry) {
  if (!entry.silent) return null;
  return el("span", { class: "silent", title: t("silentHint"), role: "img", "aria-label": t("silentHint") }, icon("muted", 14));
}

/** A bubble that is on its way; `retry` when it failed. */
export function drawPending(pending) {
  const state = pending.failed ? t("failed") : t("sending");
  const bubble = el("div", { class: `bubble text${pending.failed ? " failed" : ""}`, text: pending.text });
  const line = el("div", { class: "line" }, el("span", { class: "aside" }, el("span", { text: state })), bubble);
  if (pending.failed) {
    line.replaceChildren(el("button", { type: "button", class: "retry", text: state, on: { click: pending.retry } }), bubble);
  }
  return el("div", { class: "row mine" }, line);
}

function drawContent(entry, phone) {
  const message = entry.message;
  const tap = (action, path) => phone.tap(entry.id, action, path);
  switch (message.type) {
    case "text":
    case "textV2":
      return el("div", { class: "bubble text" }, linked(message.text, phone));
    case "flex":
      return drawFlex(message.contents, tap);
    case "template":
      return drawTemplate(message.template, tap);
    case "location":
      return drawPlace(message);
    case "image":
      return drawImage(entry);
    case "video":
      return drawMedia(entry, "video");
    case "audio":
      return drawMedia(entry, "audio");
    case "file":
      return drawFile(entry);
    case "sticker":
      return el("div", { class: "sticker", role: "img", "aria-label": t("sticker") }, icon("sticker", 96));
    default:
      return el("div", { class: "bubble text", text: t("unsupported", { kind: message.type }) });
  }
}

const LINKS = /(https?:\/\/[^\s]+)/g;

function linked(text, phone) {
  return text.split(LINKS).map((piece, index) => {
    if (index % 2 === 0) return piece;
    return el("button", { type: "button", class: "text-link", text: piece, on: { click: () => phone.open(piece) } });
  });
}

function drawPlace(message) {
  const where = `${message.latitude.toFixed(5)}, ${message.longitude.toFixed(5)}`;
  return el(
    "div",
    { class: "bubble place" },
    el("div", { class: "place-map", "aria-hidden": "true" }, icon("pin", 32)),
    el("p", { class: "place-name", text: message.title || t("location") }),
    message.address ? el("p", { class: "place-address", text: message.address }) : null,
    el("p", { class: "place-numbers", text: where }),
  );
}

function drawImage(entry) {
  if (entry.file) return el("img", { class: "photo", src: entry.file, alt: t("picture"), loading: "lazy" });
  return picture(entry.message.previewImageUrl ?? "", t("picture"), { class: "photo" });
}

function drawMedia(entry, kind) {
  const source = entry.file;
  if (!source) return el("div", { class: "bubble file" }, icon(kind), el("span", { text: t(kind) }));
  return el(kind, { class: `media ${kind}`, src: source, controls: true, preload: "metadata", "aria-label": t(kind) });
}

function drawFile(entry) {
  const { fileName, fileSize } = entry.message;
  const size = fileSize > 1024 ? `${Math.round(fileSize / 1024)} KB` : `${fileSize} B`;
  const words = el("span", { class: "file-words" }, el("b", { text: fileName }), el("small", { text: size }));
  return el("a", { class: "bubble file", href: entry.file, download: fileName }, icon("file"), words);
}
