/** The data of the message as a form: each change is seen at once, and stands in the address. */

import { makeAnswer } from "../answer.js";
import { fill, h, keep } from "../../parts/dom.js";
import { listMistakes, say as words } from "../../parts/mistakes.js";

/** Milliseconds without a key before what was typed is looked at. */
const PAUSE = 120;

/** Types as people call them who write no catalogues. */
const TYPES = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "yes or no",
  url: "link",
  email: "address",
  datetime: "date and time",
  date: "date",
  money: "amount of money",
  list: "list",
  object: "names and values",
};

const HINTS = {
  datetime: "2026-03-01T09:00:00+01:00",
  email: "ana@nimbus.example",
  url: "https://…",
  list: "- a value a line",
  object: "name: value",
  money: '{amount: "19.90", currency: EUR}',
};

/** Makes the panel. */
export function makePanel(app) {
  const variables = h("div.stack");
  const traits = h("div.stack");
  const person = h("details.group", {}, h("summary", {}, h("h3", {}, "The person"), h("span.badge")), traits);
  const reset = h("button.button", { type: "button", onclick: () => put({}) }, "Reset all");
  const told = h("p.soft");
  const others = h("div.stack");
  const mistakes = h("div.notice.error", { hidden: true });
  const stay = (event) => event.preventDefault();
  const form = h("form.stack", { onsubmit: stay, "aria-label": "Data" }, variables, others, person);
  const element = h("div.padded.stack", {}, h("div.row.between", {}, told, reset), mistakes, form);
  let fields = null;
  let refused = null;
  const typed = new Map();  // by path, what is not in the address yet
  let later;

  const answer = makeAnswer("data", (given, trouble) => {
    refused = trouble;
    if (!given) typed.clear();
    fields = given?.fields ?? null;
    mistakes.hidden = !given?.mistakes.length && !trouble;
    const wrong = given?.mistakes ?? [];
    fill(mistakes, trouble, wrong.length ? [h("strong", {}, "The sample cannot be read"), listMistakes(wrong)] : null);
    show(app.state);
  });

  function put(set) {
    clearTimeout(later);
    typed.clear();
    app.change({ set }, { replaces: true });
  }

  /** Says what was typed. An empty field is no value, but for texts; what the sample says needs not be said. */
  function flush() {
    if (!typed.size) return;
    const set = Object.assign(Object.create(null), app.state.wish.set);
    for (const [path, text] of typed) {
      const field = fields.find((each) => each.path === path);
      const value = text === "" && field.type !== "string" ? "null" : text;
      if (value === (field.value ?? "null")) delete set[path];
      else set[path] = value;
    }
    put(set);
  }

  /** Lets the sample say the value of a field. */
  function forget(path) {
    typed.delete(path);
    flush();
    const { [path]: _, ...set } = app.state.wish.set;
    put(set);
  }

  function make({ path, type, description, required, default: usual, value }) {
    const id = `data-${path}`;
    const input = makeInput(type, value, {
      id, name: path, "aria-describedby": `${id}-help ${id}-wrong`, autocomplete: "off", spellcheck: "false",
      placeholder: usual ?? (required ? HINTS[type] : "no value"),
    });
    input.addEventListener("input", () => {
      typed.set(path, input.value);
      clearTimeout(later);
      later = setTimeout(flush, PAUSE);
    });
    input.addEventListener("change", flush);
    const back = h("button.button.quiet", { type: "button", onclick: () => { forget(path); input.focus(); } }, "Reset");
    back.setAttribute("aria-label", `Reset ${path}`);
    return h("div.field", {},
      h("div.row.between", {},
        h("label", { for: id }, h("span.mono", {}, path.replace(/^user\./, "")),
          h("span.soft.type", {}, `${TYPES[type]}${required || path.startsWith("user.") ? "" : ", optional"}`),
          h("span.badge.info.changed", {}, "changed")),
        back),
      input,
      h("p.help", { id: `${id}-help` }, words(description ?? "")),
      h("p.wrong", { id: `${id}-wrong` }));
  }

  function showField(element, field, { wish, faults }) {
    const input = element.querySelector("input, textarea, select");
    const set = wish.set[field.path];
    const wanted = set === undefined ? (field.value ?? "") : set === "null" && field.type !== "string" ? "" : set;
    // Who is typing is ahead of the address.
    if (!typed.has(field.path) && input.value !== wanted) input.value = wanted;
    const wrong = faults.filter((fault) => fault.field === field.path || fault.field?.startsWith(`${field.path}.`));
    input.setAttribute("aria-invalid", String(wrong.length > 0));
    fill(element.querySelector(".wrong"), wrong.flatMap(describe));
    element.querySelector(".changed").hidden = set === undefined;
    element.querySelector("button").hidden = set === undefined;
  }

  function show(state) {
    const { wish } = state;
    const changed = Object.keys(wish.set);
    told.textContent = refused ? "" : !fields ? "Loading …" : changed.length === 0
      ? `As in the sample ${wish.sample}.`
      : `${changed.length} ${changed.length === 1 ? "value differs" : "values differ"} from the sample ${wish.sample}.`;
    reset.hidden = changed.length === 0;
    if (!fields) return;
    const key = ({ path, type }) => `${wish.id} ${path} ${type}`;
    const draw = (element, field) => showField(element, field, state);
    const [own, about] = ["variables", "user"].map((group) => fields.filter((field) => field.group === group));
    keep(variables, own, key, make, draw);
    keep(traits, about, key, make, draw);
    const touched = about.filter(({ path }) => path in wish.set).length;
    const badge = person.querySelector(".badge");
    badge.textContent = touched ? `${touched} changed` : String(about.length);
    badge.classList.toggle("info", touched > 0);
    if (touched && !person.dataset.touched) person.open = true;
    person.dataset.touched = touched || "";
    person.hidden = about.length === 0;
    const unknown = changed.filter((path) => fields.every((field) => field.path !== path));
    keep(others, unknown, (path) => path, (path) => makeOther(path, () => forget(path)), (element, path) => {
      element.querySelector("code").textContent = `${path}=${wish.set[path]}`;
      const wrong = state.faults.find((fault) => fault.field === path);
      fill(element.querySelector(".wrong"), wrong ? describe(wrong) : null);
    });
  }

  return {
    element,
    show(state) {
      const { wish, number, entry } = state;
      if (entry) answer.ask({ notification: wish.id, sample: wish.sample }, number);
      show(state);
    },
  };
}

