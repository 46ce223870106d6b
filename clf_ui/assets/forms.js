/* What a form needs of the browser and Streamlit does not do: the focus goes into a form that opens, to the safe
   answer where it only asks, and back when it closes; what was typed and not sent is there again when it is opened
   again, and no key presses anything else meanwhile. One script for every popover, dialog and expander, and for
   what opens in place in a container whose key begins with "opened-" (there, Escape presses the button whose key
   begins with "cancel-"). And on every page what was typed is sent before what was pressed next: where a finger does
   both at once Streamlit sends them in one message, which draws the field's part of the page alone, or sends what
   was typed after another page was asked for, which then stays away. */
(() => {
  if (window.clfForms) return;
  window.clfForms = true;

  const POPOVER = '[data-testid="stPopoverBody"]';
  const DIALOG = '[data-testid="stDialog"]';
  const EXPANDER = '[data-testid="stExpander"] details[open]';
  const IN_PLACE = '[class*="st-key-opened-"]';
  const FORM = [POPOVER, DIALOG, EXPANDER, IN_PLACE].join();
  const FIELD =
    'input:not([type="checkbox"], [type="radio"], [type="file"], [type="range"], :disabled, [readonly]), ' +
    'textarea:not(:disabled, [readonly]), [role="spinbutton"]:not([aria-disabled="true"])';
  const OPENER =
    '[data-testid="stPopoverButton"], [data-testid="stButton"] button, [data-testid="stExpander"] summary';
  const PRESSED = `${OPENER}, [role="radio"], canvas`;
  const SENDER = '[data-testid="stFormSubmitButton"] button, [data-testid="stButton"] button[kind="primary"]';
  const RUN = "data-test-script-state";
  const AFTER_FIELD = '[data-testid="stButton"] button, [data-testid="stDownloadButton"] button, a[href]';
  const CANCEL = '[class*="st-key-cancel-"] button';
  const SAFE = '[class*="st-key-leave-"] button'; // "no" to a question, which changes nothing

  const ASKS = "N/A"; // the one choice that opens a form: after every other a key is meant for the choice itself
  const CHOICE = 'input[type="checkbox"], input[type="radio"], [role="radio"]'; // a key on it chooses, and is no text

  // Milliseconds.
  const OPENS_WITHIN = 15000; // from a press to the form that it opens, over the slowest line
  const ANSWERS_WITHIN = 2000; // from a press to the server's beginning to answer it
  const DRAWN_WITHIN = 200; // from the end of the server's answer to a form on the page
  const TAKES_TEXT_AFTER = 50; // a field that is younger forgets what it is given
  const SENT_WITHIN = 100; // from the moment that a field is left until the server has what it holds
  const RETURNS_WITHIN = 1500; // for so long a page that is drawn again may take the focus away once more

  const open = new Map(); // every form that is open, with what is known of it
  const drafts = new Map(); // by a form's name and a field's label, what was typed and what stood there before
  let pressed = null; // what was pressed last, and when
  let waiting = null; // the keys typed between a press and the form that it opens
  let changed = null; // the field with the focus in which something was typed
  let sending = null; // a field was left: when the server will have what it holds
  let comingBack = null; // what the focus goes back to, and until when

  const isRunning = () => document.querySelector(`.stApp[${RUN}="running"]`) !== null;
  const isEditable = (one) => one instanceof HTMLElement && (one.matches(FIELD) || one.isContentEditable);
  const isLost = () => !document.activeElement || document.activeElement === document.body;
  const fields = (form) => [...form.querySelectorAll(FIELD)].filter((field) => field.getClientRects().length);
  const isText = (field) => "value" in field && field.getAttribute("role") !== "combobox";
  const label = (field) => field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent ?? "";
  const holding = (one) => [...open].find(([form]) => form.contains(one));
  const lately = () => pressed && performance.now() - pressed.at < OPENS_WITHIN;

  /* Where an element is: Streamlit builds elements anew, and the key of what holds one outlives it. */
  function place(element) {
    const holder = element.closest('[class*="st-key-"]');
    const key = holder && [...holder.classList].find((name) => name.startsWith("st-key-"));
    const tag = element.localName;
    const nth = holder ? [...holder.querySelectorAll(tag)].indexOf(element) : 0;
    const name = [location.pathname, location.search, key ?? element.textContent, nth].join(" ");
    return { element, key, tag, nth, name, outer: holding(element)?.[1].by };
  }

  function found(was) {
    if (!was) return null;
    if (was.element.isConnected) return was.element;
    const again = was.key && document.querySelectorAll(`.${CSS.escape(was.key)} ${was.tag}`)[was.nth];
    return again || found(was.outer);
  }

  function hasOpened(form) {
    const button =
      (form.matches(POPOVER) && document.querySelector('[data-testid="stPopoverButton"][aria-expanded="true"]')) ||
      (form.matches(EXPANDER) && form.querySelector("summary"));
    const by = button ? place(button) : lately() ? pressed.place : null;
    // an expander is asked for by its own summary alone: one that is drawn again takes no focus
    const isSummary = lately() && pressed.place.tag === "summary" && form.contains(pressed.place.element);
    const isAsked = lately() && (!form.matches(EXPANDER) || isSummary);
    open.set(form, {
      by,
      name: [...form.classList].find((name) => name.startsWith("st-key-opened-")) ?? by?.name ?? "",
      typed: new Map(),
      sent: new Map(),
      isRestored: false,
      waitsUntil: isAsked ? performance.now() + OPENS_WITHIN : 0,
    });
  }

  function hasClosed(form, state) {
    open.delete(form);
    if (state.typed.size) drafts.set(state.name, state.typed);
    if (state.by && isLost()) {
      comingBack = { place: state.by, until: performance.now() + RETURNS_WITHIN };
      comeBack();
    }
  }

  function comeBack() {
    if (!comingBack || performance.now() > comingBack.until) return;
    if (isLost()) found(comingBack.place)?.focus({ preventScroll: true });
    setTimeout(comeBack, 50);
  }

  function restore(form, state) {
    if (state.isRestored || !fields(form).length) return;
    state.isRestored = true;
    const kept = drafts.get(state.name);
    drafts.delete(state.name);
    if (kept) setTimeout(() => giveBack(form, kept), TAKES_TEXT_AFTER);
  }

  function giveBack(form, kept) {
    for (const field of fields(form).filter(isText)) {
      const draft = kept.get(label(field));
      if (draft?.before.includes(field.value)) write(field, draft.text);
    }
  }

  function write(field, text) {
    const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    draftOf(field);
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function giveFocus(form, state) {
    if (!state.waitsUntil) return;
    const isIn = () => {
      const one = document.activeElement;
      return form.contains(one) && (isEditable(one) || one.matches(`${SAFE}, ${CHOICE}`));
    };
    const isLoading = form.querySelector('[data-testid="stSkeleton"]') !== null; // may come before what is there
    const first = fields(form)[0] ?? [...form.querySelectorAll(SAFE)].find((one) => one.getClientRects().length);
    if (!isIn() && !isLoading && first) {
      first.focus({ preventScroll: form.matches(POPOVER) });
      if (first.type === "text") first.setSelectionRange(first.value.length, first.value.length);
    }
    if (isIn()) {
      state.waitsUntil = 0;
      if (!isEditable(document.activeElement)) waiting = null;
      if (waiting) waiting.field = document.activeElement;
      if (waiting) setTimeout(() => giveKeys(state), TAKES_TEXT_AFTER);
    } else if (performance.now() > state.waitsUntil && !isLoading && !isRunning()) {
      state.waitsUntil = 0;
      waiting = null;
    } else {
      if (form.matches(POPOVER) && !form.contains(document.activeElement)) {
        form.tabIndex = -1; // there may be no field, but something to read or to press: no key presses it by accident
        form.focus({ preventScroll: true });
      }
      requestAnimationFrame(look);
    }
  }

  function giveKeys(state) {
    if (!waiting?.field) return;
    const { field, keys } = waiting;
    if (field.isConnected) {
      waiting = null;
      if (draftOf(field) && keys) document.execCommand("insertText", false, keys);
    } else {
      waiting.field = null; // drawn anew meanwhile
      state.waitsUntil = performance.now() + OPENS_WITHIN;
      look();
    }
  }

  function watchServer() {
    if (isRunning()) {
      waiting.ran = true;
    } else if (waiting.ran) {
      waiting.ran = false;
      waiting.until = performance.now() + DRAWN_WITHIN;
    }
  }

  function look() {
    if (waiting) watchServer();
    const now = new Set(document.querySelectorAll(FORM));
    for (const [form, state] of [...open]) if (!now.has(form)) hasClosed(form, state);
    for (const form of now) if (!open.has(form)) hasOpened(form);
    for (const [form, state] of open) {
      restore(form, state);
      giveFocus(form, state);
    }
  }

  function hasSent(state) {
    state.sent = state.typed;
    state.typed = new Map();
  }

  /* What stands in a form's fields when it is left is a draft, also where sending it was refused. */
  function leave() {
    for (const [form, state] of open) {
      for (const field of fields(form).filter(isText)) {
        const draft = state.sent.get(label(field));
        if (draft?.text === field.value) state.typed.set(label(field), draft);
      }
    }
  }

  function keysWait() {
    const opens = isRunning() || [...open.values()].some((state) => state.waitsUntil);
    if (waiting?.field) return true;
    if (waiting && performance.now() > (opens ? waiting.at + OPENS_WITHIN : waiting.until)) waiting = null;
    return waiting !== null;
  }

  function hold(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function on(type, listener) {
    addEventListener(type, (event) => event.target instanceof Element && listener(event, event.target), true);
  }

  on("pointerdown", (_, target) => {
    waiting = comingBack = null;
    for (const state of open.values()) state.waitsUntil = 0; // whoever points elsewhere is not called back
    if (!holding(target) || target.closest('[aria-label="Close"]')) leave();
  });

  function press(button) {
    pressed = { place: place(button), at: performance.now() };
    const closes = button.getAttribute("aria-expanded") === "true" || button.closest("details")?.open;
    const isChoice = button.matches('[role="radio"]');
    const opens = !closes && !button.matches("canvas") && (!isChoice || button.textContent.trim() === ASKS);
    waiting = opens ? { at: pressed.at, until: pressed.at + ANSWERS_WITHIN, keys: "", ran: false } : null;
  }

  on("focusout", (_, target) => {
    if (target !== changed) return;
    changed = null;
    sending = performance.now() + SENT_WITHIN;
    setTimeout(() => (sending = null), SENT_WITHIN);
  });

  /* A press waits until the field that was left for it is sent. Before all that presses do. */
  on("click", (event, target) => {
    const button = sending && target.closest(AFTER_FIELD);
    const isPlain = event.isTrusted && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!button || !isPlain) return;
    const where = place(button);
    hold(event);
    setTimeout(() => found(where)?.click(), Math.max(0, sending - performance.now()));
  });

  /* A way from one of many services into it stays in this tab, so that the way back is there; Streamlit's client
     opens what a table links to in another one. */
  on("click", (event, target) => {
    const way = target.closest(".st-key-heat-map a, .st-key-learn-from-ways a");
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    history.pushState({}, "", way.href);
    dispatchEvent(new PopStateEvent("popstate"));
  });
  on("click", (_, target) => {
    const form = target.closest(SENDER) && !target.closest(CANCEL) && holding(target);
    if (form) hasSent(form[1]);
    const button = target.closest(PRESSED);
    if (button) press(button);
  });

  /* What stood in a field is what stands there when it is first written in: Streamlit fills it after it has come. */
  function draftOf(target) {
    const form = target.matches(FIELD) && isText(target) && holding(target);
    if (!form) return null;
    const { typed, sent } = form[1];
    const name = label(target);
    const before = [target.value, ...(sent.get(name)?.before ?? [])]; // sending may have been refused
    if (!typed.has(name)) typed.set(name, { before, text: target.value });
    return typed.get(name);
  }
  on("beforeinput", (_, target) => draftOf(target));
  on("input", (_, target) => {
    if (target.matches(FIELD) && isText(target)) changed = target;
    const draft = draftOf(target);
    if (draft) draft.text = target.value;
  });

  const held = new Set();
  on("keydown", (event, target) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const writes = isEditable(target);
    if (target.matches(CHOICE) && holding(target)) waiting = null; // who is there already waits for nothing
    const isKey = event.key.length === 1 || event.key === "Enter";
    // whoever has moved on to press something else is not kept from it
    const isThere = isLost() || pressed?.place.element.contains(target) || Boolean(holding(target));
    if (event.repeat && [" ", "Enter", "Escape"].includes(event.key) && !writes) {
      hold(event); // its first press was meant for what had the focus then
    } else if (isPlain && isKey && (writes ? target === waiting?.field : isThere) && keysWait()) {
      if (event.key.length === 1) waiting.keys += event.key;
      held.add(event.code);
      hold(event);
    } else if (event.key.length > 1 && !["Shift", "Control", "Alt", "AltGraph", "Meta"].includes(event.key)) {
      waiting = comingBack = null;
      for (const state of open.values()) state.waitsUntil = 0; // whoever moves on by a key is not called back
      const form = holding(target);
      if (event.key === "Escape") {
        leave();
        if (form?.[0].matches(IN_PLACE)) form[0].querySelector(CANCEL)?.click();
      } else if (event.key === "Enter" && form && writes && target.closest('[data-testid="stForm"]')) {
        hasSent(form[1]);
      }
    }
    // Streamlit's choices, unlike its buttons, are pressed by a key without a click
    const isPress = event.key === "Enter" || event.key === " ";
    if (isPress && !event.defaultPrevented && target.matches('[role="radio"]') && !holding(target)) press(target);
  });
  on("keyup", (event) => held.delete(event.code) && hold(event));

  /* Shortcuts listen at the document, behind all of the page. None is a single key, and none works while somebody
     writes: there, Ctrl Z is for the text. */
  document.documentElement.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const mayWrite = [...open.keys()].some((form) => !form.matches(EXPANDER) && fields(form).length);
    const isForText = event.key.toLowerCase() === "z" && (isEditable(event.target) || keysWait() || mayWrite);
    if (isPlain ? event.key.length === 1 : isForText) event.stopPropagation();
  });

  const changes = { subtree: true, childList: true, attributes: true, attributeFilter: ["open", RUN] };
  new MutationObserver(look).observe(document.body, changes);
  look();
})();
