// Shows all text at twice its size, and nothing else: what somebody sees who has asked for larger text only.
() => {
  const elements = [...document.body.querySelectorAll("*"), document.body];
  // All are read before one is changed, because sizes are inherited.
  const sizes = elements.map((element) => {
    const { fontSize, lineHeight } = getComputedStyle(element);
    return [element, parseFloat(fontSize), parseFloat(lineHeight)];
  });
  for (const [element, size, height] of sizes) {
    element.style.setProperty("font-size", `${size * 2}px`, "important");
    // A height that is `normal` follows by itself.
    if (!Number.isNaN(height)) element.style.setProperty("line-height", `${height * 2}px`, "important");
  }
}
