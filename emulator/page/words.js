// The page's own words, Thai first. The choice is remembered on this device.

let catalogue = {};
let language = "th";

export async function loadWords() {
  catalogue = await (await fetch("/emulator/page/words.json")).json();
  useLanguage(localStorage.getItem("emulator.language") === "en" ? "en" : "th");
}

export function useLanguage(wanted) {
  language = wanted;
  localStorage.setItem("emulator.language", wanted);
  document.documentElement.lang = wanted;
}

export const otherLanguage = () => (language === "th" ? "en" : "th");

/** The text of a key, with {names} filled in. */
export function t(key, values = {}) {
  return catalogue[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const ZONE = "Asia/Bangkok";
const locale = () => (language === "th" ? "th-TH" : "en-GB");

export const clockTime = (seconds) =>
  new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", timeZone: ZONE }).format(seconds * 1000);

export const longDay = (seconds) =>
  new Intl.DateTimeFormat(locale(), { weekday: "short", day: "numeric", month: "short", timeZone: ZONE }).format(seconds * 1000);
