(() => {
  const props = JSON.parse(document.getElementById('__props').textContent), W = props.words;
  const app = document.getElementById('__app');
  let token = props.token, seq = 0, state = {}, errors = {};
  const uid = () => ':r' + (seq++).toString(36) + Math.random().toString(36).slice(2, 5) + ':';
  const h = (tag, attrs, ...kids) => {
    const n = document.createElement(tag);
    for (const [k, v] of Object.entries(attrs || {})) {
      if (k.startsWith('on')) n.addEventListener(k.slice(2), v);
      else if (v === true) n.setAttribute(k, ''); else if (v !== false && v != null) n.setAttribute(k, v);
    }
    n.append(...kids.flat().filter((k) => k != null));
    return n;
  };
  const show = (...kids) => app.replaceChildren(...kids.flat().filter((k) => k != null));
  const api = async (path, body) => {
    const r = await fetch(props.base + '/api' + path, body ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {});
    if (r.status >= 500) throw new Error(r.status);
    return r.json();
  };
  const banner = (text, ok) => h('div', { class: 'banner' + (ok ? ' ok' : ''), role: 'alert' }, text);
  const loading = (text) => show(h('div', { class: 'spinner' }), h('p', { class: 'muted', role: 'status', style: 'text-align:center' }, text));

  function input(key, type, changed, extra) {
    const id = uid();
    const box = h('input', Object.assign({ id, type: 'text', autocomplete: 'off', oninput: (e) => { state[key] = e.target.value; changed && changed(); } }, extra));
    box.value = state[key] || '';
    return [id, box];
  }
  function combo(key, options, changed) {
    const id = uid();
    if (!props.fakeSelects) {
      const s = h('select', { id, onchange: () => { state[key] = s.value; changed(); } }, h('option', { value: '' }, 'Selecciona una opción'), options.map((o) => h('option', { value: o.value }, o.text)));
      s.value = state[key] || '';
      return [id, s];
    }
    let pop = null;
    const chosen = options.find((o) => o.value === state[key]);
    const b = h('button', { id, type: 'button', class: 'cb', role: 'combobox', 'aria-haspopup': 'listbox', 'aria-expanded': 'false', 'data-empty': !chosen }, chosen ? chosen.text : 'Selecciona una opción');
    const close = () => { if (pop) { pop.remove(); pop = null; b.setAttribute('aria-expanded', 'false'); document.removeEventListener('pointerdown', away, true); } };
    const away = (e) => { if (pop && !pop.contains(e.target) && e.target !== b) close(); };
    const take = (o) => { state[key] = o.value; b.textContent = o.text; b.removeAttribute('data-empty'); close(); b.focus(); changed(); };
    const open = () => {
      const r = b.getBoundingClientRect();
      pop = h('div', { class: 'pop', role: 'listbox', style: `left:${r.left + scrollX}px;top:${r.bottom + scrollY + 3}px;width:${r.width}px` },
        options.map((o) => h('div', { role: 'option', 'aria-selected': o.value === state[key] ? 'true' : 'false', onclick: () => take(o) }, o.text)));
      document.body.append(pop); b.setAttribute('aria-expanded', 'true');
      document.addEventListener('pointerdown', away, true);
    };
    b.addEventListener('click', () => (pop ? close() : open()));
    b.addEventListener('keydown', (e) => { if (e.key === 'Escape') close(); });
    return [id, b];
  }
  const wrap = (spec, id, control) => h('div', { class: 'f' }, h('span', { id: id + 'l' }, spec.label),
    (control.setAttribute('aria-labelledby', id + 'l'), control), h('div', { class: 'err', 'data-err': spec.key }, errors[spec.key] || ''));

  function entry() {
    state = {};
    const [id, box] = input('code', 'text');
    show(h('h1', {}, 'Factura tu ticket'), h('p', { class: 'muted' }, 'Escanea el QR de tu ticket o escribe el código impreso debajo de él.'),
      h('div', { class: 'f' }, h('label', { for: id }, W.code_label), box),
      h('button', { class: 'cta', type: 'button', onclick: () => { const c = (state.code || '').trim(); if (c) { history.pushState({}, '', props.base + '/r/' + encodeURIComponent(c)); token = c; load(); } } }, W.next));
  }
  async function load() {
    loading('Cargando tu ticket…');
    try {
      const r = await api('/receipts/' + encodeURIComponent(token));
      if (r.status === 'ready') { state = {}; errors = {}; form(r); } else stopped(r);
    } catch (e) { show(banner('Algo salió mal de nuestro lado. Intenta de nuevo en unos minutos.'), h('button', { class: 'cta', type: 'button', onclick: load }, 'Reintentar')); }
  }
  function stopped(r) {
    if (r.status !== 'receipt_already_invoiced') return show(h('h1', {}, 'Factura tu ticket'), banner(r.message), h('a', { href: props.base + '/' }, 'Intentar con otro ticket'));
    state = {};
    const [a, rfc] = input('rfc'), [b, total] = input('amount');
    const note = h('div', {});
    show(h('h1', {}, 'Factura tu ticket'), banner(r.message), h('p', {}, '¿Es tuya? Escribe el RFC con el que se facturó y el total de tu ticket.'),
      wrap({ key: 'rfc', label: 'RFC' }, a, rfc), wrap({ key: 'amount', label: 'Total del ticket' }, b, total), note,
      h('button', { class: 'cta', type: 'button', onclick: async () => {
        try { const f = await api('/receipts/' + encodeURIComponent(token) + '/lookup', state); f.status === 'completed' ? done(f) : note.replaceChildren(banner(f.message)); }
        catch (e) { note.replaceChildren(banner('No pudimos consultar tu factura. Intenta de nuevo.')); }
      } }, W.recover));
  }
  function form(r, problem) {
    const complete = () => props.fields.every((f) => (state[f.key] || '').trim());
    const go = h('button', { class: 'cta', type: 'submit', disabled: props.disables && !complete() }, W.issue);
    const changed = () => { if (props.disables) go.disabled = !complete(); };
    const rows = props.fields.map((f) => {
      if (f.key === 'regime' || f.key === 'use') return wrap(f, ...combo(f.key, r[f.key], changed));
      const extra = { rfc: { maxlength: 13 }, postal_code: { maxlength: 5, inputmode: 'numeric' }, amount: { inputmode: 'decimal', placeholder: '$0.00' } }[f.key] || {};
      if (f.key.startsWith('email')) extra.inputmode = 'email';
      if (f.key === 'email_confirmation' && props.blocksPaste) extra.onpaste = (e) => e.preventDefault();
      return wrap(f, ...input(f.key, 'text', changed, extra));
    });
    show(h('h1', {}, 'Factura tu ticket'),
      h('div', { class: 'sum' }, h('b', {}, r.receipt.store), h('p', {}, `Folio ${r.receipt.folio} · ${r.receipt.date}`), h('p', { class: 'muted' }, r.receipt.items.join(', '))),
      problem ? banner(problem) : null,
      h('form', { novalidate: true, onsubmit: (e) => { e.preventDefault(); send(r, complete()); } }, h('div', { class: 'grid' }, rows), go));
  }
  async function send(r, whole) {
    errors = {};
    if (!whole) props.fields.forEach((f) => { if (!(state[f.key] || '').trim()) errors[f.key] = 'Este campo es obligatorio.'; });
    else if (state.email.trim() !== state.email_confirmation.trim()) errors.email_confirmation = W.mismatch;
    if (Object.keys(errors).length) return form(r);
    loading(W.processing);
    try {
      const a = await api('/receipts/' + encodeURIComponent(token) + '/invoices', state);
      if (a.status === 'processing') return poll(a.invoice);
      if (a.status.startsWith('receipt_')) return stopped(a);
      form(r, a.message);
    } catch (e) {
      show(banner('Algo salió mal y no sabemos si tu factura se generó. Vuelve a abrir tu ticket para revisarlo.'), h('button', { class: 'cta', type: 'button', onclick: load }, 'Abrir mi ticket de nuevo'));
    }
  }
  async function poll(id) {
    try {
      const s = await api('/invoices/' + id);
      if (s.status === 'processing') { loading(s.message); return setTimeout(() => poll(id), 250); }
      s.status === 'completed' ? done(s) : show(banner(s.message));
    } catch (e) { setTimeout(() => poll(id), 500); }
  }
  const names = { xml: 'Descargar XML', pdf: 'Descargar PDF', zip: 'Descargar todo (.zip)' };
  async function blob(file, uuid) {
    const b = await (await fetch(file.url)).blob(), a = h('a', { href: URL.createObjectURL(b), download: uuid + '.' + file.kind });
    a.click();
  }
  function done(s) {
    show(h('h1', {}, 'Tu factura'), banner(s.message, true), h('p', { class: 'muted' }, 'Folio fiscal ' + s.uuid),
      h('div', { class: 'files' }, s.files.map((f) => s.as === 'blob' ? h('button', { type: 'button', onclick: () => blob(f, s.uuid) }, names[f.kind])
        : h('a', { href: f.url, target: s.as === 'new_tab' ? '_blank' : null }, names[f.kind]))));
  }
  window.addEventListener('popstate', () => location.reload());
  token ? load() : entry();
})();
