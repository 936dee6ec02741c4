// What a reader sees of the page: its text, node by node, and whatever sticks out. All lengths are CSS pixels.
() => {
  const root = document.documentElement;
  const styles = new Map();

  const styleOf = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };

  // From the element itself up to the root.
  const lineage = (element) => (element ? [element, ...lineage(element.parentElement)] : []);

  // ---- Colours: [red, green, blue, alpha], 0 to 255 and 0 to 1.

  const readColour = (text) => {
    const found = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(text);
    if (!found) throw new Error(`This colour cannot be read: ${text}`);
    return [+found[1], +found[2], +found[3], found[4] === undefined ? 1 : +found[4]];
  };

  const hex = (colour) => {
    const digits = colour.slice(0, 3).map((part) => Math.round(part).toString(16).padStart(2, "0"));
    return `#${digits.join("")}`;
  };

  // One colour painted on another: www.w3.org/TR/compositing-1/#simplealphacompositing
  const over = (top, bottom) => {
    const alpha = top[3] + bottom[3] * (1 - top[3]);
    if (alpha === 0) return [0, 0, 0, 0];
    const part = (index) => (top[index] * top[3] + bottom[index] * bottom[3] * (1 - top[3])) / alpha;
    return [part(0), part(1), part(2), alpha];
  };

  const faded = (colour, opacity) => [colour[0], colour[1], colour[2], colour[3] * opacity];

  // www.w3.org/TR/WCAG22/#dfn-relative-luminance
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  // What an element is filled with: its colour, or each colour of its gradient. A picture counts as not shown: where
  // pictures are blocked, the text has to be read on the colour behind it.
  const fillsOf = (style) => {
    const colour = readColour(style.backgroundColor);
    const picture = style.backgroundImage;
    const stops = picture.includes("gradient(") ? picture.match(/rgba?\([^)]*\)/g) || [] : [];
    return stops.length ? stops.map((stop) => over(readColour(stop), colour)) : [colour];
  };

  // Paints elements on top of each other, the outermost first, and ink on the last one. An element with an opacity is
  // painted whole before it is faded. Gives each pair of ink and background that a gradient makes possible.
  const paint = (elements, backdrop, ink) => {
    if (!elements.length) return [{ ink: over(ink, backdrop), background: backdrop }];
    const [element, ...inner] = elements;
    const style = styleOf(element);
    const opacity = +style.opacity;
    return fillsOf(style)
      .flatMap((fill) => paint(inner, over(fill, backdrop), ink))
      .map((pair) => ({
        ink: over(faded(pair.ink, opacity), backdrop),
        background: over(faded(pair.background, opacity), backdrop),
      }));
  };

  // What the browser itself fills the page with, which a dark colour scheme changes.
  const canvasColour = () => {
    const probe = document.createElement("div");
    probe.style.cssText = "display: none; background-color: Canvas";
    root.append(probe);
    const colour = readColour(getComputedStyle(probe).backgroundColor);
    probe.remove();
    return colour;
  };
  const canvas = canvasColour();

  // www.w3.org/TR/WCAG22/#dfn-contrast-ratio, at the worst place.
  const contrastOf = (pairs) => {
    const light = pairs.map((pair) => [luminance(pair.ink), luminance(pair.background)]);
    const ratios = light.map((pair) => (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05));
    // On a gradient from lighter than the ink to darker, it vanishes in between.
    const vanishes = light.some(([ink, ground]) => ground > ink) && light.some(([ink, ground]) => ground < ink);
    const worst = ratios.indexOf(Math.min(...ratios));
    return { ratio: vanishes ? 1 : ratios[worst], ...pairs[worst] };
  };

  // ---- What is seen at all.

  // The part of the page that shows what is in an element: nothing outside ancestors that cut off. With padding,
  // without border: drafts.csswg.org/css-overflow/#propdef-overflow
  const windowsOf = (element) =>
    lineage(element)
      .filter((one) => one !== root && one !== document.body && styleOf(one).overflowX !== "visible")
      .map((one) => {
        const box = one.getBoundingClientRect();
        const left = box.left + one.clientLeft;
        const top = box.top + one.clientTop;
        return { left, top, right: left + one.clientWidth, bottom: top + one.clientHeight };
      });

  // A box of a pixel or less is how words are kept for screen readers, or for the inbox alone.
  const isHidden = (element) =>
    !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ||
    windowsOf(element).some((box) => box.right - box.left <= 1 || box.bottom - box.top <= 1);

  const wordsOf = (text) => text.replace(/[\s\u00a0\u00ad\u034f\u200b-\u200f\u2007\u2060\ufeff]+/g, " ").trim();

  // ---- Alignment, as seen from where lines start in the language of the page.

  const start = styleOf(root).direction === "rtl" ? "right" : "left";

  const blockOf = (element) => lineage(element).find((one) => !/^(inline|contents)$/.test(styleOf(one).display));

  const sideOf = (block) => {
    const { textAlign, direction } = styleOf(block);
    const [forwards, backwards] = direction === "rtl" ? ["right", "left"] : ["left", "right"];
    const aligned = textAlign.replace("-webkit-", "");
    if (aligned === "center") return "center";
    const edge = { left: "left", right: "right", end: backwards }[aligned] || forwards;
    return edge === start ? "start" : "end";
  };

  // Where a box stands that is narrower than its place, such as the table of a button.
  const placeOf = (element) => {
    const box = element.getBoundingClientRect();
    const outer = element.parentElement.getBoundingClientRect();
    const style = styleOf(element.parentElement);
    const left = box.left - outer.left - parseFloat(style.paddingLeft) - parseFloat(style.borderLeftWidth);
    const right = outer.right - box.right - parseFloat(style.paddingRight) - parseFloat(style.borderRightWidth);
    if (Math.max(left, right) < 8) return null;
    if (Math.abs(left - right) < 8) return "center";
    return (left < right ? "left" : "right") === start ? "start" : "end";
  };

  // Whether somebody has said here which way words run, as for an address within right-to-left text. What stands right
  // in the body wraps the whole message, and goes with the document.
  const isMarked = (element) =>
    lineage(element)
      .slice(0, -3)
      .some((one) => one.localName === "bdi" || (one.hasAttribute("dir") && one.dir !== root.dir));

  const pathOf = (element) =>
    lineage(element)
      .slice(0, -2)
      .reverse()
      .map((one) => {
        const twins = [...one.parentElement.children].filter((other) => other.localName === one.localName);
        return `${one.localName}${twins.indexOf(one) + 1}`;
      })
      .join("/");

  // ---- What sticks out.

  const view = { left: 0, right: root.clientWidth };
  const slack = 0.6; // boxes end between pixels

  const excess = (box, edges) => Math.max(edges.left - box.left, box.right - edges.right);

  // ---- The measuring itself.

  const texts = [];
  const overhang = [];

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = wordsOf(node.data);
    const element = node.parentElement;
    if (!words || isHidden(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()];
    if (!lines.length) continue;
    const style = styleOf(element);
    const block = blockOf(element);
    const worst = contrastOf(paint(lineage(element).reverse(), canvas, readColour(style.webkitTextFillColor)));
    const box = range.getBoundingClientRect();
    texts.push({
      words,
      size: parseFloat(style.fontSize),
      colour: hex(worst.ink),
      background: hex(worst.background),
      contrast: worst.ratio,
      box: [box.left, box.top, box.right, box.bottom],
      direction: styleOf(block).direction,
      side: sideOf(block),
      marked: isMarked(element),
      path: pathOf(block),
    });
    const windows = windowsOf(element);
    for (const line of lines) {
      const middle = (line.top + line.bottom) / 2;
      const beyond = Math.max(
        excess(line, view),
        ...windows.map((edges) => Math.max(excess(line, edges), edges.top - middle, middle - edges.bottom)),
      );
      if (beyond > slack) overhang.push({ what: words, by: beyond });
    }
  }

  const outside = [];
  const boxes = [];
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || isHidden(element)) continue;
    const beyond = Math.max(excess(box, view), ...windowsOf(element.parentElement).map((edges) => excess(box, edges)));
    if (beyond > slack) outside.push({ element, by: beyond });
    if (/^(table|img)$/.test(element.localName) && element.parentElement.children.length === 1) {
      const side = placeOf(element);
      const words = wordsOf(element.textContent) || element.alt || element.localName;
      if (side) boxes.push({ words, side, marked: isMarked(element), path: pathOf(element) });
    }
  }
  // What holds something that is too wide is stretched by it: the innermost is to blame.
  for (const { element, by } of outside) {
    if (outside.some((other) => other.element !== element && element.contains(other.element))) continue;
    const words = wordsOf(element.textContent).slice(0, 60);
    overhang.push({ what: `<${element.localName}> ${words}`.trim(), by });
  }

  return {
    lang: root.lang,
    dir: root.dir,
    direction: styleOf(root).direction,
    scrollWidth: document.scrollingElement.scrollWidth,
    texts,
    boxes,
    overhang,
  };
}
