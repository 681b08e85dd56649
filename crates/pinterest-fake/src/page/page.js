"use strict";
// Keeps the page up to date, and sends what its buttons say. Texts are set as texts, never as HTML.

const MOST_ROWS = 500;
const INTERVAL = 1000;

const find = (selector) => document.querySelector(selector);
let last = Number(document.body.dataset.last);

async function send(method, path, body) {
  const options = { method };
  if (body !== undefined) options.body = JSON.stringify(body);
  const response = await fetch("/_fake/" + path, options);
  const text = await response.text();
  const value = text === "" ? null : JSON.parse(text);
  if (!response.ok) throw new Error((value && value.message) || "status " + response.status);
  return value;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function statusClass(status) {
  if (status >= 200 && status < 400) return "good";
  return status >= 400 && status < 500 ? "rejected" : "failed";
}

function entryRow(entry) {
  const row = element("tr", undefined, { "data-entry": entry.number, "data-by": "script" });
  const cell = (label, text) => row.appendChild(element("td", text, { "data-label": label }));
  cell("number").append(element("a", entry.number, { href: "/_fake/requests/" + entry.number }));
  cell("time", entry.received_at.slice(11, 19));
  cell("method", entry.method);
  cell("path", entry.path);
  cell("status").append(element("span", entry.status || "reset", { class: statusClass(entry.status) }));
  cell("operation", entry.operation || entry.host);
  cell("note", entry.note || "");
  return row;
}

function faultRow(rule) {
  const row = element("tr", undefined, { "data-fault": rule.id });
  const cell = (label, text) => row.appendChild(element("td", text, { "data-label": label }));
  cell("rule").append(element("code", JSON.stringify(rule.fault)));
  cell("matched", rule.matched);
  cell("hits", rule.hits);
  row.appendChild(element("td")).append(element("button", "Remove", { type: "button", "data-remove": rule.id }));
  return row;
}

function tableItem([name, count]) {
  const item = element("li", undefined, { "data-table": name });
  item.append(element("a", name, { href: "/_fake/state/" + name }), " ", element("b", count));
  return item;
}

// Leaves the elements alone where nothing changed, so that a click or the focus is not lost.
function replace(parent, rows) {
  const next = element(parent.tagName);
  next.append(...rows);
  if (next.innerHTML !== parent.innerHTML) parent.replaceChildren(...rows);
}

function filter() {
  const wanted = find("#filter").value.trim().toLowerCase();
  for (const row of find("#journal tbody").rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
}

async function update() {
  const [journal, state, clock, faults] = await Promise.all([
    send("GET", "journal?limit=" + MOST_ROWS + "&since=" + last),
    send("GET", "state"),
    send("GET", "clock"),
    send("GET", "faults"),
  ]);
  const body = find("#journal tbody");
  if (journal.received < last) {
    // Another fake was started on this port.
    last = 0;
    body.replaceChildren();
    return;
  }
  // Another update may have been faster.
  const entries = journal.entries.filter((entry) => entry.number > last);
  if (entries.length > 0) {
    last = entries[0].number;
    body.prepend(...entries.map(entryRow));
    while (body.rows.length > MOST_ROWS) body.lastElementChild.remove();
    filter();
  }
  replace(find("#tables"), Object.entries(state.tables).map(tableItem));
  replace(find("#faults tbody"), faults.faults.map(faultRow));
  find("#now").textContent = clock.now.replace(/\.\d+Z$/, "Z");
  find("#clock").textContent = clock.running ? "runs" : "stands";
}

async function poll() {
  if (!document.hidden && !find("#pause").checked) {
    try {
      await update();
      find("#live").textContent = "live";
    } catch (error) {
      find("#live").textContent = "the fake does not respond";
    }
  }
  setTimeout(poll, INTERVAL);
}

async function act(action) {
  const problem = find("#problem");
  try {
    await action();
    await update();
    problem.hidden = true;
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  const data = event.target.dataset || {};
  if (data.confirm && !confirm(data.confirm)) return;
  if (data.advance) act(() => send("POST", "clock/advance", { seconds: Number(data.advance) }));
  if (data.post) act(() => send("POST", data.post));
  if (data.remove) act(() => send("DELETE", "faults/" + data.remove));
  if (data.delete) act(() => send("DELETE", data.delete));
  if (data.delete === "journal" || data.post === "reset") find("#journal tbody").replaceChildren();
});

find("#fault").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target.elements;
  const fault = JSON.parse(form.action.value);
  if (form.operation.value !== "") fault.operation = form.operation.value;
  for (const name of ["nth", "times", "every", "probability"]) {
    if (form[name].value !== "") fault[name] = Number(form[name].value);
  }
  act(() => send("POST", "faults", fault));
});

find("#filter").addEventListener("input", filter);
poll();
