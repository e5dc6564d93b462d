// One phone: a chat, its composer, its rich menu, its sheets, its lock screen.

import { el, icon, iconButton } from "./dom.js";
import { LockScreen } from "./lock.js";
import { Log } from "./log.js";
import { RichMenu } from "./menu.js";
import { attachmentSheet, callSheet, linkSheet, listSheet, locationSheet, pickSheet, sendVoice, Sheets } from "./sheets.js";
import { clockTime, otherLanguage, t } from "./words.js";
import * as wire from "./wire.js";

const LOCATION_LINK = /^(https:\/\/line\.me\/R|line:\/)\/nv\/location/;
const CAMERA_LINK = /^(https:\/\/line\.me\/R|line:\/)\/nv\/camera/;

export class Phone {
  /** `places`: what the map knows; `switchLanguage` is called from the options. */
  constructor(userId, places, switchLanguage, heading = "h1") {
    this.userId = userId;
    this.chat = userId;
    this.places = places;
    this.switchLanguage = switchLanguage;
    this.heading = heading;
    this.build();
  }

  build() {
    this.title = el(this.heading, { class: "chat-title" });
    this.owner = el("p", { class: "chat-owner" });
    this.chats = el("select", { class: "chat-choice", "aria-label": t("chat"), hidden: true });
    this.chats.addEventListener("change", () => this.goTo(this.chats.value));
    this.note = el("p", { class: "chat-note", hidden: true });
    this.log = new Log(this);
    this.quick = el("div", { class: "quick", role: "group", "aria-label": t("quickReplies"), hidden: true });
    this.menu = new RichMenu((menu, action, path) => this.tap(menu.richMenuId, action, path));
    this.inside = el(
      "div",
      { class: "inside" },
      el(
        "header",
        { class: "chat-head" },
        el("div", { class: "chat-names" }, this.title, this.owner),
        this.chats,
        iconButton("lock", t("lockScreen"), () => this.lock.show()),
        iconButton("more", t("options"), () => this.options()),
      ),
      this.note,
      this.log.node,
      this.quick,
      this.composer(),
      this.menu.board,
    );
    this.node = el("section", { class: "phone" }, this.inside);
    this.sheets = new Sheets(this.node, this.inside);
    this.lock = new LockScreen(this.node, this.inside);
  }

