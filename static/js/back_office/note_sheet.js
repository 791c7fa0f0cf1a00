/* Adds a sheet of notes up while it is filled. Without it the button asks the server, which adds up in any case. */
(function () {
  "use strict";

  /* Hundredths, as whole numbers: no fraction ever becomes a floating one. Null for what is no amount. */
  function hundredths(text) {
    var match = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0]/g, ""));
    return match ? Number(match[1]) * 100 + Number(((match[2] || "") + "00").slice(0, 2)) : null;
  }

  function plain(sum) {
    var rest = sum % 100;
    return String((sum - rest) / 100) + (rest ? "." + ("0" + rest).slice(-2) : "");
  }

  document.querySelectorAll("[data-note-sheet]").forEach(function (sheet) {
    var amount = sheet.querySelector("[name^=amount_]");
    var output = sheet.querySelector("[data-sum]");
    var written = null;

    sheet.addEventListener("input", function (event) {
      if (event.target === amount) return;
      var sum = 0;
      var filled = false;
      sheet.querySelectorAll("[data-note], [data-coins]").forEach(function (field) {
        if (!field.value.trim() || sum === null) return;
        filled = true;
        if (field.hasAttribute("data-coins")) {
          var coins = hundredths(field.value);
          sum = coins === null ? null : sum + coins;
        } else {
          sum += hundredths(field.dataset.note) * Math.max(0, parseInt(field.value, 10) || 0);
        }
      });
      output.textContent = filled && sum !== null ? "= " + plain(sum) : "";
      /* What somebody typed stays; what we wrote follows the sheet. */
      if (amount.value === "" || amount.value === written) {
        written = filled && sum !== null ? plain(sum) : "";
        amount.value = written;
      }
    });
  });
})();
