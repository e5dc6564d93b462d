// One live stream for all windows of a browser; the window that holds it passes everything on to the others.

import { alarm, lead } from "./alarm.js"
import { heard, now, silence } from "./clocks.js"
import { refreshCase, refreshQueue, showCounts, takeRows } from "./queue.js"

const me = document.querySelector(".bar").dataset.me
const channel = new BroadcastChannel(`ess-console:${me}`)
const strip = () => document.getElementById("strip")
const lost = document.getElementById("lost")
const resting = document.getElementById("resting")
const BEAT = 15_000

let leads = false
let othersBeat = 0

const TAKES = {
  // After every (re)connection the whole list is read anew: nothing has to be replayed.
  open: () => {
    refreshQueue()
    refreshCase()
  },
  refresh: () => TAKES.open(),
  rows: takeRows,
  strip: (html) => {
    const parsed = document.createElement("template")
    parsed.innerHTML = html
    const fresh = parsed.content.firstElementChild
    if (strip()) strip().replaceWith(fresh)
    heard(fresh.dataset.now)
    alarm(fresh.dataset.alarm)
    showCounts(fresh)
    const waiting = Number(fresh.dataset.waiting)
    document.title = document.title.replace(/^\(\d+\) /, "").replace(/^/, waiting ? `(${waiting}) ` : "")
    // Time alone makes a case interrupted: that list is read again with every tick.
    if (document.getElementById("queue")?.dataset.listing === "interrupted") refreshQueue()
  },
  roll: (html) => {
    const parsed = document.createElement("template")
    parsed.innerHTML = html
    for (const fresh of [...parsed.content.children]) document.getElementById(fresh.id)?.replaceWith(fresh)
    takeRest()
  },
  beat: () => {
    othersBeat = Date.now()
  },
}

// A click is lost when what was pressed is replaced before it is let go: while something is pressed, nothing changes.
const LONGEST_PRESS = 5000
const held = []
let pressing = 0

function take(kind, html) {
  if (pressing) held.push([kind, html])
  else TAKES[kind]?.(html)
}

function press() {
  clearTimeout(pressing)
  pressing = setTimeout(letGo, LONGEST_PRESS)
}

function letGo() {
  clearTimeout(pressing)
  pressing = 0
  for (const [kind, html] of held.splice(0)) TAKES[kind]?.(html)
}

addEventListener("pointerdown", press, { capture: true })
// The click that a finger makes comes a moment after it has let go.
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(letGo, 100), { capture: true })
channel.onmessage = ({ data: [kind, html] }) => take(kind, html)

function tell(kind, html) {
  take(kind, html)
  channel.postMessage([kind, html])
}

function connect() {
  const source = new EventSource("/console/live")
  source.onopen = () => setTimeout(() => tell("open"), Math.random() * 500)
  for (const kind of ["rows", "strip", "roll", "refresh"]) source.addEventListener(kind, (event) => tell(kind, event.data))
  source.onerror = () => {
    // The browser tries again by itself unless the server answered something else: then we do.
    if (source.readyState !== EventSource.CLOSED) return
    setTimeout(connect, 2000 + Math.random() * 2000)
    beat()
  }
}

function leadThisBrowser() {
  leads = true
  lead()
  connect()
  return new Promise(() => {}) // held as long as this window lives
}

// Says who is here and which case they look at. A hidden window is silent while a visible one speaks.
async function beat() {
  const visible = document.visibilityState === "visible"
  if (!visible && (!leads || Date.now() - othersBeat < 2 * BEAT)) return
  if (visible) channel.postMessage(["beat"])
  const number = document.getElementById("case")?.dataset.number ?? ""
  const answer = await fetch("/console/here", {
    method: "POST",
    headers: { "HX-Request": "true" },
    body: new URLSearchParams({ number }),
  }).catch(() => null)
  const problem = document.getElementById("problem")
  if (answer?.status === 401) problem.innerHTML = await answer.text()
  else if (answer?.ok && problem.querySelector("a[target]")) problem.replaceChildren()
}

// The banner of one's own break. A break that has run out is said until its owner answers: no row moves by itself.
function takeRest() {
  const list = document.getElementById("roll-list")
  if (!resting || !list) return
  const mine = [...list.querySelectorAll("[data-until]")].find((each) => each.dataset.user === me)
  if (mine) {
    resting.dataset.until = mine.dataset.until
    resting.querySelector("b").textContent = mine.dataset.clock
  } else if (Number(resting.dataset.until) > Number(list.dataset.now)) resting.dataset.until = ""
  showRest(Number(list.dataset.now))
}

function showRest(at) {
  if (!resting?.dataset.until) {
    if (resting) resting.hidden = true
    return
  }
  const [on, over] = resting.querySelectorAll("p > span")
  resting.hidden = false
  on.hidden = Number(resting.dataset.until) <= at
  over.hidden = !on.hidden
}

function watch() {
  showRest(now())
  lost.hidden = silence() < 25_000
  document.body.classList.toggle("is-stale", !lost.hidden)
}

heard(strip()?.dataset.now ?? Date.now())
alarm(strip()?.dataset.alarm)
setInterval(beat, BEAT)
setInterval(watch, 1000)
document.addEventListener("htmx:after:swap", ({ detail }) => detail.ctx?.sourceElement?.matches?.("a.row") && beat())
document.addEventListener("visibilitychange", beat)
beat()
if (navigator.locks) navigator.locks.request(`ess-live:${me}`, leadThisBrowser)
else leadThisBrowser()
