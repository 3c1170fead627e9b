/* A copy comes, grows and goes: the shell with every version, the whole site and chosen books when the reader asks. */

const AT_ONCE = 4;
/* What stands in the way: "link", "room" or "other" (the server has another version); null where nothing does. */
let problem = null;
let isStopped = false;
let saving = null;

/* -- fetching --------------------------------------------------------------------------------- */

/** Keep those files that are not kept yet. Where one cannot be had, the rest of them is left for the next time. */
async function keepAll(paths, tell = () => {}) {
  const [store, here, old] = await Promise.all([caches.open(STORE), everything(), oldCopies()]);
  const queue = [...paths].filter((path) => !here.get(path)?.includes(told(path)[0]));
  let failure = null;
  const keepOne = async () => {
    for (let path = queue.shift(); path !== undefined && !failure && !isStopped; path = queue.shift()) {
      try {
        // Past the browser's own cache, which may hold the file of another build.
        await store.put(key(path), (await fromOld(old, path)) ?? (await download(path, "no-cache")));
        tell(path);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, keepOne));
  if (failure) throw failure;
}

const kindOf = (error) =>
  error instanceof OtherVersion ? "other" : error.name === "QuotaExceededError" ? "room" : "link";

/* -- copies of the design before this one: a cache for each version, a file under its bare address - */

const oldNames = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && ![STORE, STATE].includes(name));

const oldCopies = async () => Promise.all((await oldNames()).map((name) => caches.open(name)));

async function fromOld(old, path) {
  for (const cache of old) {
    const response = await read(cache, address(path), told(path)[0]);
    if (response) return response;
  }
  return null;
}

/** Carry over the books of old copies; tell whether one of the copies is whole. */
async function carryOver() {
  const store = await caches.open(STORE);
  let isWhole = false;
  for (const cache of await oldCopies()) {
    for (const { url } of await cache.keys()) {
      isWhole ||= url.includes("/whole?");
      const path = pathOf(url);
      if (!LATER.has(path)) continue;
      const response = await cache.match(url);
      const body = await response.arrayBuffer();
      await store.put(key(path, await digest(body)), answer(body, response));
    }
  }
  return isWhole;
}

/* -- a version comes and goes ----------------------------------------------------------------- */

/** Get ready what this version must have to leave nobody with less than before: what fails here leaves the older one
 * at work, and what was fetched is there for the next try. */
async function install() {
  try {
    const wasWhole = await carryOver();
    // Who had the whole site before there was a choice keeps it.
    if (wasWhole && !(await recall(WISH))) await remember(WISH, { whole: true, books: [] });
    const state = await (await caches.open(STATE)).keys();
    const isWhole = wasWhole || state.some(({ url }) => url.includes("/whole?"));
    const isRead = (path) => FILES.has(path) && !isThrifty();
    await keepAll(isWhole ? FILES.keys() : new Set([...SHELL.keys(), ...[...(await everything()).keys()].filter(isRead)]));
    if (!isWhole) return await self.skipWaiting(); // nothing is served that is not the server's own, so nothing mixes
    await remember(WHOLE, (await whole()) ?? { at: Date.now() });
    await keepAll((await wish()).books.filter((path) => LATER.has(path))).catch(() => {}); // they stand alone
  } catch (error) {
    await say({ problem: kindOf(error) });
    // Nobody would use or remove it.
    if (kindOf(error) === "room" && !self.registration.active) await dropAll();
    throw error;
  }
}

async function dropAll() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
}

async function activate() {
  // A newer version may be filled or half filled; when it is activated, it clears up after both.
  if (!self.registration.installing && !self.registration.waiting) await clearUp();
  await self.clients.claim();
}

async function clearUp() {
  for (const name of await oldNames()) await caches.delete(name);
  const store = await caches.open(STORE);
  for (const [path, hashes] of await everything()) {
    const hash = told(path)?.[0];
    // A book of another version is better than none.
    const isAlone = LATER.has(path) && !hashes.includes(hash);
    const idle = isAlone ? hashes.slice(0, -1) : hashes.filter((one) => one !== hash);
    for (const one of idle) await store.delete(key(path, one));
  }
  const state = await caches.open(STATE);
  for (const name of await state.keys())
    if (name.url.includes("/whole?") && !name.url.endsWith(WHOLE)) await state.delete(name);
}

/* -- at the reader's wish --------------------------------------------------------------------- */

/** Fetch what the reader wants and has not got yet; asked again after the link was lost, it goes on from there. */
function goOn() {
  return (saving ??= fill().finally(async () => {
    saving = null;
    await say(await status());
  }));
}

async function fill() {
  const { whole: isWanted, books } = await wish();
  problem = null;
  if (!isWanted) return;
  try {
    const now = await status();
    await say({ ...now, isBusy: true });
    const tell = (path) => {
      now.done += told(path)[1];
      say({ done: now.done });
    };
    if (!(await whole())) {
      await keepAll(FILES.keys(), tell);
      if (!isStopped) await remember(WHOLE, { at: Date.now() });
    }
    await keepAll(books.filter((path) => LATER.has(path)), tell);
  } catch (error) {
    problem = kindOf(error);
    // It takes over what there is, and the wish.
    if (problem === "other") await self.registration.update().catch(() => {});
  }
}

async function save(books) {
  await remember(WISH, { whole: true, books: books ?? (await wish()).books });
  await saving; // what is under way may have begun without these books
  await goOn();
}

/** Stop, with what is there left in place. */
async function stop() {
  await remember(WISH, { ...(await wish()), whole: false, refused: true });
  isStopped = true;
  await saving;
  isStopped = false; // the shell, too, comes again only then
}

/** Remove all but the shell. */
async function remove() {
  await stop();
  problem = null;
  await forgetWhole(true);
  await remember(WISH, { whole: false, books: [], refused: true });
  const store = await caches.open(STORE);
  for (const request of await store.keys()) if (!SHELL.has(pathOf(request.url))) await store.delete(request);
  await say(await status());
}

/** Keep what a page was made of that was read before there was a worker: the browser has it still. */
async function keepRead(addresses) {
  const store = await caches.open(STORE);
  for (const path of addresses.map(pathOf)) {
    if (!told(path) || isThrifty() || (await store.match(key(path)))) continue;
    await download(path, "force-cache").then((response) => store.put(key(path), response)).catch(() => {});
  }
}

/** What a page tells of the copy. Bytes are those on their way from a host. */
async function status() {
  const here = await everything();
  const isHere = (path) => here.get(path)?.includes(told(path)[0]) ?? false;
  const size = (paths) => paths.reduce((sum, path) => sum + told(path)[1], 0);
  const { whole: isWanted, books } = await wish();
  const wanted = [...FILES.keys(), ...books.filter((path) => LATER.has(path))];
  return {
    version: VERSION,
    isWanted,
    isWhole: Boolean(await whole()),
    at: (await whole())?.at,
    isBusy: Boolean(saving),
    problem,
    done: size(wanted.filter(isHere)),
    total: size(wanted),
    pages: [...here.keys()].filter((path) => FILES.has(path) && isPage(path) && !SHELL.has(path) && isHere(path)).length,
    books: [...LATER.keys()].map((path) => [path, LATER.get(path)[1], books.includes(path), isHere(path)]),
  };
}

/** Tell every page of the site. */
async function say(news) {
  for (const client of await tabs()) client.postMessage({ offline: news });
}

async function tabs() {
  const every = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return every.filter(({ url }) => pathOf(url) !== null);
}
