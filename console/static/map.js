// <case-map lat lon>: the scene on a map that also works without tiles. Leaflet is only fetched when there is one.

const vendor = new URL("vendor/leaflet/", import.meta.url)
let loading

function leaflet() {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("leaflet.css", vendor) }))
    const script = Object.assign(document.createElement("script"), { src: new URL("leaflet.js", vendor), onerror: reject })
    script.onload = () => resolve(window.L)
    document.head.append(script)
  })
  return loading
}

// Leaflet takes a string for HTML; a name of a centre is only ever words.
const written = (text) => Object.assign(document.createElement("span"), { textContent: text })

customElements.define(
  "case-map",
  class extends HTMLElement {
    static observedAttributes = ["lat", "lon"]

    async connectedCallback() {
      const box = document.createElement("div")
      box.className = "map"
      this.replaceChildren(box)
      const L = await leaflet()
      if (!this.isConnected || this.map) return
      this.map = L.map(box, { zoomControl: true, attributionControl: this.hasAttribute("tiles"), scrollWheelZoom: false })
      this.map.getContainer().setAttribute("aria-label", this.getAttribute("label"))
      this.map.getContainer().setAttribute("role", "application")
      if (this.hasAttribute("tiles")) L.tileLayer(this.getAttribute("tiles"), { maxZoom: 19 }).addTo(this.map)
      L.control.scale({ imperial: false }).addTo(this.map)
      const icon = L.divIcon({ className: "scene-pin", iconSize: [22, 22], iconAnchor: [11, 11] })
      this.pin = L.marker(this.point, { icon, keyboard: false, alt: this.getAttribute("label") }).addTo(this.map)
      const centre = ["centre-lat", "centre-lon"].map((name) => Number(this.getAttribute(name)))
      if (this.hasAttribute("centre-lat")) {
        L.polyline([this.point, centre], { className: "to-centre", weight: 2, dashArray: "4 6", interactive: false }).addTo(this.map)
        const km = (this.map.distance(this.point, centre) / 1000).toFixed(0)
        L.circleMarker(centre, { className: "centre-pin", radius: 6 })
          .addTo(this.map)
          .bindTooltip(written(`${this.getAttribute("centre-name")} · ${km} km`), { direction: "top" })
      }
      this.map.setView(this.point, this.hasAttribute("tiles") ? 15 : 12)
    }

    disconnectedCallback() {
      this.map?.remove()
      this.map = null
    }

    get point() {
      return [Number(this.getAttribute("lat")), Number(this.getAttribute("lon"))]
    }

    attributeChangedCallback() {
      if (!this.map) return
      this.pin.setLatLng(this.point)
      this.map.setView(this.point)
    }
  },
)
