/** How many findings there are of a message, for marks where there is no room for more. */

import { h } from "../parts/dom.js";
import { SEVERITIES } from "../page/list.js";

/**
 * Counts findings.
 * @param {Object[]} findings as the server describes them
 * @returns {function(string, string, string): Object} takes a notification, a channel and a locale, and returns how many
 *   there are of each severity
 */
export function countFindings(findings) {
  const byId = Map.groupBy(findings, ({ notification }) => notification);
  return (id, channel, code) => {
    const counts = {};
    for (const finding of byId.get(id) ?? []) {
      const isOfChannel = finding.channel === null || finding.channel === channel;
      const isOfLocale = !finding.locales.length || finding.locales.includes(code);
      if (isOfChannel && isOfLocale) counts[finding.severity] = (counts[finding.severity] ?? 0) + 1;
    }
    return counts;
  };
}

/** Counts in words, the worst first: `1 error, 2 warnings`; nothing where there is none. */
export function sayCounts(counts) {
  return Object.entries(SEVERITIES)
    .filter(([severity]) => counts[severity])
    .map(([severity, several]) => `${counts[severity]} ${counts[severity] === 1 ? several.slice(0, -1) : several}`)
    .join(", ");
}

/** A dot for counts, of the worst of them, with its words for who points at it; null where there is none. */
export function makeDot(counts) {
  const worst = Object.keys(SEVERITIES).find((severity) => counts[severity]);
  return worst ? h(`span.dot.${worst}`, { title: sayCounts(counts) }) : null;
}
