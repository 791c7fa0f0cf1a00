// Runs between Wagtail's calendar and the fields that it is put beside.

// Left to itself the calendar reads a date only as it writes it (2027-09-25): of "25.09.2027" it makes today as soon
// as the field is left. What was typed stays; the server reads it as people write it, or says beside the field that it cannot.
window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;

// The calendar opens a moment after its field is reached. Whoever has tabbed on by then would leave it open over what
// comes next, the large button among it.
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
