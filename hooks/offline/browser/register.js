/* Starts the service worker of a published site, and tells of a new version. Without a worker, or where it is
 * refused, the site reads the same. */
"use strict";
(() => {
  const address = new URL("../../service-worker.js", document.currentScript.src);
  const workers = navigator.serviceWorker;
  const site = (window.sobesednik ??= {});
  if (!workers) return;

  const isThrifty = Boolean(navigator.connection?.saveData);
  const isApp =
    navigator.standalone || ["standalone", "minimal-ui", "fullscreen"].some((mode) => matchMedia(`(display-mode: ${mode})`).matches);
  /* Milliseconds after which what was asked for has not been done. */
  const LATE = 3000;
  let status = {};
  let isAsked = false;
  const isFirst = !workers.controller;
  let wasControlled = !isFirst;
  const ask = (worker, name, more) => worker?.postMessage({ ask: name, ...more });

  /* -- a new version -------------------------------------------------------------------------- */

  const waiting = async () => (await workers.getRegistration(address))?.waiting;

  async function update() {
    isAsked = true;
    const worker = await waiting();
    ask(worker, "take over", { isAsked });
    setTimeout(() => location.reload(), worker ? LATE : 0);
  }

  const offer = () => site.say?.("Вышла новая версия сайта.", "Обновить", update);

  /** Let a version that waits take over as the page begins: while nothing has been done here, nothing is lost by
   * loading it anew. When it is quiet, too: Chromium waits for half a minute where the version before is still asked
   * for something. */
  async function takeOver() {
    const worker = await waiting();
    if (!worker || !status.isWhole) return;
    if (navigator.userActivation?.hasBeenActive) return offer();
    ask(worker, "take over");
    setTimeout(offer, LATE);
  }

  workers.addEventListener("message", ({ data }) => {
    if (!data?.offline) return;
    Object.assign(status, data.offline);
    if (data.offline.isWaiting) offer();
  });

  workers.addEventListener("controllerchange", () => {
    // A page of the whole copy must not get a file of another version. Others have all from the server.
    if (wasControlled && (isAsked || status.isWhole)) location.reload();
    else if (wasControlled && !status.isOther) offer();
    wasControlled = true;
    // What the one before it was keeping when it found that the server has a newer version.
    goOn();
  });

  function watch(registration) {
    const follow = () => {
      const worker = registration?.installing;
      // Where all comes from the server, the new version is at work at once: `controllerchange`.
      worker?.addEventListener("statechange", () => worker.state === "installed" && status.isWhole && offer());
    };
    follow();
    registration?.addEventListener("updatefound", follow);
  }

  ask(workers.controller, "hello");

  /* -- what is kept --------------------------------------------------------------------------- */

  // Refused by settings, by a private window, for want of room or because the copy is opened from the disk: nothing
  // that a reader must know who has not asked for it (offline-tools.js).
  const ignore = () => {};

  // The copy for later must not compete with what the reader is waiting for.
  const idle = new Promise((resolve) => addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(resolve)));
  const ready = idle
    .then(() => workers.register(address, { updateViaCache: "none" }))
    .catch(async (error) => {
      // Without a link it may be refused though it is there.
      const registration = await workers.getRegistration(address);
      if (!registration) throw error;
      return registration;
    });
  const goOn = () => ask(workers.controller, "go on", { isApp });

  site.offline = { ready, update };
  (isFirst ? ready : workers.getRegistration(address)).then(watch, ignore);
  ready
    .then(() => workers.ready)
    .then(({ active }) => {
      const addresses = [location.href, ...performance.getEntriesByType("resource").map(({ name }) => name)];
      if (isFirst && !isThrifty) ask(active, "read", { addresses });
      ask(active, "go on", { isApp: isApp && !isThrifty });
      return isFirst || takeOver();
    })
    .catch(ignore);
  addEventListener("online", goOn);
  addEventListener("appinstalled", () => ask(workers.controller, "go on", { isApp: !isThrifty }));
})();
