// The median time, in ms, of react-email for messages of the size that the workspace has: html, and plain text beside it.
//
//     node react.mjs COUNT
import { argv } from "node:process";
import { Body, Button, Column, Container, Head, Heading, Html, Img, Link, Preview, Row, Section, Text } from "@react-email/components";
import { render } from "@react-email/render";
import { createElement as h } from "react";
import { median } from "./median.mjs";

const text = { fontSize: "16px", lineHeight: "26px", color: "#1b2536", margin: "0 0 20px" };
const small = { fontSize: "14px", lineHeight: "22px", color: "#566176", margin: "0 0 8px" };
const cell = { fontSize: "16px", lineHeight: "24px", padding: "10px 0", borderBottom: "1px solid #dfe5ee" };
const button = { fontSize: "16px", fontWeight: 600, color: "#ffffff", backgroundColor: "#3a56c5", borderRadius: "8px", padding: "14px 22px" };
const words = "Balo rimen taver solka niper dolin gate sumar baver lori mentaper verdo lin";

const row = (name, value) =>
  h(Row, { key: name }, h(Column, { style: cell }, name), h(Column, { style: cell, align: "right" }, value));

const bar = (label, value) =>
  h(Row, { key: label },
    h(Column, { style: cell, width: 104 }, label),
    h(Column, null, h("div", { style: { backgroundColor: "#3a56c5", width: `${value * 5}%`, height: "12px" } })),
    h(Column, { width: 44, align: "right" }, value));

// Like every fifth notification of the workspace each: facts or entries or a chart under two to five paragraphs.
const message = (number) =>
  h(Html, { lang: "en", dir: "ltr" },
    h(Head, null, h("title", null, `${words}: ${number}`)),
    h(Preview, null, words),
    h(Body, { style: { backgroundColor: "#f1f4f9", fontFamily: "Arial, sans-serif" } },
      h(Container, { style: { width: "560px", padding: "28px 0 20px" } },
        h(Section, null, h(Row, null, h(Column, { width: 30 }, " "), h(Column, null, h(Text, { style: text }, "Nimbus")))),
        h(Section, { style: { backgroundColor: "#ffffff", borderRadius: "14px", padding: "32px 28px 12px" } },
          h(Heading, { as: "h1", style: { fontSize: "26px" } }, `${words.slice(0, 30)}: Spring ${number}`),
          h(Img, { src: `https://nimbus.example/art/${number}.png`, alt: "Balo rimen", width: 504 }),
          h(Text, { style: text }, `Balo, Ana ${number}!`),
          ...Array.from({ length: 2 + (number % 4) }, (_, part) =>
            h(Text, { style: text, key: part }, words, " ", h("strong", null, "taver"), " ", words, ", Ana. ",
              part === 1 && h(Link, { href: "https://nimbus.example/help" }, "Balo rimen"))),
          [0, 2].includes(number % 5) && h(Section, null, row("Name", "Spring catalogue"), row("When", "March 2, 2026"), row("Device", "Firefox")),
          number % 5 === 3 && h(Section, null, h(Heading, { as: "h2" }, "Sumar baver"), bar("Balo", 3), bar("Rimen", 7), bar("Taver", 5)),
          [1, 2, 4].includes(number % 5) && h(Section, null, h(Heading, { as: "h2" }, "Lori menta"),
            ...Array.from({ length: number % 2 ? 3 : 5 }, (_, part) => row(`Project ${part}`, `${part} / 12`))),
          h(Text, { style: text }, `${number} solka niper dolin`),
          number % 3 !== 1 && h(Section, { style: { backgroundColor: "#eef2fb", padding: "16px 18px" } }, h(Text, { style: text }, words)),
          number % 3 !== 1 && h(Text, { style: text }, words, " ", h(Link, { href: `https://nimbus.example/${number}` }, "menta"), ": ", h("strong", null, "Ana")),
          h(Button, { href: `https://nimbus.example/open/${number}`, style: button }, "Balo rimen"),
          h(Text, { style: text }, "Gate sumar baver,", h("br"), "Lori menta")),
        h(Section, { style: { padding: "24px 28px" } },
          h(Text, { style: small }, words),
          h(Text, { style: small }, h(Link, { href: "https://nimbus.example/unsubscribe" }, "Taver sol"), " · ", h(Link, { href: "https://nimbus.example/preferences" }, "Lori menta ver")),
          h(Text, { style: small }, "12 rue des Lilas, Paris")))));

const messages = Array.from({ length: Number(argv[2]) }, (_, number) => number);

console.log(JSON.stringify({
  react: await median(messages, (number) => render(message(number))),
  reactText: await median(messages, (number) => render(message(number), { plainText: true })),
}));
