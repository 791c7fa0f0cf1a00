// While providers are being asked the cards look again by themselves. Without this file people reload the page.
"use strict";
(() => {
  const EVERY = 2500;
  const MOST = 240; // looks, ten minutes

  const look = async (left) => {
    const here = document.querySelector("[data-providers]");
    if (!left || !here || !here.querySelector("[data-under-way]")) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const there = page.querySelector("[data-providers]");
      // Somebody who stands on a button or a link within keeps their place until the end.
      const inside = here.contains(document.activeElement) && document.activeElement.closest("form, a");
      if (answer.ok && there && (!inside || !there.querySelector("[data-under-way]"))) here.replaceWith(there);
    } catch {
      // No answer: the next look may have one.
    }
    setTimeout(look, EVERY, left - 1);
  };

  setTimeout(look, EVERY, MOST);
})();
