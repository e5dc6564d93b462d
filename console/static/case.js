// The page of a case: drafts that are never lost, canned replies, copying, and the newest words in view.

// Open folds stay open, and what is typed stays typed, while the page around them is refreshed.
htmx.registerExtension("console-morph", {
  htmx_before_morph_attr: (element, detail) =>
    !(detail.attrName === "open" && (element.tagName === "DETAILS" || element.tagName === "DIALOG")),
})

const draftKey = (box) => `draft:${box.dataset.draft}`

function restore(root) {
  for (const box of root.querySelectorAll("textarea[data-draft]")) {
    const kept = sessionStorage.getItem(draftKey(box))
    if (kept && !box.value) box.value = kept
  }
}

document.addEventListener("input", (event) => {
  const box = event.target
  if (!box.matches?.("textarea")) return
  if (box.dataset.draft) {
    if (box.value) sessionStorage.setItem(draftKey(box), box.value)
    else sessionStorage.removeItem(draftKey(box))
  }
  if (box.matches(".composer textarea")) offer(box)
})

for (const what of ["write", "note"]) {
  document.addEventListener(`done-${what}`, () => {
    const box = document.querySelector(what === "write" ? "#case .composer textarea" : "#case .note-form textarea")
    const number = document.getElementById("case").dataset.number
    sessionStorage.removeItem(what === "write" ? `draft:${number}` : `draft:${number}:note`)
    if (!box) return
    box.value = ""
    box.focus()
  })
}

// --- canned replies -------------------------------------------------------------------------------------------------

const phrasesOf = (box) => box.closest("form").querySelector(".phrases")
const shown = (list) => [...list.children].filter((option) => !option.hidden)
// The words that are chosen while the list is open: the case may be drawn anew meanwhile.
let chosen = null

function choose(list, option) {
  chosen = option?.dataset.words ?? null
  for (const each of list.children) each.setAttribute("aria-selected", String(each === option))
  option?.scrollIntoView({ block: "nearest" })
}

function offer(box) {
  const list = phrasesOf(box)
  const wanted = box.value.startsWith("/") ? box.value.slice(1).toLowerCase() : null
  for (const option of list.children) option.hidden = wanted === null || !option.textContent.toLowerCase().includes(wanted)
  list.hidden = shown(list).length === 0
  choose(list, shown(list)[0])
}

function offerAgain(box) {
  if (chosen === null || !box) return
  const words = chosen
  offer(box)
  const same = shown(phrasesOf(box)).find((option) => option.dataset.words === words)
  if (same) choose(phrasesOf(box), same)
}

function close(list) {
  list.hidden = true
  chosen = null
}

function take(box, option) {
  box.value = option.dataset.words
  close(phrasesOf(box))
  box.focus()
  box.dispatchEvent(new Event("input", { bubbles: true }))
}

document.addEventListener("keydown", (event) => {
  const box = event.target
  if (!box.matches?.("#case textarea")) return
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    box.form.requestSubmit()
    return
  }
  const list = box.matches(".composer textarea") ? phrasesOf(box) : null
  if (!list || list.hidden) return
  const options = shown(list)
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true")
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    choose(list, options[(at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length])
  } else if (event.key === "Enter") take(box, options[Math.max(at, 0)])
  else if (event.key === "Escape") {
    close(list)
    event.stopImmediatePropagation()
  } else return
  event.preventDefault()
})

document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-phrases]")
  const option = event.target.closest(".phrases [role=option]")
  const copy = event.target.closest("[data-copy]")
  if (opener) {
    const box = opener.closest("form").querySelector("textarea")
    if (!box.value) box.value = "/"
    box.focus()
    offer(box)
  } else if (option) take(option.closest("form").querySelector("textarea"), option)
  else if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy)
    copy.textContent = copy.dataset.copied
  }
})

// --- the newest words in view ---------------------------------------------------------------------------------------

let atEnd = true
const talk = () => document.querySelector("#case .said")
const nearEnd = (box) => !box || box.scrollHeight - box.scrollTop - box.clientHeight < 80

const toEnd = () => talk() && (talk().scrollTop = talk().scrollHeight)

// A picture takes its height when it arrives.
document.addEventListener("load", (event) => event.target.matches?.(".said img") && atEnd && toEnd(), { capture: true })
document.addEventListener("scroll", (event) => event.target === talk() && (atEnd = nearEnd(talk())), { capture: true })

function settled(event) {
  const root = document.getElementById("case")
  if (!root) return
  restore(root)
  offerAgain(root.querySelector(".composer textarea"))
  const fresh = event?.detail?.ctx?.sourceElement?.matches?.("a.row")
  atEnd ||= Boolean(fresh)
  if (atEnd) toEnd()
  if (fresh) document.getElementById("case-title")?.focus({ preventScroll: true })
}

document.addEventListener("htmx:after:swap", settled)
settled()
