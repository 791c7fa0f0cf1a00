// A text editor starts when somebody comes near it: within a screen's height, by keyboard, by whatever asks for it.
// Until then its text stands in its place, and the hidden field holds what would be saved.
(() => {
  const NEAR = "100% 0px";
  const TAGS = { "header-two": "h2", "header-three": "h3", "header-four": "h4", "unordered-list-item": "li", "ordered-list-item": "li" };
  const starts = new WeakMap();
  const watcher = new IntersectionObserver(
    (seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && starts.get(target)?.()),
    { rootMargin: NEAR }
  );

  const standIn = (value) => {
    const place = document.createElement("div");
    place.className = "late-text";
    place.tabIndex = 0;
    for (const { type, text } of JSON.parse(value)?.blocks ?? []) {
      const line = document.createElement(TAGS[type] ?? "p");
      line.textContent = text;
      place.append(line);
    }
    return place;
  };

  // Comments are told where they belong by the editors themselves.
  let comments;
  const hasComments = () =>
    (comments ??= Number(document.querySelector('[name="comments-TOTAL_FORMS"]')?.value ?? 0)) > 0;

  class LateText {
    constructor(reader, start, capabilities) {
      Object.assign(this, { reader, start, capabilities, editor: null });
    }

    begin = () => (this.editor ??= this.start());
    getValue = () => (this.editor ?? this.reader).getValue();
    getTextLabel = (options) => (this.editor ?? this.reader).getTextLabel(options);
    setInvalid = (invalid) => this.begin().setInvalid(invalid);
    getState = () => this.begin().getState();
    setState = (state) => this.begin().setState(state);
    focus = (options) => this.begin().focus(options);

    setCapabilityOptions(name, options) {
      if (this.editor) this.editor.setCapabilityOptions(name, options);
      else this.capabilities.set(name, Object.assign(this.capabilities.get(name), options));
    }
  }

  class LateRichTextArea extends window.draftail.DraftailRichTextArea {
    render(container, name, id, state, capabilities, options = {}) {
      // Made while somebody works: they want to write now.
      if (document.readyState === "complete" || state?.getCurrentContent || hasComments())
        return super.render(container, name, id, state, capabilities, options);

      const field = Object.assign(document.createElement("input"), { type: "hidden", id, name, value: state });
      const place = standIn(state);
      container.append(field, place);
      const known = new Map(capabilities);
      const late = new LateText(
        super.getByName(name, field),
        () => {
          watcher.unobserve(place);
          field.remove();
          const editor = super.render(container, name, id, field.value, known, options);
          place.remove();
          return editor;
        },
        known
      );
      starts.set(place, late.begin);
      place.addEventListener("focus", () => late.focus());
      watcher.observe(place);
      return late;
    }
  }

  window.telepath.register("core.LateRichTextArea", LateRichTextArea);
})();
