// The control API, and the stream that says when to look again.

const HERE = "/emulator/api";

export class Refused extends Error {}

async function ask(method, path, body, type = "application/json") {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["content-type"] = type;
    options.body = type === "application/json" ? JSON.stringify(body) : body;
  }
  const response = await fetch(HERE + path, options);
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.message);
  return answer;
}

export const state = () => ask("GET", "/state");
export const screen = (user, chat) => ask("GET", `/people/${user}?chat=${encodeURIComponent(chat)}`);
export const act = (user, what) => ask("POST", `/people/${user}/acts`, what);
export const addPerson = (person) => ask("POST", "/people", person);
export const addGroup = (group) => ask("POST", "/groups", group);
export const groupAct = (group, what) => ask("POST", `/groups/${group}/acts`, what);
export const addFault = (fault) => ask("POST", "/faults", fault);
export const removeFault = (id) => ask("DELETE", `/faults/${id}`);
export const redeliver = () => ask("POST", "/redeliver");

export function sendFile(user, chat, kind, blob, name = "", duration = 0) {
  const query = new URLSearchParams({ kind, chat, name, duration: String(Math.round(duration)) });
  return ask("POST", `/people/${user}/files?${query}`, blob, blob.type || "application/octet-stream");
}

/** Calls `changed` after every change, and `online(false)` while the stream is broken. */
export function watch(changed, online) {
  const stream = new EventSource(`${HERE}/updates`);
  stream.onmessage = () => changed();
  stream.onopen = () => online(true);
  stream.onerror = () => online(false);
}

/** Where a picture of the bot can be shown from: only pictures of this machine are fetched, others stay a grey box. */
export function pictureUrl(url) {
  return isHere(url) ? `${HERE}/picture?url=${encodeURIComponent(url)}` : null;
}

export function isHere(url) {
  try {
    return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
  } catch {
    return false;
  }
}
