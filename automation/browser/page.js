// Runs in an isolated world of every frame: sees the page's DOM, shares no object with the page's scripts.
(() => {
  if (globalThis.autocfdi) return;

  // ---- when did the DOM last change -----------------------------------------------------------------
  let changedAt = performance.now();
  const touch = () => { changedAt = performance.now(); };
  const watching = { subtree: true, childList: true, characterData: true, attributes: true };
  const observer = new MutationObserver(touch);
  observer.observe(document, watching);
  // A MutationObserver does not look into shadow trees. Looked for once per change, when somebody asks.
  const watched = new WeakSet();
  let lookedAt = -1;
  const watchShadows = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const shadow = element.shadowRoot;
      if (!shadow) continue;
      if (!watched.has(shadow)) {
        watched.add(shadow);
        observer.observe(shadow, watching);
        touch();
      }
      watchShadows(shadow);
    }
  };

  // Milliseconds since anything changed, here and in the frames that may be looked into.
  const stillness = () => {
    if (changedAt > lookedAt) {
      lookedAt = changedAt;
      watchShadows(document);
    }
    let age = performance.now() - changedAt;
    for (let i = 0; i < window.frames.length; i++) {
      try {
        const inner = window.frames[i].autocfdi;
        if (inner) age = Math.min(age, inner.stillness());
      } catch { /* another origin: asked through its own session, or not at all */ }
    }
    return age;
  };

  // A frame of the same origin may hand its elements to the world of the frame around it.
  const viewOf = (element) => element.ownerDocument.defaultView;

  // ---- where to click -------------------------------------------------------------------------------
  const up = (node) => node.assignedSlot || node.parentNode || node.host || null;
  const holds = (outer, node) => {
    for (let n = node; n; n = up(n)) if (n === outer) return true;
    return false;
  };
  const hitAt = (element, x, y) => {
    const root = element.getRootNode();
    return (root.elementFromPoint && root.elementFromPoint(x, y)) || element.ownerDocument.elementFromPoint(x, y);
  };
  const ACTS = 'a[href],button,label,summary,[role=button],[role=option],[role=menuitem],[onclick]';
  const nearestActing = (node, stop) => {
    for (let n = node; n && n !== stop; n = up(n)) if (n.matches && n.matches(ACTS)) return n;
    return null;
  };
  // A click at a point that hits `hit` reaches `element`.
  const reaches = (hit, element) => {
    if (!hit) return false;
    if (holds(element, hit)) return true;
    const label = hit.closest && hit.closest('label');
    if (label && label.control === element) return nearestActing(hit, label) === null;
    return hit.matches(ACTS) && holds(hit, element);
  };
  const spots = (rect, view) => {
    const left = Math.max(rect.left, 0), right = Math.min(rect.right, view.innerWidth);
    const top = Math.max(rect.top, 0), bottom = Math.min(rect.bottom, view.innerHeight);
    if (right - left < 0.5 || bottom - top < 0.5) return [];
    const at = (fx, fy) => [left + (right - left) * fx, top + (bottom - top) * fy];
    return [at(0.5, 0.5), at(0.25, 0.5), at(0.75, 0.5), at(0.5, 0.25), at(0.5, 0.75), at(0.08, 0.5), at(0.92, 0.5)];
  };
  // `shown` stands for `target` where that is hidden, else they are the same.
  const hits = (hit, shown, target) =>
    reaches(hit, target) || (shown !== target && holds(shown, hit) && !nearestActing(hit, shown));
  const findSpot = (shown, target) => {
    let covering = null;
    for (const rect of shown.getClientRects()) {
      for (const [x, y] of spots(rect, viewOf(shown))) {
        const hit = hitAt(shown, x, y);
        if (hits(hit, shown, target)) {
          const whole = shown.getBoundingClientRect();
          return { x, y, dx: x - whole.left, dy: y - whole.top };
        }
        covering = covering || hit;
      }
    }
    return { covering };
  };
  // What stands for a hidden checkbox or radio: its label, a drawn sibling, the small box around it.
  const standIns = (element) => {
    const found = [...(element.labels || [])];
    for (let n = element.nextElementSibling, i = 0; n && i < 2; n = n.nextElementSibling, i++) found.push(n);
    for (let n = element.parentElement, i = 0; n && i < 3; n = n.parentElement, i++) {
      const box = n.getBoundingClientRect();
      if (box.width <= 400 && box.height <= 80) found.push(n);
      for (const sibling of n.children) {
        const own = sibling.getBoundingClientRect();
        if (own.width > 4 && own.width <= 60 && own.height <= 60 && !sibling.contains(element)) found.push(sibling);
      }
    }
    return found;
  };
  const drawn = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1.5 && box.height > 1.5 && getComputedStyle(element).visibility !== 'hidden';
  };
  const describe = (node) => {
    if (!node) return '';
    const words = (node.innerText || node.getAttribute('aria-label') || '').trim().replace(/\s+/g, ' ').slice(0, 60);
    const names = [node.localName, node.id && '#' + node.id, ...[...node.classList].slice(0, 2).map((c) => '.' + c)];
    return names.filter(Boolean).join('') + (words ? ` «${words}»` : '');
  };
  const attempt = (element, toggle) => {
    const stages = drawn(element) ? [element] : [];
    if (toggle) stages.push(...standIns(element).filter(drawn));
    let covering = null;
    for (const shown of stages) {
      let spot = findSpot(shown, element);
      if (spot.covering !== undefined) {
        shown.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
        spot = findSpot(shown, element);
      }
      if (spot.covering === undefined) return { spot, shown };
      covering = covering || spot.covering;
    }
    return { covering, invisible: stages.length === 0 };
  };
  // From the press to the click the mouse acts on what was aimed at, or on nothing: something may have come to lie
  // over it in the moment since it was located. Only the press is judged; what a page moves after it is its affair.
  const GESTURE = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
  const GESTURE_LIMIT = 1000;
  let endGesture = () => {};
  let landing = Promise.resolve('');
  const watchGesture = (shown, target) => {
    endGesture();
    const view = viewOf(shown);
    let strayed = null, tell;
    landing = new Promise((resolve) => { tell = resolve; });
    const judge = (event) => {
      if (!event.isTrusted) return;
      if (event.type === 'pointerdown') {
        const hit = event.composedPath()[0];
        strayed = hits(hit, shown, target) ? null : hit;
        tell(strayed ? describe(strayed) || strayed.localName : '');
      }
      if (strayed) { event.stopImmediatePropagation(); event.preventDefault(); }
      if (event.type === 'click') endGesture();
    };
    const end = () => {
      tell('');
      for (const type of GESTURE) view.removeEventListener(type, judge, true);
    };
    endGesture = end;
    for (const type of GESTURE) view.addEventListener(type, judge, { capture: true, passive: false });
    setTimeout(end, GESTURE_LIMIT);
  };
  // What the press hit instead of what was aimed at; '' where it hit that, or never came.
  const strayedTo = () => landing;
  let aimedAt = null;
  // Something fades, slides or spins, or something was changed a moment ago.
  const moves = (element) => stillness() < STEADY
    || element.ownerDocument.getAnimations().some((animation) => animation.playState === 'running');
  const STEADY = 20;
  // What lies over an element wants an answer: it has something to press and is no veil that will lift by itself.
  const asks = (covering) => {
    for (let n = covering; n && n.nodeType === Node.ELEMENT_NODE; n = up(n)) {
      if (['fixed', 'absolute'].includes(getComputedStyle(n).position)) return [...n.querySelectorAll(ACTS)].some(drawn);
    }
    return false;
  };
  // Waits (at most `patience` ms) while something covers the element: overlays fade, panels slide in.
  const locate = async (element, toggle, patience) => {
    const began = performance.now();
    for (;;) {
      if (!element.isConnected) return { gone: true };
      const found = attempt(element, toggle);
      if (found.spot) {
        aimedAt = found.shown;
        watchGesture(found.shown, element);
        return { ...found.spot, nested: viewOf(element) !== viewOf(element).top };
      }
      const waited = performance.now() - began;
      if (waited > patience || (waited > STEADY && !moves(element) && asks(found.covering))) {
        return { invisible: found.invisible, covered: describe(found.covering) };
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const aimed = () => aimedAt;

  // ---- typing ---------------------------------------------------------------------------------------
  const SET = new Set(['date', 'time', 'month', 'week', 'datetime-local', 'color', 'range']);
  const deepActive = (page) => {
    let active = page.activeElement;
    while (active && active.shadowRoot && active.shadowRoot.activeElement) active = active.shadowRoot.activeElement;
    return active;
  };
  const textOf = (element) => {
    if (element.type === 'checkbox' || element.type === 'radio') return String(element.checked);
    if ('value' in element && typeof element.value === 'string') return element.value;
    const ticked = element.getAttribute('aria-checked');
    return ticked !== null ? String(ticked === 'true') : (element.innerText || '').replace(/\n$/, '');
  };
  const fire = (element, ...names) => {
    for (const name of names) element.dispatchEvent(new Event(name, { bubbles: true, composed: name === 'input' }));
  };
  const selectAll = (element) => {
    if (typeof element.select === 'function') return element.select();
    const range = element.ownerDocument.createRange();
    range.selectNodeContents(element);
    const selection = element.ownerDocument.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  const prepare = (element) => {
    if (!element.isConnected) return { gone: true };
    if (!('value' in element) && !element.isContentEditable) element = innerField(element) || element;
    element.focus();
    const way = element.readOnly || element.disabled || element.matches(':disabled') ? 'fixed'
      : SET.has(element.type) ? 'set' : 'type';
    if (way === 'type') selectAll(element);
    const limit = element.maxLength > 0 ? element.maxLength : null;
    return { way, focused: deepActive(element.ownerDocument) === element, held: textOf(element), limit };
  };
  // A wrapper (custom element, role=combobox DIV) was named instead of the field that it holds.
  const innerField = (element) => {
    const field = 'input:not([type=hidden]),textarea,[contenteditable=""],[contenteditable=true]';
    return element.querySelector(field) || (element.shadowRoot && element.shadowRoot.querySelector(field));
  };
  const setValue = (element, value) => {
    element.value = value;
    fire(element, 'input', 'change');
    return textOf(element);
  };
  const held = (element) => {
    if (!element.isConnected) return null;
    if (!('value' in element) && !element.isContentEditable) {
      const field = innerField(element);
      if (field) return textOf(field);
    }
    return textOf(element);
  };
  const leave = (element) => {
    const active = deepActive(element.ownerDocument);
    if (active && (active === element || holds(element, active))) active.blur();
    else if (element.isConnected) element.dispatchEvent(new FocusEvent('focusout', { bubbles: true, composed: true }));
  };
  const choose = (element, value) => {
    if (!element.isConnected) return { gone: true };
    const option = [...element.options].find((o) => o.value === value) || null;
    if (!option || option.disabled || element.disabled) return { value: element.value };
    element.focus();
    if (!option.selected) {
      if (element.multiple) option.selected = true; else element.selectedIndex = option.index;
      fire(element, 'input', 'change');
    }
    return { value: element.value };
  };
  const ticked = (element) => {
    if (!element.isConnected) return null;
    if (element.type === 'checkbox' || element.type === 'radio') return element.checked;
    const inner = element.querySelector('input[type=checkbox],input[type=radio]');
    return inner ? inner.checked : element.getAttribute('aria-checked') === 'true';
  };
  const clickByScript = (element) => { element.click(); };
  const reveal = (element) => {
    if (!element.isConnected) return false;
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    return true;
  };

  // ---- fetching -------------------------------------------------------------------------------------
  const base64 = (blob) => new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  const load = async (url, largest) => {
    const answer = await fetch(url, { credentials: 'include' });
    const declared = Number(answer.headers.get('content-length') || 0);
    if (declared > largest) return { status: answer.status, url: answer.url, tooLarge: true };
    const blob = await answer.blob();
    return {
      status: answer.status, url: answer.url, tooLarge: blob.size > largest,
      type: answer.headers.get('content-type') || blob.type || '',
      disposition: answer.headers.get('content-disposition') || '',
      body: blob.size > largest ? '' : await base64(blob),
    };
  };

  globalThis.autocfdi = {
    stillness, locate, aimed, strayedTo, prepare, setValue, held, leave, choose, ticked, clickByScript, reveal, load,
  };
})();
