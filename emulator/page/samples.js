// A picture and a voice made on the spot, so that a demonstration needs no files.

/** A JPEG of a street at night, with the time on it. */
export function samplePicture() {
  const canvas = document.createElement("canvas");
  canvas.width = 960;
  canvas.height = 720;
  const pen = canvas.getContext("2d");
  const sky = pen.createLinearGradient(0, 0, 0, 720);
  sky.addColorStop(0, "#1d2b45");
  sky.addColorStop(1, "#6c5a6e");
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 960, 720);
  for (let house = 0; house < 7; house += 1) {
    const height = 180 + ((house * 97) % 190);
    pen.fillStyle = house % 2 ? "#27303f" : "#202836";
    pen.fillRect(house * 140 - 10, 620 - height, 150, height);
    pen.fillStyle = "#f2c572";
    for (let light = 0; light < 4; light += 1) pen.fillRect(house * 140 + 18 + (light % 2) * 60, 650 - height + Math.floor(light / 2) * 70, 26, 34);
  }
  pen.fillStyle = "#39424f";
  pen.fillRect(0, 610, 960, 110);
  pen.fillStyle = "#ffffff";
  pen.font = "28px sans-serif";
  pen.fillText(new Date().toLocaleString("th-TH"), 24, 694);
  // toBlob waits for an idle browser, for seconds on a slow machine; this does not.
  const bytes = atob(canvas.toDataURL("image/jpeg", 0.85).split(",")[1]);
  return new Blob([Uint8Array.from(bytes, (char) => char.charCodeAt(0))], { type: "image/jpeg" });
}

/** Two seconds of a soft tone as a WAV file. */
export function sampleVoice() {
  const rate = 8000;
  const samples = rate * 2;
  const data = new DataView(new ArrayBuffer(44 + samples * 2));
  const ascii = (at, word) => [...word].forEach((char, index) => data.setUint8(at + index, char.charCodeAt(0)));
  ascii(0, "RIFF");
  data.setUint32(4, 36 + samples * 2, true);
  ascii(8, "WAVEfmt ");
  data.setUint32(16, 16, true);
  data.setUint16(20, 1, true);
  data.setUint16(22, 1, true);
  data.setUint32(24, rate, true);
  data.setUint32(28, rate * 2, true);
  data.setUint16(32, 2, true);
  data.setUint16(34, 16, true);
  ascii(36, "data");
  data.setUint32(40, samples * 2, true);
  for (let index = 0; index < samples; index += 1) {
    const swell = Math.sin((Math.PI * index) / samples);
    data.setInt16(44 + index * 2, Math.sin((2 * Math.PI * 220 * index) / rate) * swell * 8000, true);
  }
  return { blob: new Blob([data], { type: "audio/wav" }), duration: 2000 };
}

/** The length of a film or a recording in milliseconds; 0 when the browser cannot tell. */
export function mediaDuration(file) {
  return new Promise((done) => {
    const media = document.createElement(file.type.startsWith("video") ? "video" : "audio");
    const finish = (seconds) => {
      URL.revokeObjectURL(media.src);
      done(Number.isFinite(seconds) ? seconds * 1000 : 0);
    };
    media.preload = "metadata";
    media.onloadedmetadata = () => finish(media.duration);
    media.onerror = () => finish(0);
    media.src = URL.createObjectURL(file);
  });
}
