// Keyboard shortcuts; everything they do can be done without them. Nothing is ever sent by one key alone.
"use strict";

const ON = "rung-keys";
const toggle = document.getElementById("keys");

function enabled() {
  return !toggle || toggle.checked;
}

function lines() {
  return [...document.querySelectorAll("a.line")];
}

function move(step) {
  const every = lines();
  const now = every.indexOf(document.activeElement);
  const next = every[Math.min(Math.max(now + step, 0), every.length - 1)];
  if (next) next.focus();
}

function follow(id) {
  const link = document.getElementById(id);
  if (link) link.click();
}

function pick(verdict, then) {
  const radio = document.getElementById(verdict);
  if (!radio) return;
  radio.checked = true;
  document.getElementById(then).focus();
}

function openTo(verdict) {
  const line = document.activeElement.closest("a.line") || lines()[0];
  if (line) location.href = `${line.href}#${verdict}`;
}

const inReview = document.getElementById("decision");
const back = document.getElementById("back");
const KEYS = inReview || back
  ? { j: () => follow("next"), k: () => follow("back"), a: () => pick("agree", "send"), c: () => pick("change", "level") }
  : { j: () => move(1), k: () => move(-1), a: () => openTo("agree"), c: () => openTo("change") };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !enabled()) return;
  if (event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

if (toggle) {
  toggle.checked = localStorage.getItem(ON) !== "off";
  const show = () => document.querySelectorAll(".keys").forEach((each) => {
    each.hidden = each.classList.contains("hint") && !toggle.checked;
  });
  toggle.addEventListener("change", () => {
    localStorage.setItem(ON, toggle.checked ? "on" : "off");
    show();
  });
  show();
}

if (inReview && location.hash === "#agree") KEYS.a();
if (inReview && location.hash === "#change") KEYS.c();

// A page that may not be shown any more goes: a share taken back, a role or a session that ended meanwhile.
const alive = document.body.dataset.alive;

async function look() {
  if (document.hidden) return;
  const answer = await fetch(alive, { redirect: "manual", cache: "no-store" }).catch(() => null);
  if (answer && answer.status !== 204 && answer.status < 500) location.replace(location.href.split("#")[0]);
}

if (alive) {
  setInterval(look, 10000);
  document.addEventListener("visibilitychange", look);
}
