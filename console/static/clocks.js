// Clocks that count by the server's time. They draw into a shadow root, so that a morph of the page cannot wipe them.

const clocks = new Set()
const time = { ahead: 0, heard: Date.now() }

export const now = () => Date.now() + time.ahead
export const silence = () => Date.now() - time.heard

// The server's clock as a frame or a page told it.
export function heard(serverNow) {
  time.ahead = Number(serverNow) - Date.now()
  time.heard = Date.now()
  tick()
}

const sheet = new CSSStyleSheet()
sheet.replaceSync(
  ".late{color:var(--late);font-weight:700}.late::before{content:'▲ ' / ''}.unseen{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}",
)

function written(ms) {
  const s = Math.max(0, Math.floor(ms / 1000))
  const [h, m] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60)]
  const two = (n) => String(n).padStart(2, "0")
  return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`
}

class Clock extends HTMLElement {
  connectedCallback() {
    if (!this.shadowRoot) {
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet]
      this.shadowRoot.append(document.createElement("span"))
    }
    clocks.add(this)
    this.draw()
  }

  disconnectedCallback() {
    clocks.delete(this)
  }

  show(text, late, word) {
    const span = this.shadowRoot.firstChild
    if (span.textContent !== text + word) {
      span.textContent = text
      if (word) span.append(Object.assign(document.createElement("span"), { className: "unseen", textContent: word }))
    }
    span.className = late ? "late" : ""
  }
}

const DAY = 86_400_000

// How long somebody has waited, against the moment when they should have been answered.
customElements.define(
  "sla-clock",
  class extends Clock {
    static observedAttributes = ["since", "due"]

    attributeChangedCallback() {
      if (this.shadowRoot) this.draw()
    }

    draw() {
      const waited = now() - Number(this.getAttribute("since"))
      const late = this.hasAttribute("due") && now() > Number(this.getAttribute("due"))
      this.show(waited < DAY ? written(waited) : this.textContent.trim(), late, late ? ` ${this.getAttribute("late") ?? ""}` : "")
    }
  },
)

// How old what is on the screen is.
customElements.define(
  "data-age",
  class extends Clock {
    draw() {
      this.show(written(silence()), silence() > 25_000, "")
    }
  },
)

function tick() {
  for (const clock of clocks) clock.draw()
}
setInterval(tick, 1000)
