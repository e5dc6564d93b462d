// What slides up over a phone: attachments, the map, a call, a link, a date, options.

import { el, icon, iconButton } from "./dom.js";
import { PinMap } from "./map.js";
import { mediaDuration, samplePicture, sampleVoice } from "./samples.js";
import { t } from "./words.js";

/** One sheet at a time over one phone: the rest cannot be reached, Escape closes, focus returns. */
export class Sheets {
  constructor(host, behind) {
    this.host = host;
    this.behind = behind;
  }

  open(title, ...content) {
    this.close();
    this.before = document.activeElement;
    const close = iconButton("close", t("close"), () => this.close());
    const heading = el("h2", { text: title });
    const panel = el("div", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": title, tabindex: "-1" });
    panel.append(el("div", { class: "sheet-head" }, heading, close), el("div", { class: "sheet-body" }, content));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    this.layer = el("div", { class: "sheet-layer" }, panel);
    this.layer.addEventListener("pointerdown", (event) => {
      if (event.target === this.layer) this.close();
    });
    this.behind.inert = true;
    this.host.append(this.layer);
    panel.focus({ preventScroll: true });
    return panel;
  }

  close() {
    if (!this.layer) return;
    this.layer.remove();
    this.layer = null;
    this.behind.inert = false;
    if (this.before?.isConnected) this.before.focus({ preventScroll: true });
  }
}

const wide = (label, name, click, kind = "") =>
  el("button", { type: "button", class: `wide ${kind}`, on: { click } }, icon(name), el("span", { text: label }));

/** What can be sent. `send(kind, blob, name, duration)`, `locate()`, `sticker()`. */
export function attachmentSheet(sheets, { send, locate, sticker }) {
  const chosen = (kind) => async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    sheets.close();
    const timed = kind === "video" || kind === "audio";
    send(kind, file, kind === "file" ? file.name : "", timed ? await mediaDuration(file) : 0);
  };
  const picker = (kind, accept) =>
    el(
      "label",
      { class: "tile" },
      icon(kind, 28),
      el("span", { text: t(kind) }),
      el("input", { type: "file", accept, class: "hidden-file", "aria-label": t(kind), on: { change: chosen(kind) } }),
    );
  const tile = (name, label, click) => el("button", { type: "button", class: "tile", on: { click } }, icon(name, 28), el("span", { text: label }));
  const close = (then) => () => {
    sheets.close();
    then();
  };
  sheets.open(
    t("attach"),
    el(
      "div",
      { class: "tiles" },
      picker("image", "image/*"),
      picker("video", "video/*"),
      picker("audio", "audio/*"),
      picker("file", null),
      tile("pin", t("location"), close(locate)),
      tile("sticker", t("sticker"), close(sticker)),
      tile("image", t("sampleImage"), close(() => send("image", samplePicture()))),
      tile("audio", t("sampleAudio"), close(() => sendVoice(send))),
    ),
  );
}

export function sendVoice(send) {
  const { blob, duration } = sampleVoice();
  send("audio", blob, "", duration);
}

/** The map; `send({latitude, longitude, title, address})`. */
export function locationSheet(sheets, places, send) {
  const field = (label, props) => {
    const input = el("input", props);
    return { input, node: el("label", { class: "field" }, el("span", { text: label }), input) };
  };
  const latitude = field(t("latitude"), { type: "number", step: "any", min: -90, max: 90, required: true });
  const longitude = field(t("longitude"), { type: "number", step: "any", min: -180, max: 180, required: true });
  const title = field(t("placeName"), { type: "text", maxlength: 100 });
  const address = field(t("address"), { type: "text", maxlength: 300 });
  const write = (lat, lon) => {
    latitude.input.value = lat.toFixed(6);
    longitude.input.value = lon.toFixed(6);
  };
  const map = new PinMap(places, `${t("whereAreYou")}: ${t("dragPin")}`, (lat, lon) => {
    write(lat, lon);
    address.input.value = "";
  });
  const typed = () => {
    address.input.value = "";  // it was the address of the place before
    if (latitude.input.validity.valid && longitude.input.validity.valid) {
      map.show(Number(latitude.input.value), Number(longitude.input.value));
    }
  };
  latitude.input.addEventListener("change", typed);
  longitude.input.addEventListener("change", typed);
  const preset = (place) => {
    write(place.latitude, place.longitude);
    address.input.value = place.address;
    map.show(place.latitude, place.longitude);
  };
  const presets = places.places.map((place) => el("button", { type: "button", class: "chip", text: place.name, on: { click: () => preset(place) } }));
  const form = el(
    "form",
    {
      class: "location",
      on: {
        submit: (event) => {
          event.preventDefault();
          sheets.close();
          send({
            latitude: Number(latitude.input.value),
            longitude: Number(longitude.input.value),
            title: title.input.value,
            address: address.input.value,
          });
        },
      },
    },
    el(
      "div",
      { class: "map-box" },
      map.node,
      el("div", { class: "map-zoom" }, iconButton("plus", t("zoomIn"), () => map.zoom(2)), iconButton("minus", t("zoomOut"), () => map.zoom(0.5))),
    ),
    el("p", { class: "hint", text: t("dragPin") }),
    el("div", { class: "chips", role: "group", "aria-label": t("places") }, presets),
    el("div", { class: "two" }, latitude.node, longitude.node),
    address.node,
    title.node,
    el("button", { class: "wide main", type: "submit" }, icon("send"), el("span", { text: t("sendLocation") })),
  );
  sheets.open(t("whereAreYou"), form);
  preset(places.places[0]);
}

export function callSheet(sheets, number) {
  const panel = sheets.open(
    t("calling"),
    el("div", { class: "call" }, el("div", { class: "call-face" }, icon("phone", 44)), el("p", { class: "call-number", text: number }), el("p", { class: "hint", text: t("callingNote") })),
    wide(t("hangUp"), "phone", () => sheets.close(), "danger"),
  );
  panel.classList.add("call-sheet");
}

export function linkSheet(sheets, address) {
  const open = el("a", { class: "wide main", href: address, target: "_blank", rel: "noopener noreferrer" }, icon("out"), el("span", { text: t("openLink") }));
  sheets.open(t("link"), el("p", { class: "link-address", text: address }), /^https?:/.test(address) ? open : null);
}

export function pickSheet(sheets, action, done) {
  const kind = { date: "date", time: "time", datetime: "datetime-local" }[action.mode];
  const input = el("input", { type: kind, value: action.initial ?? null, min: action.min ?? null, max: action.max ?? null, required: true, "aria-label": action.label });
  const submit = (event) => {
    event.preventDefault();
    sheets.close();
    done(input.value);
  };
  const go = el("button", { class: "wide main", type: "submit" }, el("span", { text: t("confirm") }));
  sheets.open(t("pick"), el("form", { class: "location", on: { submit } }, el("div", { class: "field" }, input), go));
}

/** A list of things to do: [label, icon, click, kind]. */
export function listSheet(sheets, title, choices) {
  const buttons = choices.map(([label, name, click, kind]) =>
    wide(
      label,
      name,
      () => {
        sheets.close();
        click();
      },
      kind,
    ),
  );
  sheets.open(title, buttons);
}
