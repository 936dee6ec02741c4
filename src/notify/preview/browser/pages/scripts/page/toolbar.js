/** In which way a message is looked at: its language and data, how wide, in which colours, with or without images. */

import { makeChoice } from "../parts/choices.js";
import { h, reveal } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { after, localesOf } from "./list.js";

/** What channels are called. */
export const CHANNELS = { email: "E-mail", sms: "SMS", push: "Push", in_app: "In-app", whatsapp: "WhatsApp" };
const WIDTHS = [
  { value: "fit", name: "Fit", hint: "As wide as there is room" },
  { value: "320", name: "320", hint: "320 pixels: the smallest phones" },
  { value: "375", name: "375", hint: "375 pixels: most phones" },
  { value: "640", name: "640", hint: "640 pixels: beside a list of messages" },
  { value: "800", name: "800", hint: "800 pixels: a window on a desk" },
];
const SCHEMES = [
  { value: "light", name: "Light", short: "Light", hint: "As it is written" },
  { value: "dark", name: "Dark", short: "Dark", hint: "In the dark colours that it brings, as Apple Mail shows it" },
  { value: "forced", name: "Forced dark", short: "Forced", hint: "Darkened by the mail program, as Outlook and Gmail’s app do" },
].map((scheme) => ({ ...scheme, content: () => [icon(scheme.value), h("span.name", {}, scheme.short)] }));

/** Which choices go together. */
const GROUPS = { what: ["locale", "sample", "channel"], look: ["width", "scheme", "images", "remote", "text"] };
const TITLES = { what: "Which message", look: "How it is looked at" };
const MAKERS = {
  locale: makeLocale,
  sample: makeSample,
  channel: makeChannel,
  width: ({ change }) => makeWhole("Width", WIDTHS, (wish) => String(wish.width), (width) => change({ width })),
  scheme: ({ change }) => makeWhole("Colours", SCHEMES, (wish) => wish.scheme, (scheme) => change({ scheme })),
  images: (app) => makeSwitch(app, "images", ["on", "off"], {
    name: "Images off", short: "Images off", hint: "As it is seen until somebody allows images",
  }),
  remote: (app) => makeSwitch(app, "remote", ["off", "on"], {
    name: "Remote images", short: "Remote", tone: "warning",
    hint: "Loads images from the web: their servers see that somebody has opened the message",
  }),
  text: (app) => makeSwitch(app, "text", ["100", "200"], {
    name: "Text at 200 %", short: "200 %", hint: "As people see it who need large letters",
  }),
};

/**
 * Makes a toolbar.
 * @param {Object} app
 * @param {string[]} names what can be chosen with it, of `locale`, `sample`, `channel`, `width`, `scheme`, `images`,
 *   `remote` and `text`
 * @returns {{element: HTMLElement, show: function(Object)}} `show` takes the state of the page
 */
export function makeToolbar(app, names) {
  const made = Object.fromEntries(names.map((name) => [name, MAKERS[name](app)]));
  const groups = Object.entries(GROUPS).map(([group, among]) => {
    const there = among.filter((name) => made[name]);
    return there.length
      ? h(`fieldset.${group}`, { "aria-label": TITLES[group] }, there.map((name) => made[name].element))
      : null;
  });
  const element = h("div.toolbar", {}, groups);
  const look = element.querySelector(".look");
  return {
    element,
    show(state) {
      // How it is looked at is a matter of e-mail; other channels have one look.
      if (look) look.disabled = Boolean(made.channel) && state.wish.channel !== "email" && Boolean(state.entry);
      for (const each of Object.values(made)) each.show(state);
    },
  };
}

function makeLocale({ state, change }) {
  const choice = makeChoice("Language", (locale) => change({ locale }));
  const step = (name, sign, way, key) => h("button.button.quiet.icon", {
    type: "button", "aria-label": name, title: `${name} (${key})`,
    onclick: () => change({ locale: after(localesOf(state).map(({ code }) => code), state.wish.locale, way, true) }),
  }, icon(sign));
  const element = h("div.locales", {},
    step("Previous language", "previous", -1, "["), choice.element, step("Next language", "next", 1, "]"));
  let seen = null;

  function describe({ code, name, direction }, instead) {
    const hints = [
      name || `${code} is not in the catalogue`,
      direction === "rtl" && "written from right to left",
      instead && `shown in ${instead}, as people get it whose language has not all the words`,
    ];
    return {
      value: code,
      name: [code, name, direction === "rtl" && "right to left", instead && `shown in ${instead}`].filter(Boolean).join(", "),
      hint: hints.filter(Boolean).join(", "),
      content: () => [
        h("span", {}, code),
        instead ? h("span.instead", {}, `→ ${instead}`) : h("bdi.own", { lang: code }, name),
        direction === "rtl" ? h("span.rtl", {}, "RTL") : "",
      ],
    };
  }

  return {
    element,
    show(now) {
      const { wish, message } = now;
      const falls = message?.locale === wish.locale && message.locale_used !== wish.locale;
      const instead = falls ? message.locale_used : null;
      choice.show(localesOf(now).map((locale) => describe(locale, locale.code === wish.locale ? instead : null)), wish.locale);
      const chosen = choice.element.querySelector('[aria-checked="true"]');
      if (chosen && seen !== chosen.dataset.name && element.isConnected) {
        seen = chosen.dataset.name;
        reveal(choice.element, chosen);
      }
    },
  };
}

function makeSample({ change }) {
  const select = h("select.select", { "aria-label": "Sample", onchange: () => change({ sample: select.value, set: {} }) });
  return {
    element: h("label.sample", { title: "The data that the message is filled with" }, h("span.soft", { "aria-hidden": "true" }, "Sample"), select),
    show({ entry, wish }) {
      const samples = entry?.samples ?? [];
      if (samples.join("\n") !== [...select.options].map(({ value }) => value).join("\n")) {
        select.replaceChildren(...samples.map((sample) => h("option", { value: sample }, sample)));
      }
      select.value = wish.sample;
      select.disabled = samples.length < 2;
    },
  };
}

function makeChannel({ change }) {
  const choice = makeChoice("Channel", (channel) => change({ channel }));
  return {
    element: choice.element,
    show({ entry, wish }) {
      const channels = entry?.channels ?? [];
      choice.element.hidden = channels.length < 2;
      choice.show(channels.map((channel) => ({ value: channel, name: CHANNELS[channel] ?? channel })), wish.channel);
    },
  };
}

function makeWhole(label, options, read, choose) {
  const choice = makeChoice(label, choose);
  return { element: choice.element, show: ({ wish }) => choice.show(options, read(wish)) };
}

function makeSwitch({ state, change }, part, [off, on], { name, short, hint, tone }) {
  const press = () => change({ [part]: state.wish[part] === on ? off : on });
  const element = h("button.button.quiet.switch", { type: "button", title: `${name}: ${hint}`, "aria-label": name, onclick: press },
    icon(part), h("span.name", {}, short));
  return {
    element,
    show({ wish }) {
      element.setAttribute("aria-pressed", String(wish[part] === on));
      if (tone) element.classList.toggle(tone, wish[part] === on);
    },
  };
}
