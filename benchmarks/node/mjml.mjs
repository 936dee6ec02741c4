// The median time, in ms, of mjml and then juice for each MJML file of a folder, in one warm process.
//
//     node mjml.mjs FOLDER
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import juice from "juice";
import mjml from "mjml";
import { median } from "./median.mjs";

const folder = argv[2];
const messages = readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), "utf8"));

// mjml 5 answers with a promise.
const render = async (message) => juice((await mjml(message)).html);

console.log(JSON.stringify({ mjml: await median(messages, render) }));
