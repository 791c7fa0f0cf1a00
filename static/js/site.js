/* Comforts only: every page and every form works without this file. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const NBSP = "\u00a0";

  // Menus: Escape closes and returns the focus, a click elsewhere closes.
  const opened = () => all("details[data-closes][open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const details of opened()) {
      details.open = false;
      details.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const details of opened()) if (!details.contains(event.target)) details.open = false;
  });

  // Whoever leaves a report quickly sees nothing of it from now on, nor does whoever then goes back.
  document.addEventListener("click", (event) => {
    const way = event.target instanceof Element && event.target.closest(".exit a");
    if (!way) return;
    event.preventDefault();
    document.title = "";
    document.body.replaceChildren();
    location.replace(way.href);
  });

  // Numbers are grouped once they are typed; the server reads them with and without spaces.
  const group = (text) => {
    const [whole, part] = text.replace(/[\s\u00a0']/g, "").replace(",", ".").split(".");
    if (!/^\d+$/.test(whole)) return text;
    return whole.replace(/\B(?=(\d{3})+$)/g, NBSP) + (part ? "," + part : "");
  };
  const phone = (text) => {
    const digits = text.replace(/\D/g, "").replace(/^(?=\d{9}$)/, "998");
    const local = /^998(\d\d)(\d{3})(\d\d)(\d\d)$/.exec(digits);
    return local ? "+998 " + local.slice(1).join(" ") : text;
  };
  document.addEventListener("focusout", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.matches("[data-money]")) target.value = group(target.value);
    if (target.type === "tel") target.value = phone(target.value);
  });

  // A file that is too large is refused as soon as it is chosen, not after it has been sent.
  document.addEventListener("change", ({ target }) => {
    const most = Number(target.dataset.mostBytes);
    if (!most) return;
    const large = [...target.files].some((file) => file.size > most);
    target.setCustomValidity(large ? target.dataset.tooLarge : "");
    if (large) target.value = "";
    target.reportValidity();
  });

  // A typed amount takes the place of a chosen one, as it does on the server, and the other way round.
  for (const other of all("input[data-other-amount]")) {
    const radios = () => all(`input[type=radio][name="${other.dataset.otherAmount}"]`, other.form);
    other.form.addEventListener("input", ({ target }) => {
      if (target === other && other.value) for (const radio of radios()) radio.checked = false;
      else if (radios().includes(target)) other.value = "";
    });
  }

  // One press is enough.
  for (const form of all("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });
  }
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // Errors: the summary takes the focus, its links lead into groups of radios too.
  document.querySelector(".errors")?.focus();
  for (const link of all(".errors a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const target = document.getElementById(link.hash.slice(1));
      const control = target?.matches("fieldset") ? target.querySelector("input") : target;
      if (!control) return;
      event.preventDefault();
      control.focus();
    });
  }

  // Sharing and copying: the buttons stay hidden where nothing can press them.
  const say = (button) => {
    const words = button.lastChild;
    const before = words.textContent;
    words.textContent = button.dataset.done;
    setTimeout(() => (words.textContent = before), 2500);
  };
  for (const button of all("button[data-copy], button[data-share]")) {
    if (!navigator.clipboard && !navigator.share) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const url = document.querySelector("link[rel=canonical]")?.href || location.href;
      if ("share" in button.dataset && navigator.share) {
        await navigator.share({ title: document.title, url }).catch(() => {});
      } else {
        await navigator.clipboard.writeText(button.dataset.copy || url);
        say(button);
      }
    });
  }

  // Films: the press on the curtain puts the player in its place. Until then nobody else is asked for anything.
  document.addEventListener("click", (event) => {
    const curtain = event.target instanceof Element && event.target.closest("a[data-film]");
    if (!curtain || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const own = "filmFile" in curtain.dataset;
    const address = new URL(curtain.dataset.film, location.href);
    if (own && address.origin !== location.origin) return;
    event.preventDefault();
    const player = document.createElement(own ? "video" : "iframe");
    if (own) {
      player.controls = player.autoplay = true;
      const { filmCaptions: src, filmLabel: label } = curtain.dataset, track = document.createElement("track");
      if (src) player.append(Object.assign(track, { kind: "captions", src, label, default: true }));
    } else {
      address.searchParams.set("autoplay", "1");
      player.allow = "autoplay; fullscreen; picture-in-picture";
      player.referrerPolicy = "strict-origin-when-cross-origin";
    }
    player.title = curtain.textContent.trim();
    player.tabIndex = 0;
    player.src = address.href;
    curtain.replaceWith(player);
    player.focus();
  });
})();
