/* Starts the service worker of a published site. Without one, or where it is refused, the site reads the same. */
"use strict";
(() => {
  const worker = new URL("../../service-worker.js", document.currentScript.src);
  const workers = navigator.serviceWorker;
  // A reader who asks browsers to save traffic did not ask for the whole site.
  if (!workers || navigator.connection?.saveData) return;

  // Refused by settings, by a private window, for want of room or because the copy is opened from the disk:
  // nothing that the reader must know.
  const ignore = () => {};

  // A page of the old version must not get a file of the new one.
  if (workers.controller) workers.addEventListener("controllerchange", () => location.reload());
  workers
    .getRegistration(worker)
    .then((registration) => registration?.waiting?.postMessage("take over"))
    .catch(ignore);

  // The copy for later must not compete with what the reader is waiting for.
  const register = () => workers.register(worker, { updateViaCache: "none" }).catch(ignore);
  addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(register));
})();
