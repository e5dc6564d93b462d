// A map without tiles: Thailand's rough outline, a grid of degrees, some cities, and a pin to drag.

import { svg } from "./dom.js";

const WIDTH = 320;
const HEIGHT = 260;
const CLOSEST = 4000; // pixels per degree: a screen shows about nine kilometres
const WIDEST = 14;

export class PinMap {
  /** `places`: {outline, cities}; `moved(latitude, longitude)` is called when the pin was moved on the map. */
  constructor(places, label, moved) {
    this.places = places;
    this.moved = moved;
    this.scale = WIDEST;
    this.centre = { latitude: 13, longitude: 101 };
    this.pin = { latitude: 13.7563, longitude: 100.5018 };
    this.node = svg("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: "map",
      role: "application",
      tabindex: "0",
      "aria-label": label,
      on: {
        pointerdown: (event) => this.grab(event),
        pointermove: (event) => this.drag(event),
        pointerup: () => this.drop(),
        pointercancel: () => this.drop(),
        keydown: (event) => this.key(event),
      },
    });
    this.draw();
  }

  /** Puts the pin there; `near` also brings the map close. */
  show(latitude, longitude, near = true) {
    this.pin = { latitude, longitude };
    if (near) {
      this.scale = Math.max(this.scale, 1200);
      this.centre = { ...this.pin };
    }
    this.draw();
  }

  zoom(factor) {
    this.scale = Math.min(CLOSEST, Math.max(WIDEST, this.scale * factor));
    this.centre = this.scale === WIDEST ? { latitude: 13, longitude: 101 } : { ...this.pin };
    this.draw();
  }

  x = (longitude) => WIDTH / 2 + (longitude - this.centre.longitude) * this.scale;
  y = (latitude) => HEIGHT / 2 - (latitude - this.centre.latitude) * this.scale * 1.03;

  at(event) {
    const box = this.node.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const y = ((event.clientY - box.top) / box.height) * HEIGHT;
    return {
      latitude: this.centre.latitude - (y - HEIGHT / 2) / (this.scale * 1.03),
      longitude: this.centre.longitude + (x - WIDTH / 2) / this.scale,
    };
  }

  grab(event) {
    this.held = true;
    this.node.setPointerCapture(event.pointerId);
    this.move(this.at(event));
  }

  drag(event) {
    if (this.held) this.move(this.at(event));
  }

  drop() {
    this.held = false;
  }

  key(event) {
    const step = 8 / this.scale;
    const by = { ArrowUp: [step, 0], ArrowDown: [-step, 0], ArrowLeft: [0, -step], ArrowRight: [0, step] }[event.key];
    if (event.key === "+" || event.key === "=") this.zoom(2);
    if (event.key === "-") this.zoom(0.5);
    if (!by) return;
    event.preventDefault();
    this.move({ latitude: this.pin.latitude + by[0], longitude: this.pin.longitude + by[1] });
  }

  move({ latitude, longitude }) {
    this.pin = { latitude: Math.max(-90, Math.min(90, latitude)), longitude: Math.max(-180, Math.min(180, longitude)) };
    this.draw();
    this.moved(this.pin.latitude, this.pin.longitude);
  }

  draw() {
    const outline = this.places.outline.map(([longitude, latitude]) => `${this.x(longitude)},${this.y(latitude)}`).join(" ");
    this.node.replaceChildren(
      svg("rect", { width: WIDTH, height: HEIGHT, class: "sea" }),
      svg("polygon", { points: outline, class: "land" }),
      ...this.grid(),
      ...this.cities(),
      svg(
        "g",
        { class: "pin", transform: `translate(${this.x(this.pin.longitude)} ${this.y(this.pin.latitude)})` },
        svg("ellipse", { rx: 6, ry: 2.4, class: "pin-shadow" }),
        svg("path", { d: "M0 0C-9-12-11-17-11-22a11 11 0 0 1 22 0C11-17 9-12 0 0z" }),
        svg("circle", { cy: -22, r: 4, class: "pin-eye" }),
      ),
    );
  }

  grid() {
    const step = [5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02].find((degrees) => degrees * this.scale < 140) ?? 0.02;
    const digits = step < 1 ? String(step).length - 2 : 0;
    const lines = [];
    const west = this.centre.longitude - WIDTH / 2 / this.scale;
    const south = this.centre.latitude - HEIGHT / 2 / this.scale;
    for (let line = Math.ceil(west / step) * step; this.x(line) < WIDTH; line += step) {
      lines.push(svg("path", { d: `M${this.x(line)} 0V${HEIGHT}`, class: "grid" }));
      lines.push(svg("text", { x: this.x(line) + 3, y: HEIGHT - 5, class: "degree" }, line.toFixed(digits)));
    }
    for (let line = Math.ceil(south / step) * step; this.y(line) > 0; line += step) {
      lines.push(svg("path", { d: `M0 ${this.y(line)}H${WIDTH}`, class: "grid" }));
      lines.push(svg("text", { x: 4, y: this.y(line) - 3, class: "degree" }, line.toFixed(digits)));
    }
    return lines;
  }

  cities() {
    const seen = this.places.cities.filter(([, latitude, longitude]) => {
      const [x, y] = [this.x(longitude), this.y(latitude)];
      return x > 0 && x < WIDTH && y > 0 && y < HEIGHT;
    });
    return seen.flatMap(([name, latitude, longitude], index) => [
      svg("circle", { cx: this.x(longitude), cy: this.y(latitude), r: 2, class: "city" }),
      this.scale > 40 || index % 3 === 0
        ? svg("text", { x: this.x(longitude) + 4, y: this.y(latitude) + 3, class: "city-name" }, name)
        : svg("g"),
    ]);
  }
}
