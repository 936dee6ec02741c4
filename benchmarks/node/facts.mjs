// The elements of mjml: their attributes and types, what may stand in them, which hold HTML; and the colours it knows.
//
//     node facts.mjs FOLDER
//
// FOLDER has mjml in its node_modules. Prints JSON.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { argv } from "node:process";

const require = createRequire(join(resolve(argv[2]), "here.js"));
require("mjml");
const { components } = require("mjml-core");
const colours = require("mjml-core/lib/types/helpers/colors.js");
const { dependencies } = require("mjml-preset-core");

const holds = (name) => (dependencies[name] ?? []).map((each) => (each instanceof RegExp ? "*" : each)).sort();
const names = new Set([...Object.keys(components), ...Object.keys(dependencies)]);
const elements = {};
for (const name of [...names].sort()) {
  const { allowedAttributes, endingTag } = components[name] ?? {};
  const attributes = Object.entries(allowedAttributes ?? {}).sort();
  elements[name] = { attributes: Object.fromEntries(attributes), html: Boolean(endingTag), holds: holds(name) };
}
const { version } = require("mjml/package.json");
console.log(JSON.stringify({ version, elements, colours: colours.default ?? colours }));
