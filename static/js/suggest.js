/* Suggestions while somebody types a search. Comfort only: the form works without this file.
   The pattern: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ (a list to choose from by hand). */
(() => {
  "use strict";
  const input = document.querySelector("input[data-suggest]");
  if (!input) return;
  const list = document.getElementById("suggestions");
  const said = document.getElementById("suggestions-said");
  const PAUSE = 150; // milliseconds without a key
  const SHORTEST = 2; // letters, as on the server
  let timer, asking, marked = -1;

  const isOpen = () => !list.hidden;
  const go = (option) => location.assign(option.dataset.url);

  const mark = (place) => {
    marked = place;
    for (const [at, option] of [...list.children].entries()) option.setAttribute("aria-selected", at === place);
    const option = list.children[place];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const show = (found) => {
    list.replaceChildren(...found.map(({ text, url }, at) => {
      const option = document.createElement("li");
      option.id = `suggestion-${at}`;
      option.setAttribute("role", "option");
      option.textContent = text;
      option.dataset.url = url;
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", isOpen());
    said.textContent = found.length ? `${said.dataset.words}: ${found.length}` : "";
    mark(-1);
  };

  const forget = () => {
    clearTimeout(timer);
    asking?.abort();
  };
  const close = () => {
    forget();
    show([]);
  };

  const ask = async () => {
    forget();
    const typed = input.value.trim();
    if (typed.length < SHORTEST) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
        signal: asking.signal, credentials: "omit",
      });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch {
      // Typed on, or gone offline: there is nothing to suggest.
    }
  };

  const step = (by) => {
    const rooms = list.children.length + 1; // the field itself is one of them
    mark(((marked + 1 + by + rooms) % rooms) - 1);
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  input.addEventListener("input", () => {
    forget();
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      if (isOpen()) step(by);
      else ask();
    } else if (event.key === "Enter" && isOpen() && marked >= 0) {
      event.preventDefault();
      go(list.children[marked]);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  // Pressing an option must not take the focus from the field, which would close the list before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) go(option);
  });
})();
