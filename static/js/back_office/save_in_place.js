// "Save draft" leaves the editor as it stands (core/in_place.py says why). What is sent is what Wagtail sends when it
// saves by itself; this is a version of its own, which what is saved by itself afterwards does not write over.
(() => {
  const senders = new WeakMap(); // by form: Wagtail's sending, without its waiting
  const sending = new WeakMap(); // by form: what is on its way
  const plain = new WeakSet(); // forms that load a page anew after all

  const listen = (name, act) => document.addEventListener(name, act, true);
  const part = (element, name) => window.wagtail.app.getControllerForElementAndIdentifier(element, name);

  // All but what an answer writes itself.
  const writtenIn = (data, { field_updates: updates = {} }) => {
    ["loaded_revision_id", "loaded_revision_created_at", ...Object.keys(updates)].forEach((name) => data.delete(name));
    return new URLSearchParams(data).toString();
  };

  // One request at a time, as each names the version that it builds on: know what is on its way.
  const watch = (form) => {
    const saver = part(form, "w-autosave");
    if (!saver || senders.has(form)) return saver;
    const send = saver.submit.restore();
    senders.set(form, send);
    saver.submit = (event) => {
      const sent = send(event).finally(() => sending.delete(form));
      sending.set(form, sent);
      return sent;
    };
    saver.intervalValueChanged(saver.intervalValue); // it waits as before
    return saver;
  };

  // What was to be saved by itself is in what is saved now.
  const quieten = async (form, saver) => {
    saver.activeValue = false;
    saver.submit.cancel();
    await sending.get(form);
    saver.submit.cancel();
    saver.submitPromise = null;
    saver.lastTriggerEvent = undefined;
  };

  // What Wagtail tells of its sending: `response`, and `type` when it was refused.
  const send = async (form, trigger, formData) => {
    let told = {};
    const notice = ({ detail }) => (told = detail);
    const names = ["w-autosave:success", "w-autosave:error"];
    names.forEach((name) => form.addEventListener(name, notice));
    form.dispatchEvent(new CustomEvent("w-autosave:save", { bubbles: true, detail: { formData, trigger } }));
    await senders.get(form)({ defaultPrevented: false, detail: { formData, trigger } });
    names.forEach((name) => form.removeEventListener(name, notice));
    return told;
  };

  // The button can be pressed again, its menu folds, and whatever needs a look is looked at.
  const isThrough = (button) => {
    button.dataset.wProgressLoadingValue = "false";
    part(button.closest("[data-controller~=w-dropdown]") ?? button, "w-dropdown")?.tippy.hide();
    document.querySelector(".messages .warning")?.scrollIntoView({ block: "center" });
  };

  const save = async (form, saver, event) => {
    await quieten(form, saver);
    const [before, formData] = [new FormData(form), new FormData(form)];
    formData.set("saved_in_place", "yes");
    const { type, response } = await send(form, event, formData);
    saver.revisionIdValue = 0;
    saver.activeValue = type !== "invalid_revision";
    isThrough(event.submitter);
    if (type === "validation_error") {
      plain.add(form); // the page shows each error beside its field
      form.requestSubmit(event.submitter);
    } else if (response && writtenIn(new FormData(form), response) !== writtenIn(before, response)) {
      form.dataset.wUnsavedForceValue = "true"; // written while it was sent
    }
  };

  listen("w-unsaved:add", ({ target: form }) => watch(form));

  // Sent beside a new page that is just saving itself, it would make that page a second time.
  const sendAfterwards = async (form, saver, submitter) => {
    await quieten(form, saver);
    submitter.dataset.wProgressLoadingValue = "false"; // what is disabled is not sent
    await new Promise(requestAnimationFrame);
    form.requestSubmit(submitter);
    submitter.dataset.wProgressLoadingValue = "true";
  };

  const leavesTheEditor = (form, saver, submitter) =>
    !submitter.matches(".action-save:not([name])") ||
    !form.elements.loaded_revision_id ||
    plain.has(form) ||
    !saver.activeValue;

  listen("submit", (event) => {
    const { target: form, submitter } = event;
    const saver = submitter && watch(form);
    if (!saver) return;
    const waits = sending.has(form);
    if (!waits && leavesTheEditor(form, saver, submitter)) {
      quieten(form, saver);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (waits) sendAfterwards(form, saver, submitter);
    else save(form, saver, event);
  });

  listen("w-autosave:success", ({ target: form, detail: { response } }) => {
    if (!form.elements?.loaded_revision_id || !response.revision_id) return;
    form.elements.loaded_revision_id.value = response.revision_id;
    form.elements.loaded_revision_created_at.value = response.revision_created_at;
  });
})();
