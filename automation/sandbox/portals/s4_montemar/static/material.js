(function () {
  'use strict';
  var cfg = JSON.parse(document.querySelector('.ajustes').textContent);
  var main = document.querySelector('main'), overlay = document.querySelector('.cdk-overlay-container');
  var ticket = null, branches = null;
  var MONTHS = ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'];

  function el(html) { var t = document.createElement('template'); t.innerHTML = html.trim(); return t.content.firstChild; }
  function api(method, path, body) {
    var init = { method: method, headers: { 'Content-Type': 'application/json' } };
    if (body) init.body = JSON.stringify(body);
    return fetch(cfg.base + '/api' + path, init).then(function (r) {
      if (r.status >= 500) throw new Error(r.status);
      return r.json();
    }).then(function (data) {
      if (data.expired) { ticket = null; go('invoice-create', data.message); return new Promise(function () {}); }
      return data;
    });
  }
  function say(text, good) {
    var box = main.querySelector('.result_message_user');
    box.textContent = text || ''; box.className = 'result_message_user' + (text ? (good ? ' bien' : ' mal') : '');
    box.setAttribute('role', 'alert');
  }
  function broken() { say('Ocurrió un error inesperado. Por favor inténtalo más tarde.'); }
  function fold(s) { return s.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase(); }

  // ---- mat-form-field
  function formField(label, hint) {
    var node = el('<mat-form-field class="mat-form-field"><div class="mat-form-field-wrapper"><div class="mat-form-field-flex"><div class="mat-form-field-infix"><span class="mat-form-field-label-wrapper"><label class="mat-form-field-label"><mat-label></mat-label><span aria-hidden="true" class="mat-placeholder-required"> *</span></label></span></div><div class="mat-form-field-suffix"></div></div><div class="mat-form-field-underline"></div><div class="mat-form-field-subscript-wrapper"><mat-error></mat-error><mat-hint></mat-hint></div></div></mat-form-field>');
    node.querySelector('mat-label').textContent = label;
    node.querySelector('mat-hint').textContent = hint || '';
    return node;
  }
  function control(label, opts) {
    opts = opts || {};
    var c = { value: '', touched: false, node: formField(label, opts.hint), listeners: [] };
    var input = c.input = el('<input matinput autocomplete="off" class="mat-input-element" type="text" aria-required="true">');
    if (opts.max) input.maxLength = opts.max;
    if (opts.readonly) input.readOnly = true;
    c.node.querySelector('.mat-form-field-infix').prepend(input);
    c.valid = function () { return !!c.value && (!opts.check || opts.check(c.value)); };
    c.paint = function () {
      c.node.classList.toggle('mat-form-field-should-float', document.activeElement === input || !!input.value);
      var bad = c.touched && !c.valid();
      c.node.classList.toggle('mat-form-field-invalid', bad);
      c.node.querySelector('mat-error').textContent = bad ? (opts.error || 'Campo obligatorio') : '';
      input.setAttribute('aria-invalid', String(bad));
    };
    c.changed = function () { c.paint(); c.listeners.forEach(function (f) { f(c); }); };
    input.addEventListener('focus', c.paint);
    input.addEventListener('blur', function () { c.touched = true; c.paint(); });
    if (!opts.own) input.addEventListener('input', function () { c.value = opts.upper ? input.value.toUpperCase().trim() : input.value.trim(); c.changed(); });
    return c;
  }

  // ---- overlay
  function openPanel(anchor, panel, backdrop) {
    closePanel();
    var r = anchor.getBoundingClientRect();
    if (backdrop) { var b = el('<div class="cdk-overlay-backdrop"></div>'); b.addEventListener('click', closePanel); overlay.appendChild(b); }
    var pane = el('<div class="cdk-overlay-pane"></div>');
    pane.style.left = r.left + 'px'; pane.style.top = r.bottom + 'px'; pane.style.minWidth = r.width + 'px';
    pane.appendChild(panel); overlay.appendChild(pane);
    var high = pane.offsetHeight;
    if (r.bottom + high > window.innerHeight) pane.style.top = Math.max(4, r.top - high) + 'px';
    if (backdrop && panel.focus) panel.focus();
  }
  function closePanel() { overlay.innerHTML = ''; }
  function option(text, chosen) {
    var o = el('<mat-option role="option" class="mat-option"><span class="mat-option-text"></span></mat-option>');
    o.firstChild.textContent = text;
    o.addEventListener('mousedown', function (e) { e.preventDefault(); });
    o.addEventListener('click', function () { closePanel(); chosen(text); });
    return o;
  }

  // ---- mat-autocomplete: sólo cuenta lo elegido
  function autocomplete(label, items) {
    var c = control(label, { own: true, error: 'Selecciona una opción de la lista' });
    c.items = items || [];
    c.input.setAttribute('role', 'combobox'); c.input.setAttribute('aria-autocomplete', 'list'); c.input.setAttribute('aria-expanded', 'false');
    function show() {
      var text = fold(c.input.value), panel = el('<div role="listbox" class="mat-autocomplete-panel"></div>');
      var found = c.items.filter(function (i) { return c.value === c.input.value || fold(i).indexOf(text) >= 0; });
      found.slice(0, 60).forEach(function (i) { panel.appendChild(option(i, choose)); });
      c.input.setAttribute('aria-expanded', String(found.length > 0));
      if (found.length) openPanel(c.node, panel); else closePanel();
    }
    function choose(text) { c.value = text; c.input.value = text; c.input.setAttribute('aria-expanded', 'false'); c.changed(); }
    c.input.addEventListener('focus', show);
    c.input.addEventListener('click', show);
    c.input.addEventListener('input', function () { if (c.value) { c.value = ''; } c.changed(); show(); });
    c.input.addEventListener('blur', function () { closePanel(); if (cfg.clears && !c.value) { c.input.value = ''; } c.paint(); });
    c.setItems = function (list) { c.items = list; c.value = ''; c.input.value = ''; c.changed(); if (document.activeElement === c.input) show(); };
    return c;
  }
  function matSelect(label, items) {
    var c = { value: '', items: items || [], node: formField(label), listeners: [] };
    var box = el('<mat-select role="combobox" aria-haspopup="listbox" aria-expanded="false" aria-required="true" tabindex="0" class="mat-select"><div class="mat-select-trigger"><div class="mat-select-value"><span class="mat-select-placeholder"></span></div><div class="mat-select-arrow"></div></div></mat-select>');
    c.node.querySelector('.mat-form-field-infix').prepend(box);
    c.valid = function () { return !!c.value; };
    function paint() {
      var shown = box.querySelector('span');
      shown.textContent = c.value;
      shown.className = c.value ? 'mat-select-value-text' : 'mat-select-placeholder';
      c.node.classList.toggle('mat-form-field-should-float', !!c.value);
      box.setAttribute('aria-disabled', String(!c.items.length));
    }
    function show() {
      if (!c.items.length) return;
      var panel = el('<div role="listbox" tabindex="-1" class="mat-select-panel"></div>');
      c.items.forEach(function (i) { panel.appendChild(option(i, function (t) { c.value = t; paint(); c.listeners.forEach(function (f) { f(c); }); box.focus(); })); });
      openPanel(c.node, panel, true);
    }
    box.addEventListener('click', show);
    box.addEventListener('keydown', function (e) { if (e.key === 'Enter' || e.key === ' ' || e.key === 'ArrowDown') { e.preventDefault(); show(); } });
    c.setItems = function (list) { c.items = list; c.value = ''; paint(); c.listeners.forEach(function (f) { f(c); }); };
    paint();
    return c;
  }
  function list(kind, label) { return cfg.lists[kind] === 'select' ? matSelect(label) : autocomplete(label); }

  // ---- mat-datepicker
  function datepicker(label) {
    var mode = cfg.dateBox, c = control(label, { own: true, hint: cfg.dateHint, readonly: mode === 'calendar', error: 'Fecha no válida' });
    function two(n) { return (n < 10 ? '0' : '') + n; }
    function iso(y, m, d) { return y + '-' + two(m) + '-' + two(d); }
    function text(y, m, d) { return mode === 'us' ? m + '/' + d + '/' + y : two(d) + '/' + two(m) + '/' + y; }
    function read() {
      var m = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(c.input.value), a, b;
      c.value = '';
      if (m) {
        a = +m[1]; b = +m[2];
        var month = mode === 'us' ? a : b, day = mode === 'us' ? b : a, made = new Date(+m[3], month - 1, day);
        if (made.getMonth() === month - 1 && made.getDate() === day && made <= new Date()) c.value = iso(+m[3], month, day);
      }
      c.changed();
    }
    c.input.addEventListener('input', read);
    c.input.setAttribute('aria-haspopup', 'dialog');
    var toggle = el('<button type="button" class="mat-icon-button" aria-label="Abrir calendario"><svg viewBox="0 0 24 24" width="20" height="20" fill="currentColor" focusable="false"><path d="M19 3h-1V1h-2v2H8V1H6v2H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2V5a2 2 0 0 0-2-2zm0 16H5V8h14v11z"/></svg></button>');
    c.node.querySelector('.mat-form-field-suffix').appendChild(toggle);
    var now = new Date(), y = now.getFullYear(), m = now.getMonth();
    function show() {
      var panel = el('<mat-calendar class="mat-calendar" role="dialog"><div class="mat-calendar-controls"><button type="button" class="mat-icon-button" aria-label="Mes anterior">‹</button><span class="mat-calendar-period-button"></span><button type="button" class="mat-icon-button" aria-label="Mes siguiente">›</button></div><table class="mat-calendar-table"><tbody></tbody></table></mat-calendar>');
      panel.querySelector('span').textContent = MONTHS[m].toUpperCase() + ' DE ' + y;
      var first = new Date(y, m, 1).getDay(), days = new Date(y, m + 1, 0).getDate(), row = null, body = panel.querySelector('tbody');
      for (var i = 0; i < first + days; i++) {
        if (i % 7 === 0) { row = document.createElement('tr'); body.appendChild(row); }
        var d = i - first + 1, late = new Date(y, m, d) > now;
        var td = document.createElement('td');
        if (d >= 1) {
          td.className = 'mat-calendar-body-cell' + (late ? ' mat-calendar-body-disabled' : '');
          td.setAttribute('role', 'button'); td.setAttribute('aria-label', d + ' de ' + MONTHS[m] + ' de ' + y); td.setAttribute('aria-disabled', String(late));
          td.textContent = d;
          if (!late) td.addEventListener('click', pick.bind(null, d));
        }
        row.appendChild(td);
      }
      var nav = panel.querySelectorAll('.mat-icon-button');
      nav[0].addEventListener('click', function () { step(-1); }); nav[1].addEventListener('click', function () { step(1); });
      openPanel(c.node, panel, true);
    }
    function step(by) { m += by; if (m < 0) { m = 11; y--; } if (m > 11) { m = 0; y++; } show(); }
    function pick(d) { closePanel(); c.value = iso(y, m + 1, d); c.input.value = text(y, m + 1, d); c.changed(); }
    toggle.addEventListener('click', show);
    if (mode === 'calendar') c.input.addEventListener('click', show);
    return c;
  }
  function button(text, kind) { var b = el('<button type="button" class="mat-raised-button"><span class="mat-button-wrapper"></span></button>'); b.firstChild.textContent = text; if (kind) b.classList.add(kind); return b; }
  function card(title, step) {
    main.innerHTML = '';
    var steps = el('<div class="pasos"></div>');
    ['Ticket', 'Datos fiscales', 'Descarga'].forEach(function (t, i) { var s = el('<span></span>'); s.textContent = (i + 1) + ' ' + t; if (i === step) s.className = 'activo'; steps.appendChild(s); });
    var box = el('<mat-card class="mat-card"><h2></h2></mat-card>');
    box.querySelector('h2').textContent = title;
    if (step !== null) main.appendChild(steps);
    main.appendChild(box); box.appendChild(el('<div class="result_message_user"></div>'));
    return box;
  }
  function watch(controls, f) { controls.forEach(function (c) { c.listeners.push(f); }); f(); }
  function ticketControls() {
    var L = cfg.labels, all = {
      store: autocomplete(L.store, branches || []), folio: control(L.folio, { hint: cfg.folioHint, max: 12 }),
      date: datepicker(L.date), amount: control(L.amount, { max: 12 })
    };
    if (!branches) api('GET', '/branches').then(function (d) { branches = d.items; all.store.items = branches; }).catch(broken);
    return all;
  }
  function asked(all) { return { branch: all.store.value, ticket: all.folio.value, date: all.date.value, total: all.amount.value }; }

  // ---- pantallas
  function screenTicket(text) {
    var box = card('Ingresa los datos de tu ticket', 0), all = ticketControls();
    cfg.order.forEach(function (n) { box.appendChild(all[n].node); });
    var add = button(cfg.words.add), next = button(cfg.words.goOn, 'primario'), rows = el('<table class="mat-table"><tbody></tbody></table>');
    next.disabled = true;
    [add, rows, next].forEach(function (n) { box.appendChild(n); });
    watch(Object.values(all), function () { add.disabled = !Object.values(all).every(function (c) { return c.valid(); }); });
    add.addEventListener('click', function () {
      say('');
      api('POST', '/tickets', asked(all)).then(function (d) {
        if (!d.ok) return say(d.message);
        ticket = d.ticket; say(d.message, true); next.disabled = false;
        rows.innerHTML = '<tbody><tr><td></td><td></td><td></td></tr></tbody>';
        [ticket.sucursal, ticket.ticket, '$' + ticket.total].forEach(function (v, i) { rows.querySelectorAll('td')[i].textContent = v; });
      }).catch(broken);
    });
    next.addEventListener('click', function () { go('customer-tax-data'); });
    if (text) say(text);
  }
  function screenReceiver() {
    if (!ticket) return go('invoice-create');
    var L = cfg.labels, box = card('Datos fiscales', 1);
    box.appendChild(el('<p></p>')).textContent = 'Ticket ' + ticket.ticket + ', total $' + ticket.total;
    var rfc = control(L.rfc, { max: 13, upper: true, error: 'RFC no válido', check: function (v) { return /^[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}$/.test(v); } });
    var name = { name: control(L.name), first_names: control(L.first_names), paternal: control(L.paternal), maternal: control(L.maternal) };
    var cp = control(L.postal_code, { max: 5, check: function (v) { return /^\d{5}$/.test(v); } });
    var regime = list('regime', L.regime), use = list('use', L.use);
    var mail = control(L.email, { check: function (v) { return /.@.+\../.test(v); }, error: 'Correo no válido' }), mail2 = control(L.email_confirmation, { check: function (v) { return v === mail.value; }, error: 'Los correos no coinciden.' });
    var names = el('<div class="nombres"></div>'), issue = button(cfg.words.issue, 'primario'), natural = null, loaded = '';
    var terms = el('<mat-checkbox class="mat-checkbox"><label class="mat-checkbox-layout"><span class="mat-checkbox-inner-container"><input type="checkbox" class="mat-checkbox-input cdk-visually-hidden"><span class="mat-checkbox-frame"></span></span><span class="mat-checkbox-label">Acepto los términos y condiciones</span></label></mat-checkbox>');
    [rfc.node, names, cp.node, regime.node, use.node, mail.node].forEach(function (n) { box.appendChild(n); });
    if (cfg.confirmsEmail) box.appendChild(mail2.node);
    if (cfg.terms) box.appendChild(terms);
    box.appendChild(issue);
    function nameParts() { return natural ? [name.first_names, name.paternal, name.maternal] : [name.name]; }
    function swap() {
      var is = rfc.value.length === 13;
      if (is === natural) return;
      natural = is; names.innerHTML = '';
      nameParts().forEach(function (c) { names.appendChild(c.node); });
    }
    function needed() { return [rfc, cp, regime, use, mail].concat(nameParts()).concat(cfg.confirmsEmail ? [mail2] : []); }
    function check() {
      swap();
      if (rfc.valid() && loaded !== rfc.value) {
        loaded = rfc.value;
        api('GET', '/regimes?rfc=' + encodeURIComponent(loaded)).then(function (d) { regime.setItems(d.items); }).catch(broken);
      }
      issue.disabled = !(needed().every(function (c) { return c.valid(); }) && (!cfg.terms || terms.querySelector('input').checked));
    }
    terms.querySelector('input').addEventListener('change', check);
    regime.listeners.push(function () {
      if (!regime.value) { if (use.items.length) use.setItems([]); return; }
      api('GET', '/uses?rfc=' + encodeURIComponent(rfc.value) + '&regime=' + encodeURIComponent(regime.value)).then(function (d) { use.setItems(d.items); }).catch(broken);
    });
    watch([rfc, cp, regime, use, mail, mail2].concat(Object.values(name)), check);
    function send() {
      var body = { rfc: rfc.value, postal_code: cp.value, regime: regime.value, use: use.value, email: mail.value };
      Object.keys(name).forEach(function (n) { body[n] = name[n].value; });
      issue.disabled = true; say('');
      box.appendChild(el('<mat-spinner class="mat-spinner" role="progressbar"></mat-spinner>'));
      api('POST', '/invoices', body).then(done).catch(broken).finally(function () { var s = box.querySelector('.mat-spinner'); if (s) s.remove(); issue.disabled = false; });
    }
    issue.addEventListener('click', function () { if (cfg.question) dialog(cfg.question, send); else send(); });
  }
  function dialog(text, yes) {
    var box = el('<mat-dialog-container role="dialog" aria-modal="true" class="mat-dialog-container"><p></p><div class="acciones"></div></mat-dialog-container>');
    box.querySelector('p').textContent = text;
    var no = button('Cancelar'), ok = button('Aceptar', 'primario');
    no.addEventListener('click', closePanel); ok.addEventListener('click', function () { closePanel(); yes(); });
    box.querySelector('.acciones').append(no, ok);
    closePanel(); overlay.append(el('<div class="cdk-overlay-backdrop oscuro"></div>'), box);
  }
  function done(d) {
    if (!d.ok) return say(d.message);
    if (d.pending) { say('Tu factura se está procesando…', true); setTimeout(function () { api('GET', '/invoices/status').then(done).catch(broken); }, 150); return; }
    screenResult(d.document);
  }
  function save(b64, type, name) {
    var bytes = Uint8Array.from(atob(b64), function (c) { return c.charCodeAt(0); });
    var a = document.createElement('a'); a.href = URL.createObjectURL(new Blob([bytes], { type: type })); a.download = name;
    document.body.appendChild(a); a.click(); a.remove();
  }
  function screenResult(doc) {
    history.replaceState(null, '', 'invoice-download');
    var box = card('¡Listo!', 2);
    say('Tu factura fue generada correctamente.', true);
    box.appendChild(el('<p></p>')).textContent = 'Folio fiscal ' + doc.uuid + (doc.mailed ? '. La enviamos al correo ' + doc.mailed : '');
    [['xml', 'Descargar XML', 'application/xml'], ['pdf', 'Descargar PDF', 'application/pdf'], ['zip', 'Descargar todo', 'application/zip']].forEach(function (f) {
      if (!doc[f[0]]) return;
      var b = button(f[1]); b.addEventListener('click', function () { save(doc[f[0]], f[2], doc.uuid + '.' + f[0]); }); box.appendChild(b);
    });
    if (cfg.delivery === 'viewer') {
      var url = cfg.base + '/api/documents/' + doc.uuid, b = button('XML');
      b.addEventListener('click', function () { location.href = url + '.xml'; });
      var frame = document.createElement('iframe'); frame.src = url + '.pdf'; frame.className = 'visor'; frame.title = 'Factura';
      box.append(b, frame);
    }
  }
  function screenConsult() {
    var box = card(cfg.words.consult, null), all = ticketControls(), rfc = control(cfg.labels.rfc, { max: 13, upper: true });
    cfg.order.forEach(function (n) { if (n !== 'amount') box.appendChild(all[n].node); });
    box.appendChild(rfc.node);
    var find = button('Consultar', 'primario'), needed = [all.store, all.folio, all.date, rfc];
    box.appendChild(find);
    watch(needed, function () { find.disabled = !needed.every(function (c) { return c.valid(); }); });
    find.addEventListener('click', function () {
      say('');
      api('POST', '/invoices/search', Object.assign(asked(all), { rfc: rfc.value })).then(done).catch(broken);
    });
  }
  var screens = { 'invoice-create': screenTicket, 'customer-tax-data': screenReceiver, 'invoice-consult': screenConsult };
  function go(where, text) { history.pushState(null, '', where); screens[where](text); }
  function routed() { var last = location.pathname.split('/').pop(); (screens[last] || screenTicket)(); }
  document.querySelectorAll('[data-ir]').forEach(function (b) { b.addEventListener('click', function () { go(b.dataset.ir); }); });
  window.addEventListener('popstate', routed);
  routed();
})();
