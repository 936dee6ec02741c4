// The median time, in ms, that a function takes for each of some messages, after it has seen all of them once.
export async function median(messages, render) {
  for (const message of messages) await render(message);
  const taken = [];
  for (const message of messages) {
    const start = performance.now();
    await render(message);
    taken.push(performance.now() - start);
  }
  taken.sort((one, other) => one - other);
  return (taken[(taken.length - 1) >> 1] + taken[taken.length >> 1]) / 2;
}
