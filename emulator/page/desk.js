// The control desk: people, groups, faults, the webhook.

import { el } from "./dom.js";
import { t } from "./words.js";
import * as wire from "./wire.js";

export class Desk {
  constructor(changed) {
    this.changed = changed;
    this.members = el("div", { class: "checks", role: "group", "aria-label": t("members") });
    this.faults = el("ul", { class: "faults" });
    this.kinds = el("select", { name: "kind", "aria-label": t("faultKind") });
    this.everybody = el("ul", { class: "everybody" });
    this.hook = el("p", { class: "hook" });
    this.quota = el("p", { class: "hook" });
    this.node = el(
      "aside",
      { class: "desk", "aria-label": t("desk") },
      section(t("everybody"), this.everybody),
      this.personForm(),
      this.groupForm(),
      this.faultForm(),
      section(t("webhook"), this.hook, this.quota, el("button", { type: "button", class: "small", text: t("redeliver"), on: { click: () => this.do(wire.redeliver()) } })),
    );
  }

  async do(work) {
    await work;
    this.changed();
  }

  personForm() {
    const language = el("select", { name: "language", "aria-label": t("personLanguage") }, ["th", "en", "my", "lo", "km", "ms"].map((one) => el("option", { value: one, text: one })));
    return this.form(t("addPerson"), t("create"), (data) => wire.addPerson({ name: data.get("name"), language: data.get("language") }), field(t("name"), el("input", { name: "name", required: true, maxlength: 20 })), field(t("personLanguage"), language));
  }

  groupForm() {
    const make = (data) => wire.addGroup({ name: data.get("name"), members: data.getAll("member") });
    return this.form(t("addGroup"), t("create"), make, field(t("groupName"), el("input", { name: "name", required: true, maxlength: 40 })), this.members);
  }

  faultForm() {
    const make = (data) => {
      const times = Number(data.get("times"));
      const at = data.get("at").trim();
      return wire.addFault({
        kind: data.get("kind"),
        at: at ? at.split(/[\s,]+/) : [],
        when: data.get("when"),
        seconds: Number(data.get("seconds")),
        ...(times > 0 ? { times } : { always: true }),
      });
    };
    const when = el("select", { name: "when", "aria-label": t("faultWhen") }, ["before", "after"].map((one) => el("option", { value: one, text: t(one) })));
    const form = this.form(
      t("faults"),
      t("switchOn"),
      make,
      field(t("faultKind"), this.kinds),
      field(t("faultAt"), el("input", { name: "at", placeholder: "push, reply" })),
      el("div", { class: "two" }, field(t("faultTimes"), el("input", { name: "times", type: "number", min: 0, value: 1 })), field(t("faultSeconds"), el("input", { name: "seconds", type: "number", min: 0, max: 600, step: "any", value: 5 }))),
      field(t("faultWhen"), when),
    );
    form.append(this.faults);
    return form;
  }

  form(title, button, make, ...fields) {
    const submit = async (event) => {
      event.preventDefault();
      const form = event.target;
      await this.do(make(new FormData(form)));
      form.querySelector("input[name=name]")?.form.reset();
    };
    return section(title, el("form", { on: { submit } }, fields, el("button", { class: "small", text: button })));
  }

  draw(state) {
    if (!this.kinds.children.length) this.kinds.append(...state.faultKinds.map((kind) => el("option", { value: kind, text: kind })));
    const people = state.people.map((one) => one.userId).join();
    if (people !== this.people) {
      this.people = people;
      this.everybody.replaceChildren(...state.people.map((one) => el("li", {}, el("a", { href: `/phone/${one.userId}`, text: one.name }))));
      this.members.replaceChildren(...state.people.map((one) => el("label", { class: "check" }, el("input", { type: "checkbox", name: "member", value: one.userId }), one.name)));
    }
    const faults = state.faults.map((fault) => this.faultRow(fault));
    this.faults.replaceChildren(...(faults.length ? faults : [el("li", { text: t("noFaults") })]));
    this.hook.textContent = `${state.webhook.url || "-"} · ${t("undelivered", { count: state.webhook.undelivered + state.webhook.waiting })}`;
    this.quota.textContent = t("quotaUsed", { count: state.quota.limit === null ? state.quota.used : `${state.quota.used} / ${state.quota.limit}` });
  }

  faultRow(fault) {
    const words = [fault.kind, fault.at.join(" ") || "*", fault.times ? `×${fault.times}` : "∞", fault.when].join(" · ");
    return el("li", {}, el("span", { text: words }), el("button", { type: "button", class: "small", text: t("switchOff"), on: { click: () => this.do(wire.removeFault(fault.id)) } }));
  }
}

const section = (title, ...content) => el("section", {}, el("h2", { text: title }), content);
const field = (label, input) => el("label", { class: "field" }, el("span", { text: label }), input);