  composer() {
    this.input = el("textarea", { rows: 1, maxlength: 5000, placeholder: t("write"), "aria-label": t("write") });
    this.input.addEventListener("input", () => this.grow());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
    });
    const submit = (event) => {
      event.preventDefault();
      this.submit();
    };
    const send = el("button", { type: "submit", class: "icon-button send", "aria-label": t("send"), title: t("send") }, icon("send"));
    return el("form", { class: "composer", on: { submit } }, iconButton("plus", t("attach"), () => this.attach()), this.menu.bar, this.input, send);
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
  }

  // --- looking

  /** Reads the screen again; calls that come meanwhile make it look once more. */
  async refresh() {
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    try {
      do {
        this.again = false;
        this.draw(await wire.screen(this.userId, this.chat));
      } while (this.again);
    } catch (error) {
      if (error instanceof wire.Refused) this.sheets.open(t("noPhone"), el("a", { class: "wide main", href: "/phones" }, t("phones")));
    } finally {
      this.looking = false;
    }
  }

  goTo(chat) {
    this.chat = chat;
    this.log.clear();
    return this.refresh();
  }

  draw(view) {
    if (view.chat !== this.chat) return;
    this.view = view;
    const here = view.chats.find((one) => one.id === view.chat);
    this.title.textContent = here?.name ?? view.botName;
    this.owner.textContent = t("of", { name: view.person.name });
    this.node.setAttribute("aria-label", t("of", { name: view.person.name }));
    this.drawChats(view);
    const blocked = view.person.blocked && !here?.group;
    this.note.hidden = !blocked;
    this.note.textContent = blocked ? t("blockedNote") : "";
    this.input.disabled = blocked;
    this.log.draw(view);
    this.drawQuick(view);
    this.menu.draw(blocked ? null : view.menu);
    this.lock.draw(view);
  }

  drawChats(view) {
    this.chats.hidden = view.chats.length < 2;
    const names = view.chats.map((one) => one.name).join("\n");
    if (names === this.chatNames) return;
    this.chatNames = names;
    this.chats.replaceChildren(...view.chats.map((one) => el("option", { value: one.id, text: one.name })));
    this.chats.value = view.chat;
  }

  drawQuick(view) {
    const entry = view.entries.find((one) => one.id === view.quickReplies);
    const key = entry ? entry.id : "";
    if (this.quick.dataset.of === key) return;
    this.quick.dataset.of = key;
    this.quick.hidden = !entry;
    const items = entry?.message.quickReply.items ?? [];
    this.quick.replaceChildren(
      ...items.map(({ action }, index) =>
        el(
          "button",
          { type: "button", class: "chip", on: { click: () => this.tap(entry.id, action, `/quickReply/items/${index}/action`) } },
          action.type === "location" ? icon("pin", 18) : null,
          action.type.startsWith("camera") ? icon("image", 18) : null,
          action.label,
        ),
      ),
    );
    this.quick.scrollLeft = 0;
  }

  // --- acting

  /** Does it; `echo` are the words that show at once as the person's own. */
  async act(what, echo = "") {
    const pending = echo ? this.log.echo(echo, () => this.act(what, echo)) : {};
    try {
      await wire.act(this.userId, { ...what, chat: this.chat });
      pending.done = true;
    } catch (error) {
      pending.failed = true;
      if (!echo) this.sheets.open(error instanceof wire.Refused ? error.message : t("lost"));
    }
    await this.refresh();
  }

  submit() {
    const text = this.input.value;
    if (!text.trim()) return;
    this.input.value = "";
    this.grow();
    this.act({ type: "say", text }, text);
  }

  /** A tap on a button of a message or of the rich menu. */
  async tap(source, action, path) {
    const what = { type: "tap", source, path };
    switch (action.type) {
      case "location":
        return this.locate();
      case "camera":
      case "cameraRoll":
        return this.attach();
      case "datetimepicker":
        return pickSheet(this.sheets, action, (value) => this.act({ ...what, value }));
      case "uri":
        this.act(what);
        return this.open(action.uri);
      case "clipboard":
        this.act(what);
        return this.sheets.open(t("copied"), el("p", { class: "link-address", text: action.clipboardText }));
      case "message":
        return this.act(what, action.text);
      default:
        this.obey(action);
        return this.act(what, action.displayText ?? action.text ?? "");
    }
  }

  /** What a postback asks the phone itself to do. */
  obey({ inputOption, fillInText }) {
    if (inputOption === "openRichMenu") this.menu.toggle(true);
    if (inputOption === "closeRichMenu") this.menu.toggle(false);
    if (inputOption === "openVoice") this.attach();
    if (inputOption === "openKeyboard") {
      if (fillInText) this.input.value = fillInText;
      this.input.focus();
    }
  }

  open(uri) {
    if (uri.startsWith("tel:")) callSheet(this.sheets, decodeURIComponent(uri.slice(4)));
    else if (LOCATION_LINK.test(uri)) this.locate();
    else if (CAMERA_LINK.test(uri)) this.attach();
    else linkSheet(this.sheets, uri);
  }

  locate() {
    locationSheet(this.sheets, this.places, (place) => this.act({ type: "locate", ...place }));
  }

  attach() {
    const send = async (kind, blob, name, duration) => {
      try {
        await wire.sendFile(this.userId, this.chat, kind, blob, name, duration);
      } catch (error) {
        this.sheets.open(error instanceof wire.Refused ? error.message : t("lost"));
      }
      await this.refresh();
    };
    attachmentSheet(this.sheets, { send, locate: () => this.locate(), sticker: () => this.act({ type: "sticker" }), voice: () => sendVoice(send) });
  }

  messageOptions(entry) {
    const heading = `${clockTime(entry.at)}`;
    listSheet(this.sheets, heading, [[t("unsend"), "close", () => this.act({ type: "unsend", message: entry.id }), "danger"]]);
  }

  options() {
    const { following, blocked } = this.view.person;
    const group = this.view.chats.find((one) => one.id === this.chat && one.group);
    if (group) return this.groupOptions(group);
    const friendship = blocked
      ? [t("unblock"), "plus", () => this.act({ type: "unblock" })]
      : [t("block"), "muted", () => this.act({ type: "block" }), "danger"];
    listSheet(this.sheets, t("options"), [
      [t("lockScreen"), "lock", () => this.lock.show()],
      ...(following || blocked ? [] : [[t("follow"), "plus", () => this.act({ type: "follow" })]]),
      friendship,
      [t("language"), "keyboard", () => this.switchLanguage(otherLanguage())],
    ]);
  }

  groupOptions(group) {
    const groupAct = async (what) => {
      await wire.groupAct(group.id, what);
      await this.goTo(what.type === "leave" ? this.userId : this.chat);
    };
    listSheet(this.sheets, group.name, [
      group.botInside ? [t("removeBot"), "minus", () => groupAct({ type: "removeBot" })] : [t("inviteBot"), "plus", () => groupAct({ type: "inviteBot" })],
      [t("leaveGroup"), "out", () => groupAct({ type: "leave", userId: this.userId }), "danger"],
    ]);
  }
}
