// A block is built when somebody comes near it: within a screen's height, by keyboard, by whatever asks for it.
// Until then lines of its text stand in its place. While nobody has changed it, the form sends what came ("kept").
(() => {
  const NEAR = { rootMargin: "100% 0px", scrollMargin: "100% 0px" };
  const TAGS = { "header-two": "h2", "header-three": "h3", "header-four": "h4", "unordered-list-item": "li", "ordered-list-item": "li" };
  const ROW = /^(.+?-\d+)-value(?:-|$)/;
  const { StreamBlock, StreamBlockDefinition } = window.wagtailStreamField.blocks;

  const waiting = new Map(); // stand-in -> its block
  const untouched = new Map(); // form -> its blocks that may still be as they came, by row
  const watcher = new IntersectionObserver(
    (seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && waiting.get(target)?.begin()),
    NEAR
  );

  // A text editor writes its text anew once it has started: the same text, in another order and spelling.
  const parsed = (value) => {
    try {
      return value.startsWith("{") ? JSON.parse(value) : null;
    } catch {
      return null;
    }
  };
  const isEmpty = (value) => value && typeof value === "object" && Object.keys(value).length === 0;
  const sorted = (value) => {
    if (Array.isArray(value)) return value.map(sorted);
    if (!value || typeof value !== "object") return value;
    return Object.keys(value).sort().filter((key) => !isEmpty(value[key])).map((key) => [key, sorted(value[key])]);
  };
  const meaning = (entries) => JSON.stringify(entries.map(([name, value]) => [name, sorted(parsed(value) ?? value)]));

  // What of a state is for people to read: lines of a text, titles of what was chosen, words.
  const linesOf = (state) => {
    if (typeof state === "string") return parsed(state)?.blocks ?? [{ text: state }];
    if (Array.isArray(state)) return state.flatMap(linesOf);
    if (!state || typeof state !== "object") return [];
    if (Array.isArray(state.blocks)) return state.blocks;
    if ("title" in state && "id" in state) return [{ text: state.title }];
    if ("string" in state && "id" in state) return [{ text: state.string }];
    return "value" in state && "id" in state ? linesOf(state.value) : Object.values(state).flatMap(linesOf);
  };

  const standIn = (state) => {
    const place = document.createElement("div");
    place.className = "late-block";
    place.tabIndex = 0;
    for (const { type, text } of linesOf(state)) {
      const line = document.createElement(TAGS[type] ?? "p");
      line.textContent = text;
      place.append(line);
    }
    return place;
  };

  // Comments are told where they belong by the fields themselves.
  const hasComments = () => Number(document.querySelector('[name="comments-TOTAL_FORMS"]')?.value ?? 0) > 0;

  const rowsOf = (formData) => {
    const rows = new Map();
    for (const entry of formData) {
      const row = ROW.exec(entry[0])?.[1];
      if (row) rows.set(row, [...(rows.get(row) ?? []), entry]);
    }
    return rows;
  };

  document.addEventListener("formdata", ({ target, formData }) => {
    const blocks = untouched.get(target);
    if (!blocks) return;
    const rows = rowsOf(formData);
    for (const block of blocks.values()) {
      const entries = rows.get(block.row) ?? [];
      if (!block.isAsItCame(entries)) continue;
      entries.forEach(([name]) => formData.delete(name));
      formData.append(`${block.row}-kept`, block.kept);
    }
  });

  class LateBlock {
    constructor(blockDef, placeholder, prefix, state, kept, capabilities) {
      Object.assign(this, { blockDef, prefix, state, kept, capabilities });
      this.row = prefix.replace(/-value$/, "");
      this.block = null;
      this.filled = null; // its part of the form, right after it was built
      this.place = standIn(state);
      placeholder.replaceWith(this.place);
      this.place.addEventListener("focus", () => this.focus());
      this.form = this.place.closest("form");
      if (!untouched.has(this.form)) untouched.set(this.form, new Map());
      untouched.get(this.form).set(this.row, this);
      waiting.set(this.place, this);
      watcher.observe(this.place);
    }

    begin() {
      if (this.block) return this.block;
      watcher.unobserve(this.place);
      waiting.delete(this.place);
      const heading = this.place.closest("[data-panel]")?.querySelector("[data-panel-heading-text]");
      this.block = this.blockDef.render(this.place, this.prefix, this.state, undefined, this.capabilities);
      this.filled = meaning(rowsOf(new FormData(this.form)).get(this.row) ?? []);
      if (heading) heading.textContent = this.block.getTextLabel?.({ maxLength: 70 }) ?? "";
      return this.block;
    }

    // Not between being built and being looked at: `filled` is what the form says then.
    isAsItCame(entries) {
      return !this.block || (this.filled !== null && this.filled === meaning(entries));
    }

    getTextLabel = (options) =>
      this.block ? this.block.getTextLabel?.(options) : (linesOf(this.state)[0]?.text ?? "").slice(0, options?.maxLength);
    getState = () => this.begin().getState();
    getValue = () => this.begin().getValue();
    getDuplicatedState = () => (this.begin().getDuplicatedState ?? this.block.getState).call(this.block);
    setState = (state) => this.begin().setState(state);
    setError = (error) => error && this.begin().setError(error);
    focus = (options) => this.begin().focus(options);

    setCapabilityOptions(name, options) {
      if (this.block) this.block.setCapabilityOptions?.(name, options);
      else Object.assign(this.capabilities.get(name), options);
    }
  }

  class LateStreamBlock extends StreamBlock {
    insert(child, index, options) {
      this.kept = child.kept;
      const made = super.insert(child, index, options);
      this.kept = undefined;
      return made;
    }

    _createChild(blockDef, ...rest) {
      const { kept } = this;
      // Made while somebody works: they want to write now.
      if (!kept || document.readyState === "complete" || hasComments()) return super._createChild(blockDef, ...rest);
      // The same definition in every respect but this one.
      const late = Object.create(blockDef);
      late.render = (placeholder, prefix, state, _error, capabilities) => {
        delete late.render;
        return new LateBlock(late, placeholder, prefix, state, kept, capabilities);
      };
      return super._createChild(late, ...rest);
    }
  }

  class LateStreamBlockDefinition extends StreamBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      return new LateStreamBlock(this, placeholder, prefix, initialState, initialError);
    }
  }

  window.telepath.register("core.LateStreamBlock", LateStreamBlockDefinition);
})();
