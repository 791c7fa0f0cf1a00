// Wagtail takes the form for untouched as it stands two seconds after the page has opened: what was written before then
// would neither be kept by itself nor asked about on leaving. Whoever writes earlier has changed the form.
(() => {
  const watched = new WeakSet();
  document.addEventListener("w-unsaved:watch-edits", ({ target }) => watched.add(target));
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form[data-controller~='w-unsaved']");
    if (form && !watched.has(form)) form.dataset.wUnsavedForceValue = "true";
  });
})();
