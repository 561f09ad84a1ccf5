/** Tells `/collect` what a visitor does. docs/howto/send-events.md has its attributes and functions; at most 2 KB. */

const script = document.currentScript;
const endpoint = script.src.replace(/\.js(\?.*)?$/, "");
const OPTED_OUT = "aixplore-opt-out";
const MOST_EVENTS = 50;
const MOST_BYTES = 32768;
const WITHOUT_SUBJECT = /^search/;
let waiting = [];
let timer;
let lastPath;
let referrer = document.referrer;

/** Storage may be forbidden: then the choice lasts as long as the page. */
let optedOut = false;
try {
  optedOut = !!localStorage[OPTED_OUT];
} catch {}

/** crypto.randomUUID exists in all browsers of these years, under https and on the own machine. */
const mayCount = () =>
  !(optedOut || navigator.globalPrivacyControl || navigator.doNotTrack == 1) && !!crypto.randomUUID;

/** "SOLUTION U29s…" of an element or of the page as a subject; otherwise the path of the page. */
function readSubject(element) {
  const text = element ? element.dataset.aixploreSubject : document.querySelector("meta[name=aixplore-subject]")?.content;
  const [kind, id] = (text || "").split(" ");
  return id ? { kind, id } : { path: location.pathname };
}

function send(events) {
  const body = JSON.stringify({ events });
  const half = events.length >> 1;
  if (half && (events.length > MOST_EVENTS || new Blob([body]).size > MOST_BYTES)) {
    send(events.slice(0, half));
    send(events.slice(half));
  } else if (!navigator.sendBeacon?.(endpoint, body)) {
    fetch(endpoint, { method: "POST", body, keepalive: true, mode: "no-cors", credentials: "omit" }).catch(() => {});
  }
}

function flush() {
  clearTimeout(timer);
  timer = 0;
  if (waiting.length && mayCount()) send(waiting);
  waiting = [];
}

function track(type, { subject, referrer, props } = {}) {
  if (!mayCount()) return;
  if (subject === undefined && !WITHOUT_SUBJECT.test(type)) subject = readSubject();
  waiting.push({ id: crypto.randomUUID(), type, time: new Date().toISOString(), subject, referrer, props });
  if (waiting.length >= MOST_EVENTS) flush();
  timer = timer || setTimeout(flush, 1000);
}

/** Only the host of another site is told, and once. */
function readReferrer() {
  const host = referrer.split("/")[2];
  referrer = "";
  return host == location.host ? undefined : host;
}

function trackView() {
  lastPath = location.pathname;
  track("view", { referrer: readReferrer() });
}

function trackClick(event) {
  const link = event.button < 2 && event.composedPath().find((each) => each.href && each.hostname);
  if (!link || link.hostname == location.hostname || !/^http/.test(link.protocol)) return;
  track("outbound_click", {
    subject: readSubject(link.closest("[data-aixplore-subject]")),
    props: { host: link.hostname },
  });
}

/** The address changed without loading a page. Its metadata follow a moment later. */
function watchAddress() {
  setTimeout(() => location.pathname != lastPath && trackView(), 200);
}

function start() {
  trackView();
  const push = history.pushState;
  history.pushState = function () {
    push.apply(this, arguments);
    watchAddress();
  };
  addEventListener("popstate", watchAddress);
  addEventListener("pageshow", (event) => event.persisted && trackView());
}

const early = window.aixplore;
window.aixplore = {
  track,
  flush,
  push: (call) => track(...call),
  optOut(choice = true) {
    optedOut = choice;
    try {
      localStorage[OPTED_OUT] = choice ? 1 : "";
    } catch {}
  },
  isCounted: mayCount,
};
if (Array.isArray(early)) early.forEach((call) => track(...call));
addEventListener("click", trackClick, true);
addEventListener("auxclick", trackClick, true);
addEventListener("pagehide", flush);
addEventListener("visibilitychange", flush);
if (!script.hasAttribute("data-manual")) {
  if (document.prerendering) document.addEventListener("prerenderingchange", start, { once: true });
  else start();
}
