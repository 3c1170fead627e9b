/* What is kept, and where. Each file lies under its path and its hash, so that versions share what they have in
 * common, nothing is fetched twice, and what was fetched before the link was lost is there when it comes back. */
"use strict";

const { version: VERSION, shell, rest, later } = self.PRECACHE;
// Maps: an address may be named like a property that every object has.
const SHELL = new Map(Object.entries(shell));
const FILES = new Map([...SHELL, ...Object.entries(rest)]);
const LATER = new Map(Object.entries(later));
const SCOPE = new URL(self.registration.scope);
// Sites of one owner on GitHub Pages share an origin, and so its caches.
const PREFIX = `sobesednik ${SCOPE.pathname} `;
const STORE = `${PREFIX}files`;
const STATE = `${PREFIX}state`;

class OtherVersion extends Error {}

/* -- names ------------------------------------------------------------------------------------ */

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

const isPage = (path) => /(^|\/|\.html)$/.test(path);

/** Return [hash, bytes on its way] of a file of this version, undefined for other paths. */
const told = (path) => FILES.get(path) ?? LATER.get(path);

const address = (path) => new URL(encodeURI(path), SCOPE).href;

const key = (path, hash = told(path)[0]) => `${address(path)}?${hash}`;

async function digest(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).subarray(0, 8);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* -- files ------------------------------------------------------------------------------------ */

/** A plain answer: one that was redirected may not stand for a page. */
const answer = (body, { headers }) =>
  new Response(body, { headers: { "Content-Type": headers.get("Content-Type") ?? "application/octet-stream" } });

/** Return a file of this version from the server; throw OtherVersion where the server has another one. */
async function download(path, cache) {
  const response = await fetch(address(path), { cache, credentials: "same-origin" });
  if (!response.ok && path !== "404.html") throw new OtherVersion(`${path}: ${response.status}`);
  const body = await response.arrayBuffer();
  if ((await digest(body)) !== told(path)[0]) throw new OtherVersion(path);
  return answer(body, response);
}

/** Return what lies under a key if it is whole, else null. */
async function read(cache, name, hash) {
  try {
    const response = await cache.match(name);
    const body = await response.arrayBuffer();
    return (await digest(body)) === hash ? answer(body, response) : null;
  } catch {
    return null;
  }
}

/** Return a file of this version that is kept, else null. */
const kept = async (path) => read(await caches.open(STORE), key(path), told(path)[0]);

/** The same where there is no link: a book stands alone, and one of another version is better than none. */
async function keptAtAll(path) {
  const found = told(path) ? await kept(path) : null;
  if (found || !LATER.has(path)) return found;
  return (await (await caches.open(STORE)).match(address(path), { ignoreSearch: true })) ?? null;
}

/** Return path -> hashes of all that is kept. */
async function everything() {
  const found = new Map();
  for (const { url } of await (await caches.open(STORE)).keys()) {
    const path = pathOf(url);
    found.set(path, [...(found.get(path) ?? []), new URL(url).search.slice(1)]);
  }
  return found;
}

/* -- what is known from one start of the worker to the next ----------------------------------- */

const WHOLE = `whole?${VERSION}`;
/* What the reader wants: {whole, books}, and `refused` where the copy was removed: an installed app asks no more. */
const WISH = "wish";

async function recall(name) {
  return (await (await caches.open(STATE)).match(new URL(name, SCOPE)))?.json();
}

async function remember(name, value) {
  await (await caches.open(STATE)).put(new URL(name, SCOPE), new Response(JSON.stringify(value)));
}

/** Forget that a version is whole: this one, or all. */
async function forgetWhole(every = false) {
  const state = await caches.open(STATE);
  const names = (await state.keys()).filter(({ url }) => url.includes("/whole?"));
  await Promise.all(names.filter(({ url }) => every || url.endsWith(WHOLE)).map((name) => state.delete(name)));
}

const wish = async () => ({ whole: false, books: [], ...(await recall(WISH)) });

/** Tell when this version was kept whole; undefined where it is not. */
const whole = () => recall(WHOLE);
