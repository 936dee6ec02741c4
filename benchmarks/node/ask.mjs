// What mjml makes of MJML documents, or what its validator says of them.
//
//     node ask.mjs html FOLDER < DOCUMENTS
//     node ask.mjs errors FOLDER < DOCUMENTS
//
// FOLDER has mjml in its node_modules; DOCUMENTS is a JSON list of MJML texts. Prints a JSON list with the HTML of each,
// or with its errors: line, tagName and message.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { argv, stdin } from "node:process";
import { text } from "node:stream/consumers";

const [, , wanted, folder] = argv;
const found = createRequire(join(resolve(folder), "here.js"))("mjml");
const mjml = found.default ?? found;
// It prints what it cannot make anything of.
console.error = () => {};

const toHtml = async (document) => (await mjml(document, { validationLevel: "skip" })).html;

// The errors of "soft", without the HTML: mjml throws on some documents that it has found wrong.
const toErrors = async (document) => {
  try {
    await mjml(document, { validationLevel: "strict" });
    return [];
  } catch (error) {
    if (!error.errors) throw error;
    return error.errors.map(({ line, tagName, message }) => ({ line, tagName, message }));
  }
};

const answers = [];
for (const document of JSON.parse(await text(stdin))) {
  answers.push(await { html: toHtml, errors: toErrors }[wanted](document));
}
console.log(JSON.stringify(answers));
