(function () {
  'use strict';
  var cfg = JSON.parse(document.getElementById('ng-settings').textContent);
  var root = document.getElementById('ng-app');
  var model = {};
  var sale = null;

  function el(tag, attrs, kids) {
    var node = document.createElement(tag);
    Object.keys(attrs || {}).forEach(function (k) {
      if (k.slice(0, 2) === 'on') node.addEventListener(k.slice(2), attrs[k]);
      else if (attrs[k] !== null && attrs[k] !== undefined && attrs[k] !== false) node.setAttribute(k, attrs[k] === true ? '' : attrs[k]);
    });
    (kids || []).forEach(function (kid) { node.append(kid); });
    return node;
  }

  function call(method, path, body) {
    var init = { method: method, headers: { 'Content-Type': 'application/json' } };
    if (body) init.body = JSON.stringify(body);
    return fetch(cfg.api + path, init).then(function (answer) { return answer.json(); }).then(function (json) { return json.data; });
  }

  function show() { root.replaceChildren.apply(root, arguments); }
  function message(text, good) {
    var old = root.querySelector('.ng-alert, .ng-ok');
    if (old) old.remove();
    if (text) root.prepend(el('div', { class: good ? 'ng-ok' : 'ng-alert', role: 'alert' }, [text]));
  }
  function waiting(text) {
    message('');
    root.append(el('div', { class: 'ng-wait', id: 'ng-wait' }, [text || 'Procesando, espere…']));
  }
  function done() { var w = document.getElementById('ng-wait'); if (w) w.remove(); }
  function broken() { done(); message(cfg.failure); }

  function field(spec, changed) {
    var common = { id: spec.id, name: spec.id, maxlength: spec.max, required: true, autocomplete: 'off' };
    var input;
    if (spec.select) {
      input = el('select', { id: spec.id, name: spec.id, disabled: true }, [el('option', { value: '' }, ['Seleccione'])]);
      input.addEventListener('change', function () { model[spec.datum] = input.value; changed(spec, input); });
    } else {
      common.type = spec.datum.indexOf('correo') === 0 ? 'email' : 'text';
      if (cfg.placeholders) common.placeholder = spec.label;
      input = el('input', common);
      input.addEventListener('input', function () { model[spec.datum] = input.value; changed(spec, input); });
      if (spec.datum === 'rfc' || spec.datum === 'nombre') input.addEventListener('blur', function () {
        input.value = input.value.toUpperCase(); model[spec.datum] = input.value;
      });
    }
    var kids = cfg.placeholders && !spec.select ? [] : [el('label', { for: spec.id }, [spec.label])];
    kids.push(input);
    if (spec.hint) kids.push(el('small', {}, [spec.hint]));
    return el('div', { class: 'ng-row' }, kids);
  }

  function complete(specs) { return specs.every(function (s) { return (model[s.datum] || '').trim(); }); }

  function ticketPayload() {
    var body = {};
    ['rfc', 'ticket', 'total', 'fecha', 'caja'].forEach(function (k) { if (model[k] !== undefined) body[k] = model[k].trim(); });
    if (body.ticket && body.ticket.length === 22) body.ticket = '0' + body.ticket;
    return body;
  }

  function screenTicket(text) {
    model = {};
    var go = el('button', { type: 'button', disabled: true, onclick: check }, [cfg.goOn]);
    function changed() { go.disabled = !complete(cfg.ticket); }
    var rows = cfg.ticket.map(function (s) { return field(s, changed); });
    show.apply(null, [el('h1', {}, ['Ingresa los datos de tu ticket'])].concat(rows, [
      el('div', { class: 'ng-buttons' }, [el('button', { type: 'button', class: 'plain', onclick: function () { screenTicket(); } }, ['Limpiar']), go])]));
    if (text) message(text);
    function check() {
      go.disabled = true; waiting('Validando ticket…');
      call('POST', '/ticket', ticketPayload()).then(function (data) {
        done(); go.disabled = false;
        if (data.codigo !== 0) return message(data.mensaje);
        sale = data; screenReceiver();
      }).catch(function () { go.disabled = false; broken(); });
    }
  }

  function fillSelect(datum, path) {
    var spec = cfg.receiver.find(function (s) { return s.datum === datum; });
    var select = document.getElementById(spec.id);
    return call('GET', path).then(function (data) {
      if (data.codigo === 401) return screenTicket(data.mensaje);
      model[datum] = '';
      select.replaceChildren(el('option', { value: '' }, ['Seleccione']));
      data.lista.forEach(function (o) { select.append(el('option', { value: o.id }, [o.texto])); });
      select.disabled = false;
    }).catch(broken);
  }

  function screenReceiver() {
    var terms = el('input', { type: 'checkbox', id: 'condiciones' });
    var party = el('input', { type: 'checkbox', id: 'politico' });
    var go = el('button', { type: 'button', id: 'facturar', disabled: true, onclick: function () { send(0); } }, [cfg.issue]);
    function check() {
      var same = !cfg.receiver.some(function (s) { return s.datum === 'correo2'; }) || model.correo === model.correo2;
      go.disabled = !(complete(cfg.receiver) && terms.checked && same);
    }
    function changed(spec) {
      if (spec.datum === 'regimen') fillSelect('uso', '/usos?rfc=' + encodeURIComponent(model.rfc) + '&regimen=' + encodeURIComponent(model.regimen)).then(check);
      check();
    }
    terms.addEventListener('change', check);
    var rows = cfg.receiver.map(function (s) { return field(s, changed); });
    show.apply(null, [el('h1', {}, ['Datos de facturación']),
      el('p', {}, ['RFC ' + model.rfc + ' · ' + sale.tienda + ' · Total $' + sale.total])].concat(rows, [
      el('div', { class: 'ng-check' }, [party, el('label', { for: 'politico' }, ['Complemento para partidos políticos'])]),
      el('div', { class: 'ng-check' }, [terms, el('label', { for: 'condiciones' }, ['Acepto los términos y condiciones y el aviso de privacidad'])]),
      el('div', { class: 'ng-buttons' }, [el('button', { type: 'button', class: 'plain', onclick: function () { screenTicket(); } }, ['Regresar']), go])]));
    fillSelect('regimen', '/regimenes?rfc=' + encodeURIComponent(model.rfc));

    function send(step) {
      var body = Object.assign({}, model, { status_form: step, condiciones: terms.checked, politico: party.checked });
      go.disabled = true; waiting();
      call('POST', '/request', body).then(function (data) {
        done(); go.disabled = false;
        if (data.codigo === 1) return ask(data.pregunta, function () { send(1); });
        settle(data);
      }).catch(function () { go.disabled = false; broken(); });
    }
  }

  function settle(data) {
    if (data.codigo === 102) return poll(data.aviso);
    if (data.codigo === 401) return screenTicket(data.mensaje);
    if (data.codigo !== 0) return message(data.mensaje);
    screenResult(data);
  }

  function poll(text) {
    show(el('h1', {}, ['Generando factura']), el('div', { class: 'ng-wait', role: 'status' }, [text]));
    setTimeout(function () { call('GET', '/estado').then(settle).catch(broken); }, 150);
  }

  function ask(question, yes) {
    var veil = el('div', { class: 'ng-veil' }, [el('div', { class: 'ng-box', role: 'dialog', 'aria-modal': 'true' }, [
      el('p', {}, [question]),
      el('div', { class: 'ng-buttons' }, [
        el('button', { type: 'button', class: 'plain', onclick: function () { veil.remove(); } }, ['Cancelar']),
        el('button', { type: 'button', onclick: function () { veil.remove(); yes(); } }, [cfg.yes])])])]);
    document.body.append(veil);
  }

  function save(b64, type, name) {
    var bytes = Uint8Array.from(atob(b64), function (c) { return c.charCodeAt(0); });
    var link = el('a', { href: URL.createObjectURL(new Blob([bytes], { type: type })), download: name });
    document.body.append(link); link.click(); link.remove();
  }

  function screenResult(data) {
    var buttons = [];
    function add(label, key, type, ext) {
      if (data[key]) buttons.push(el('button', { type: 'button', onclick: function () { save(data[key], type, data.uuid + ext); } }, [label]));
    }
    add('Descargar XML', 'xml64', 'application/xml', '.xml');
    add('Descargar PDF', 'pdf64', 'application/pdf', '.pdf');
    add('Descargar factura (ZIP)', 'zip64', 'application/zip', '.zip');
    show(el('h1', {}, ['Tu factura']), el('p', {}, [data.uuid ? 'Folio fiscal: ' + data.uuid : '']),
      el('div', { class: 'ng-buttons' }, buttons), resend(data));
    message(data.aviso, true);
  }

  function resend(data) {
    if (!data.uuid) return '';
    var mail = el('input', { type: 'email', id: 'correoReenvio', placeholder: 'Otro correo' });
    return el('div', { class: 'ng-row' }, [el('label', { for: 'correoReenvio' }, ['Reenviar factura a:']), mail,
      el('button', { type: 'button', class: 'plain', onclick: function () {
        call('POST', '/reenviar', { correo: mail.value }).then(function (d) { message(d.aviso || d.mensaje, !d.alerta); }).catch(broken);
      } }, ['Reenviar'])]);
  }

  function screenConsult() {
    model = {};
    var go = el('button', { type: 'button', disabled: true, onclick: search }, ['Consultar']);
    function changed() { go.disabled = !complete(cfg.consult); }
    var rows = cfg.consult.map(function (s) { return field(s, changed); });
    show.apply(null, [el('h1', {}, [cfg.consultTitle])].concat(rows, [el('div', { class: 'ng-buttons' }, [go])]));
    function search() {
      waiting('Buscando…');
      call('POST', '/consulta', ticketPayload()).then(function (data) { done(); settle(data); }).catch(broken);
    }
  }

  function screenHelp() {
    show(el('h1', {}, ['Ayuda']), el('p', {}, ['El número de ticket son los 22 dígitos impresos debajo del código de barras. Tu RFC y código postal deben ser los de tu Constancia de Situación Fiscal.']));
  }

  function routed() {
    var where = location.hash.replace(/^#/, '');
    if (where === '/consulta') screenConsult(); else if (where === '/ayuda') screenHelp(); else screenTicket();
  }
  document.getElementById('ng-boletin').addEventListener('submit', function (e) {
    e.preventDefault(); call('POST', '/boletin', {}).then(function (d) { alert(d.aviso); });
  });
  window.addEventListener('hashchange', routed);
  routed();
})();
