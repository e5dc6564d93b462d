// The alarm: louder and faster the more urgent the case that nobody has claimed, until somebody has.

const button = document.getElementById("sound")
const banner = document.getElementById("mute")
const SILENT = "ess-silent"

// Seconds between two rounds, and the notes of one round as [start, pitch in Hz].
const SOUNDS = {
  1: { every: 2.5, notes: [[0, 880], [0.18, 1175], [0.36, 880], [0.54, 1175]] },
  2: { every: 6, notes: [[0, 740], [0.25, 740]] },
  3: { every: 20, notes: [[0, 587]] },
  4: { every: 60, notes: [[0, 494]] },
}

let context
let level = 0
let timer
let leads = false

function ring() {
  clearTimeout(timer)
  const sound = SOUNDS[level]
  if (!sound || !leads || silent() || context?.state !== "running") return
  for (const [start, pitch] of sound.notes) beep(context.currentTime + start, pitch)
  timer = setTimeout(ring, sound.every * 1000)
}

function beep(at, pitch) {
  const tone = new OscillatorNode(context, { type: "triangle", frequency: pitch })
  const gain = new GainNode(context, { gain: 0 })
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(0.35, at + 0.015)
  gain.gain.exponentialRampToValueAtTime(0.001, at + 0.16)
  tone.connect(gain).connect(context.destination)
  tone.start(at)
  tone.stop(at + 0.18)
}

const silent = () => localStorage.getItem(SILENT) === "yes"

function show() {
  button.setAttribute("aria-pressed", String(!silent()))
  button.title = silent() ? button.dataset.off : button.dataset.on
  banner.hidden = silent() || !leads || context?.state === "running"
}

// Only one window of a browser sounds: the one that holds the live stream.
export function lead() {
  if (!button) return
  leads = true
  context ??= new AudioContext()
  context.onstatechange = () => {
    show()
    ring()
  }
  show()
  ring()
}

export function alarm(priority) {
  const before = level
  level = Number(priority) || 0
  if (button && level !== before) ring()
}

if (button) {
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => context?.state === "suspended" && context.resume(), { capture: true })
  }
  button.addEventListener("click", () => {
    localStorage.setItem(SILENT, silent() ? "no" : "yes")
    show()
    ring()
  })
  show()
}
