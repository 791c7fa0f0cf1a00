// Looks a page over for what could lead to a child while it is written, a moment after the last key.
(() => {
  const WAIT = 1500;
  const start = () => {
    const place = document.querySelector("[data-child-check]");
    const form = place?.closest("form");
    if (!form) return;
    // What a text editor holds stands in its hidden field, whether or not the editor has started.
    const read = ({ value }) => (value.startsWith("{") ? JSON.parse(value) : {});
    const written = ({ blocks = [], entityMap = {} }) => [
      ...blocks.map((block) => block.text),
      ...Object.values(entityMap).flatMap(({ data }) => [data?.url ?? [], data?.alt ?? []].flat()),
    ];
    // Its place and person, credits, documents, subtitles: as they were last kept.
    const beside = JSON.parse(document.getElementById("child-check-beside")?.textContent ?? "[]");
    const texts = () => [
      ...[...form.querySelectorAll("textarea, input[type=text], input:not([type])")].map((field) => field.value),
      ...[...form.querySelectorAll("input[type=hidden]")].map(read).flatMap(written),
      ...[...form.querySelectorAll(".late-block > *")].map((line) => line.textContent),
      ...beside, // last: should it be too much for one look, what is being written is looked at
    ];
    let timer;
    const look = async () => {
      const answer = await fetch(place.dataset.childCheck, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ texts: texts() }),
      });
      // Whose session has ended is led to the page for signing in.
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, WAIT);
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
