/* What a page gets. Where the whole site is kept, everything comes from the copy, of one version, at once. Else
 * everything comes from the server, as if there was no worker, what has come is kept, and the copy is for the time
 * when there is no link, or one that is none. */

/* Milliseconds after which a server that is silent is no server, where the copy has an answer. */
const PATIENCE = 4000;
/* How long it is not asked first after that. */
const PAUSE = 10_000;
/* A name that holds a hash of what is in the file. */
const HASHED = /\.[0-9a-f]{8}\.(?:min\.)?(?:css|js)$/;

let silentUntil = 0;
/* Tab -> promise: is its page of another version than this one? */
const others = new Map();

/** Tell whether the reader asked the browser to save traffic. */
const isThrifty = () => self.navigator.connection?.saveData ?? false;

async function openPage(event, path) {
  const single = path.replace(/^\/+|\/(?=\/)/g, ""); // a slash too many, which most servers forgive
  if (single !== path && told(single)) return Response.redirect(address(single) + new URL(event.request.url).search);
  if (told(`${path}/`)) return Response.redirect(address(`${path}/`) + new URL(event.request.url).search);
  try {
    const isWhole = told(path) && (await whole().catch(() => null)); // null where the browser's storage is broken
    return (isWhole && (await fromCopy(event, path).catch(() => null))) || (await fromServer(event, path));
  } catch {
    return noPage(path);
  }
}

async function loadFile(event, path) {
  try {
    if (await whole()) return (await fromCopy(event, path)) ?? (await fromServer(event, path));
  } catch (error) {
    // The browser's storage is broken: as if there was no worker.
    if (!(error instanceof OtherVersion)) return fetch(event.request);
    // The page is of this version, the server has another one by now: begin anew, all from the server.
    const client = await self.clients.get(event.clientId);
    await client?.navigate?.(client.url).catch(() => {});
    return Response.error();
  }
  return fromServer(event, path);
}

/** Return a file of the whole copy, null where only the server can answer.
 *
 * A file that is missing or spoilt is taken from the server when the server still has this version. If it has
 * another, this version cannot be made whole, and is not any more. Throws OtherVersion then. */
async function fromCopy(event, path) {
  const response = await kept(path);
  if (response || LATER.has(path)) return response;
  try {
    const fresh = await download(path, "no-cache");
    const copy = fresh.clone();
    event.waitUntil(caches.open(STORE).then((store) => store.put(key(path), copy)).catch(() => {}));
    return fresh;
  } catch (error) {
    if (!(error instanceof OtherVersion)) return null;
    await forgetWhole();
    throw error;
  }
}

/** Return the server's answer, or what is kept where it has none to give. Throws where there is neither. */
async function fromServer(event, path) {
  const copy = () => keptAtAll(path).catch(() => null);
  if (HASHED.test(path) || Date.now() < silentUntil) {
    const response = await copy();
    if (response) return response;
  }
  const served = fetch(event.request).then((response) => {
    if (told(path) && response.ok) {
      const isOther = keepServed(path, response.clone()).catch(() => false);
      if (event.resultingClientId) others.set(event.resultingClientId, isOther);
      event.waitUntil(isOther);
    }
    return response;
  });
  event.waitUntil(served.catch(() => {}));
  const silence = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const response = await Promise.race([served, silence]);
    if (response) return response;
  } catch (error) {
    const response = await copy();
    if (!response) throw error;
    return response;
  }
  const response = await copy();
  if (!response) return served;
  silentUntil = Date.now() + PAUSE;
  return response;
}

/** Keep what the server has sent; where it is of another version, tell so and keep nothing. */
async function keepServed(path, response) {
  const body = await response.arrayBuffer();
  const isOther = (await digest(body)) !== told(path)[0];
  if (isOther || isThrifty()) return isOther;
  const store = await caches.open(STORE);
  if (!(await store.match(key(path)))) await store.put(key(path), answer(body, response));
  return false;
}

/** The page that says what is missing: the page itself, or the link to a page that was never opened. */
async function noPage(path) {
  const page = await kept("404.html").catch(() => null);
  const status = told(path) ? 503 : 404;
  return page ? new Response(page.body, { status, headers: page.headers }) : Response.error();
}
