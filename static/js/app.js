// What htmx does not do by itself: the theme button, clocks, and the socket that tells when a task changed.
// Nothing here renders: a message only makes htmx fetch the fragment again, so a lost message loses nothing.
"use strict";

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15000;
const FINAL_CODES = [4401, 4404];

function toggleTheme() {
  const root = document.documentElement;
  root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.bsTheme);
}

function elapsedText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes < 1) return `${whole} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 1 ? `${minutes} min ${whole % 60} s` : `${hours} h ${minutes % 60} min`;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-running-since]")) {
    const started = Date.parse(clock.dataset.runningSince);
    clock.textContent = elapsedText((Date.now() - started) / 1000);
  }
}

function showConnection(holder, state) {
  for (const light of holder.querySelectorAll("[data-connection]")) {
    light.dataset.state = state;
    light.textContent = light.dataset[state] || "";
  }
}

// Several messages of one moment make one request; one that arrives meanwhile makes another afterwards.
function refresher(holder) {
  const pause = Number(holder.dataset.pause || 80);
  let planned = false;
  return () => {
    if (planned) return;
    planned = true;
    setTimeout(() => {
      planned = false;
      window.htmx.trigger(holder, "changed");
    }, pause);
  };
}

function listen(holder) {
  const refresh = refresher(holder);
  let retryAfter = FIRST_RETRY_MS;
  let seq = Number(holder.dataset.seq || 0);
  let state = "";

  function show(newState) {
    state = newState;
    showConnection(holder, state);
  }
  // a fragment that was fetched again knows nothing of this page's line
  document.addEventListener("htmx:afterSettle", () => showConnection(holder, state));

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${holder.dataset.socket}?after=${seq}`);
    socket.addEventListener("open", () => {
      retryAfter = FIRST_RETRY_MS;
      show("open");
    });
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.seq <= seq) return;
      seq = message.seq ?? seq;
      refresh();
    });
    socket.addEventListener("close", (event) => {
      if (FINAL_CODES.includes(event.code)) return;
      show("lost");
      setTimeout(connect, retryAfter);
      retryAfter = Math.min(retryAfter * 2, LONGEST_RETRY_MS);
    });
  }
  connect();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-theme-toggle], [data-copy]");
  if (!target) return;
  if (target.matches("[data-theme-toggle]")) toggleTheme();
  else navigator.clipboard.writeText(target.dataset.copy);
});

// A form is sent once: a second click on a slow line must not make a second ticket.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("DOMContentLoaded", () => {
  for (const holder of document.querySelectorAll("[data-socket]")) listen(holder);
  setInterval(tick, 1000);
  tick();
});
