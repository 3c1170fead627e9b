/* Hears the browser and the pages. */

addEventListener("install", (event) => event.waitUntil(install()));

addEventListener("activate", (event) => event.waitUntil(activate()));

addEventListener("fetch", (event) => {
  const path = pathOf(event.request.url);
  if (event.request.method !== "GET" || path === null || event.request.headers.has("range")) return;
  if (event.request.mode === "navigate") event.respondWith(openPage(event, path));
  else if (told(path)) event.respondWith(loadFile(event, path));
});

const ASKED = {
  /* A page begins. */
  async hello({ source }) {
    source.postMessage({ offline: { ...(await status()), isOther: (await others.get(source.id)) ?? false } });
  },
  status: async ({ source }) => source.postMessage({ offline: await status() }),
  read: (_, { addresses }) => keepRead(addresses),
  /* A page has nothing else to do. An installed app keeps everything, unless its reader has removed it. */
  async "go on"(_, { isApp }) {
    await keepAll(SHELL.keys()).catch(() => {}); // a browser may have thrown it away
    if (isApp && !isThrifty() && !(await recall(WISH))) await remember(WISH, { whole: true, books: [] });
    const { isWanted, isWhole, books } = await status();
    if (isWanted && !(isWhole && books.every(([, , isChosen, isHere]) => isHere || !isChosen))) await goOn();
  },
  save: (_, { books }) => save(books),
  async stop() {
    await stop();
    await say(await status());
  },
  remove: () => remove(),
  /* Where the page that asks is the only one: others would get files of this version in the old one. Or where the
   * reader asks: every page loads itself anew. */
  async "take over"({ source }, { isAsked }) {
    if (isAsked || (await tabs()).length < 2) await self.skipWaiting();
    else source.postMessage({ offline: { isWaiting: true } });
  },
};

addEventListener("message", (event) => {
  // The design before this one sent the bare word.
  const { ask, ...rest } = typeof event.data === "string" ? { ask: event.data } : (event.data ?? {});
  if (Object.hasOwn(ASKED, ask)) event.waitUntil(ASKED[ask](event, rest));
});
