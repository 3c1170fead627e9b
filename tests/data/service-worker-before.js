/* Keeps the whole site in the browser, so that it reads without a network.
 *
 * Never two builds at once. A version is one cache: it is filled whole, every file is compared with the
 * hash that the build wrote down here, or it is thrown away and the version before it stays. A new version
 * waits until one tab is left; that tab's next page asks it to take over and loads itself anew from it. */
"use strict";

const { version: VERSION, files, later } = self.PRECACHE;
// Maps: an address may be named like a property that every object has.
const FILES = new Map(Object.entries(files));
const LATER = new Map(Object.entries(later));
const SCOPE = new URL(self.registration.scope);
// Sites of one owner on GitHub Pages share an origin, and so its caches.
const PREFIX = `sobesednik ${SCOPE.pathname} `;
const NAME = PREFIX + VERSION;
const WHOLE = new URL("whole", SCOPE).href + "?" + VERSION;
const AT_ONCE = 4;

/* -- events ----------------------------------------------------------------------------------- */

addEventListener("install", (event) => event.waitUntil(fill()));

addEventListener("activate", (event) => event.waitUntil(dropOthers()));

addEventListener("message", (event) => event.data === "take over" && event.waitUntil(takeOver()));

addEventListener("fetch", (event) => {
  const path = pathOf(event.request.url);
  if (event.request.method !== "GET" || path === null || event.request.headers.has("range")) return;
  if (event.request.mode === "navigate") event.respondWith(openPage(event, path));
  else if (hashOf(path)) event.respondWith(loadFile(event, path));
});

/* -- a version comes and goes ----------------------------------------------------------------- */

async function fill() {
  const cache = await caches.open(NAME);
  // The host may have gone back to a version that the reader still has, in use perhaps: it is not filled anew.
  if (await cache.match(WHOLE)) return;
  try {
    const old = await others();
    const queue = [...FILES];
    const fillOne = async () => {
      for (let entry = queue.shift(); entry; entry = queue.shift()) {
        const [path, hash] = entry;
        await cache.put(address(path), (await fromOld(old, path, hash)) ?? (await download(path, hash)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, fillOne));
    await refill(cache, old);
    // Last: a cache without it is not used.
    await cache.put(WHOLE, new Response(""));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

/** Files that the reader has opened before stay at hand in the new version too, if they can be had. */
async function refill(cache, old) {
  for (const [path, hash] of LATER) {
    if (!(await found(old, path))) continue;
    const response = (await fromOld(old, path, hash)) ?? (await download(path, hash).catch(() => null));
    if (response) await cache.put(address(path), response);
  }
}

async function others() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  return Promise.all(names.map((name) => caches.open(name)));
}

async function dropOthers() {
  // One of them may be a newer version, filled or half filled; when it is activated, it drops the others.
  if (self.registration.installing || self.registration.waiting) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Take over where the page that asks is the only one: others would get files of this version in the old one. */
async function takeOver() {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.filter(({ url }) => pathOf(url) !== null).length < 2) await self.skipWaiting();
}

/* -- answers ---------------------------------------------------------------------------------- */

async function openPage(event, path) {
  const { request } = event;
  if (hashOf(path + "/")) return Response.redirect(address(path + "/") + new URL(request.url).search);
  const response = hashOf(path) ? await kept(event, path).catch(() => null) : null;
  return response ?? fetch(request).catch(noPage);
}

async function loadFile(event, path) {
  try {
    return (await kept(event, path)) ?? fetch(event.request);
  } catch (error) {
    // The browser's storage is broken: as if there was no worker.
    if (!(error instanceof OtherVersion)) return fetch(event.request);
    // The page is of this version, the server has another one by now: begin anew, all from the server.
    const client = await self.clients.get(event.clientId);
    await client?.navigate?.(client.url).catch(() => {});
    return Response.error();
  }
}

async function noPage() {
  const page = await read(await caches.open(NAME), "404.html", hashOf("404.html"));
  return page ? new Response(page.body, { status: 404, headers: page.headers }) : Response.error();
}

/** Return a file of this version, null where only the server can answer.
 *
 * A file that is missing or spoilt is taken from the server when the server still has this version. If it
 * has another, this version cannot be made whole: it is dropped, and pages come from the server alone.
 * Throws OtherVersion then. A book stands alone: it may come from another version, and nothing is dropped. */
async function kept(event, path) {
  const cache = await caches.open(NAME);
  if (!(await cache.match(WHOLE))) {
    event.waitUntil(fillOnce());
    return null;
  }
  const hash = hashOf(path);
  const response = await read(cache, path, hash);
  if (response) return response;
  try {
    const fresh = await download(path, hash);
    event.waitUntil(cache.put(address(path), fresh.clone()).catch(() => {}));
    return fresh;
  } catch (error) {
    if (!(error instanceof OtherVersion) || (LATER.has(path) && !isPage(path))) return null;
    await caches.delete(NAME);
    throw error;
  }
}

let filling = null;

/** Fill a cache that was lost, once in this worker's life. */
function fillOnce() {
  filling ??= fill().catch(() => {});
  return filling;
}

/* -- files ------------------------------------------------------------------------------------ */

class OtherVersion extends Error {}

/** Return the path of a page or file inside the site as the build wrote it down, null for other addresses. */
function pathOf(text) {
  const url = new URL(text);
  if (url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return null;
  const path = url.pathname.slice(SCOPE.pathname.length);
  try {
    return decodeURI(path).replace(/(^|\/)index\.html$/, "$1");
  } catch {
    return path; // a broken escape: no file has this name
  }
}

/** Return the hash of a file of this version, undefined for other paths. */
const hashOf = (path) => FILES.get(path) ?? LATER.get(path);

const isPage = (path) => /(^|\/|\.html)$/.test(path);

const address = (path) => new URL(encodeURI(path), SCOPE).href;

async function download(path, hash) {
  // Past the browser's own cache, which may hold the file of another build.
  const response = await fetch(address(path), { cache: "no-cache", credentials: "same-origin" });
  if (!response.ok && path !== "404.html") throw new OtherVersion(`${path}: ${response.status}`);
  const body = await response.arrayBuffer();
  if ((await digest(body)) !== hash) throw new OtherVersion(path);
  return answer(body, response);
}

async function read(cache, path, hash) {
  try {
    const response = await cache.match(address(path));
    const body = await response.arrayBuffer();
    return (await digest(body)) === hash ? answer(body, response) : null;
  } catch {
    return null;
  }
}

/** A plain answer: one that was redirected may not stand for a page. */
const answer = (body, { headers }) =>
  new Response(body, { headers: { "Content-Type": headers.get("Content-Type") ?? "application/octet-stream" } });

async function found(old, path) {
  for (const cache of old) if (await cache.match(address(path))) return true;
  return false;
}

async function fromOld(old, path, hash) {
  for (const cache of old) {
    const response = await read(cache, path, hash);
    if (response) return response;
  }
  return null;
}

async function digest(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).subarray(0, 8);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
