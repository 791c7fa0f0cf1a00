// Wagtail's calendar opens a moment after its field is reached. Whoever has tabbed on by then would leave it open over
// what comes next, the large button among it.
(() => {
  const MOMENT = 300; // milliseconds
  document.addEventListener("focusout", ({ target }) => {
    if (!target.matches?.("input")) return;
    setTimeout(() => {
      const calendar = window.jQuery?.(target).data("xdsoft_datetimepicker");
      if (calendar && document.activeElement !== target && !calendar[0].matches(":hover")) {
        calendar.trigger("close.xdsoft");
      }
    }, MOMENT);
  });
})();
