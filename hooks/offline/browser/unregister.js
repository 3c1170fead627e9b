/* Stands in the place of the service worker while the site is served for editing: a worker that was left on
 * this address by a published copy takes it for its own new version, and goes with all it kept. */
"use strict";

addEventListener("install", () => self.skipWaiting());

addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const prefix = `sobesednik ${new URL(self.registration.scope).pathname} `;
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
