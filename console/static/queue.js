// The queue: live rows put in their place, and the keys that walk through it.

const me = document.querySelector(".bar").dataset.me
const byId = (id) => document.getElementById(id)
const links = () => [...document.querySelectorAll("#rows a.row")]

function belongs(row, listing) {
  return row.dataset.lists.split(" ").includes(listing) && (listing !== "mine" || row.dataset.by === me)
}

function place(fresh, listing) {
  const old = byId(fresh.id)
  const focused = old?.contains(document.activeElement)
  const siblings = [...byId("rows").querySelectorAll("li.row-item")].filter((row) => row !== old)
  if (!belongs(fresh, listing)) {
    if (focused) (old.nextElementSibling ?? old.previousElementSibling)?.querySelector("a")?.focus()
    old?.remove()
    return
  }
  if (listing === "closed") {
    old?.replaceWith(fresh)
  } else {
    const next = siblings.find((row) => row.dataset.key > fresh.dataset.key)
    const more = document.querySelector("#rows .more")
    old?.remove()
    // What sorts behind the last row shown belongs to a page that has not been asked for.
    if (!next && more && !old) return
    byId("rows").insertBefore(fresh, next ?? more)
  }
  htmx.process(fresh)
  if (focused) fresh.querySelector("a").focus({ preventScroll: true })
}

export function takeRows(html) {
  const listing = byId("queue")?.dataset.listing
  if (!listing) return
  const parsed = document.createElement("template")
  parsed.innerHTML = html
  for (const row of [...parsed.content.querySelectorAll("li.row-item")]) {
    const open = byId("case")
    if (row.dataset.number === open?.dataset.number && row.dataset.version !== open.dataset.version) refreshCase()
    place(row, listing)
  }
  mark()
}

// The numbers on the tabs; what somebody holds is counted for everybody and picked out here.
export function showCounts(strip) {
  const counts = { ...JSON.parse(strip.dataset.lists), mine: JSON.parse(strip.dataset.held)[me] ?? 0 }
  for (const tab of document.querySelectorAll("[data-count]")) {
    const n = counts[tab.dataset.count] ?? 0
    tab.hidden = !n
    tab.textContent = n > 99 ? "99+" : n
  }
}

// The row of the case on the page is marked here, because live rows are the same for everybody.
export function mark() {
  const number = byId("case")?.dataset.number
  for (const link of links()) {
    if (number && link.closest("li").dataset.number === number) link.setAttribute("aria-current", "page")
    else link.removeAttribute("aria-current")
    link.classList.toggle("mine", link.closest("li").dataset.by === me)
  }
}

// Each refresh is asked by the part itself: htmx lets the requests of one element wait for each other, and going back in
// history is asked by the body.
export function refreshQueue() {
  const listing = byId("queue")?.dataset.listing
  if (listing) htmx.ajax("GET", `/console/?listing=${listing}`, { source: "#queue", target: "#queue", swap: "outerMorph" })
}

let asked = false
export async function refreshCase() {
  const number = byId("case")?.dataset.number
  if (!number || asked) return
  asked = true
  try {
    await htmx.ajax("GET", `/console/cases/${number}`, { source: "#case", target: "#case", swap: "outerMorph" })
  } finally {
    asked = false
  }
}

export function leave() {
  const old = byId("case")
  if (!old?.dataset.number) return
  const number = old.dataset.number
  const none = Object.assign(document.createElement("section"), { id: "case", className: "case none" })
  old.replaceWith(none)
  history.pushState({ htmx: true }, "", "/console/")
  mark()
  byId(`row-${number}`)?.querySelector("a").focus()
}

function walk(step) {
  const all = links()
  const from = all.findIndex((a) => a === document.activeElement)
  const at = from < 0 ? all.findIndex((a) => a.hasAttribute("aria-current")) : from
  const to = all[Math.min(Math.max(at + step, 0), all.length - 1)]
  to?.focus()
}

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]")

function press(key) {
  const found = document.querySelector(`#case [data-key="${key}"]`)
  if (!found) return false
  if (found.tagName === "DETAILS") {
    found.open = true
    found.scrollIntoView({ block: "nearest" })
    found.querySelector("select, textarea, input:not([type=hidden])")?.focus()
  } else found.click()
  return true
}

// By the place of the key, so that they work while the keyboard types Thai.
const KEYS = {
  KeyJ: () => walk(1),
  KeyK: () => walk(-1),
  KeyC: () => press("c"),
  KeyE: () => press("e"),
  KeyT: () => press("t"),
  KeyR: () => document.querySelector("#case .composer textarea")?.focus(),
  "/": () => document.querySelector("#case [data-phrases]")?.click(),
  "?": () => byId("help").showModal(),
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return
  if (event.key === "Escape") {
    if (typing(event.target)) event.target.blur()
    else leave()
    return
  }
  const act = KEYS[event.code === "Slash" ? (event.shiftKey ? "?" : "/") : event.key] ?? KEYS[event.code]
  if (!act || typing(event.target)) return
  event.preventDefault()
  act()
})

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-leave], [data-open]")
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (target.dataset.open) byId(target.dataset.open).showModal()
  else {
    event.preventDefault()
    leave()
  }
})

document.addEventListener("htmx:after:swap", mark)
mark()