function describe({ message, hint }) {
  return words([message, hint].filter(Boolean).join(" "));
}

/** A value that the address has and the form does not. */
function makeOther(path, forget) {
  return h("div.field", {},
    h("div.row.between", {}, h("span.row", {}, h("code"), h("span.badge.info", {}, "in the address")),
      h("button.button.quiet", { type: "button", onclick: forget, "aria-label": `Reset ${path}` }, "Reset")),
    h("p.wrong"));
}

function makeInput(type, value, attributes) {
  if (type === "boolean") {
    const options = [["true", "yes"], ["false", "no"], ...(value === null ? [["", "no value"]] : [])];
    return h("select.select", attributes, options.map(([each, name]) => h("option", { value: each }, name)));
  }
  if (["list", "object", "money"].includes(type)) return h("textarea.input.mono", { ...attributes, rows: "1" });
  if (type === "string" && (value ?? "").length > 50) {
    return h("textarea.input", { ...attributes, rows: "1", dir: "auto" });
  }
  const kind = { date: "date", integer: "text", number: "text", url: "url", email: "email" }[type] ?? "text";
  const mode = { integer: "numeric", number: "decimal" }[type] ?? null;
  return h("input.input", { ...attributes, type: kind, inputmode: mode, dir: type === "string" ? "auto" : null });
}
