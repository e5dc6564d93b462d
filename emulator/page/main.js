// Which page is this: /phone/{id} is one phone, /phones (and /) all of them side by side with the control desk.

import { Desk } from "./desk.js";
import { el, icon } from "./dom.js";
import { Phone } from "./phone.js";
import { loadWords, otherLanguage, t, useLanguage } from "./words.js";
import * as wire from "./wire.js";

const MOST_AT_ONCE = 8;
const only = /^\/phone\/([^/]+)$/.exec(location.pathname)?.[1];
const phones = new Map();
let places;
let desk;

function phoneOf(userId) {
  if (!phones.has(userId)) phones.set(userId, new Phone(userId, places, switchLanguage, only ? "h1" : "h2"));
  return phones.get(userId);
}

function switchLanguage(language) {
  useLanguage(language);
  phones.clear();
  show();
}

function show() {
  document.title = t("phones");
  const lost = el("p", { class: "lost", role: "status", hidden: true, id: "lost", text: t("lost") });
  if (only) {
    document.body.className = "one";
    document.body.replaceChildren(el("main", { class: "stage" }, phoneOf(only).node), lost);
  } else {
    document.body.className = "many";
    desk = new Desk(() => look());
    const language = el("button", { type: "button", class: "quiet", text: t("language"), on: { click: () => switchLanguage(otherLanguage()) } });
    const row = el("div", { class: "phones", id: "phones" });
    const head = el("header", { class: "top" }, el("div", {}, el("h1", { text: t("phones") }), el("p", { text: t("phonesIntro") })), language);
    document.body.replaceChildren(head, el("div", { class: "stage" }, desk.node, el("main", { class: "phones-box" }, row)), lost);
  }
  look();
}

async function look() {
  if (only) return phoneOf(only).refresh();
  const state = await wire.state().catch(() => null);
  if (!state) return;
  desk.draw(state);
  const row = document.getElementById("phones");
  const wanted = new URLSearchParams(location.search).get("show")?.split(",");
  const people = state.people.filter((one) => !wanted || wanted.includes(one.userId)).slice(0, MOST_AT_ONCE);
  for (const person of people) {
    if (row.querySelector(`[data-user="${CSS.escape(person.userId)}"]`)) continue;
    const full = el("a", { class: "quiet", href: `/phone/${person.userId}` }, icon("out", 16), t("openPhone"));
    row.append(el("div", { class: "place-of-phone", "data-user": person.userId }, phoneOf(person.userId).node, full));
  }
  row.classList.toggle("empty", people.length === 0);
  if (people.length === 0) row.replaceChildren(el("p", { class: "nobody", text: t("noPeople") }));
  else row.querySelector(".nobody")?.remove();
  await Promise.all(people.map((person) => phoneOf(person.userId).refresh()));
}

await loadWords();
places = await (await fetch("/emulator/page/places.json")).json();
show();
wire.watch(look, (online) => (document.getElementById("lost").hidden = online));
