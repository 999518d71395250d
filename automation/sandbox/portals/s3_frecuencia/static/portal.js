(function () {
  'use strict';
  var cfg = JSON.parse(document.getElementById('ajustes').textContent);
  var $scope = { ticket: {}, receptor: {}, consulta: {}, rows: [] };
  var privacyShown = false, busy = false;
  function $(id) { return document.getElementById(id); }
  function set(path, value) { var p = path.split('.'); $scope[p[0]][p[1]] = value; }
  function commit(el) {
    var value = el.value;
    if (el.tagName === 'SELECT') { var o = el.options[el.selectedIndex]; value = o && o.dataset.k ? o.dataset.k : undefined; }
    if (el.hasAttribute('data-mayusculas')) { value = value.toUpperCase(); el.value = value; }
    set(el.getAttribute('ng-model'), value);
    el.classList.remove('ng-pristine', 'ng-untouched'); el.classList.add('ng-dirty', 'ng-touched');
    el.classList.toggle('ng-invalid', el.hasAttribute('ng-required') && !value);
  }
  // updateOn: 'blur' para textos, 'change' para listas
  document.querySelectorAll('[ng-model]').forEach(function (el) {
    if (el.tagName === 'SELECT') { commit(el); el.classList.add('ng-pristine'); el.addEventListener('change', function () { commit(el); }); }
    else el.addEventListener('blur', function () { commit(el); if (el.id === 'emailInput' && cfg.privacy === 'email') privacy(); if (el.id === 'rfcCliente' && el.value) http('GET', '/validaRfc?rfc=' + encodeURIComponent(el.value)).then(lost).catch(failed); });
  });
  document.querySelectorAll('[ng-click]').forEach(function (el) {
    el.addEventListener('click', function () { actions[el.getAttribute('ng-click').replace('()', '')](); });
  });
  function say(text) {
    if (cfg.alerts) { window.alert(text); return; }
    var toast = $('md-toast'); toast.textContent = text; toast.hidden = false;
    clearTimeout(say.timer); say.timer = setTimeout(function () { toast.hidden = true; }, 6000);
  }
  function privacy() { if (privacyShown) return; privacyShown = true; $('dlgPrivacidad').hidden = false; }
  function http(method, path, body) {
    var init = { method: method, headers: { 'Content-Type': 'application/json' } };
    if (body) init.body = JSON.stringify(body);
    return fetch(cfg.rest + path, init).then(function (r) {
      if (r.status === 204) return null;
      if (!r.ok) throw new Error(r.status);
      return r.json();
    });
  }
  function failed() { busy = false; say('Ocurrió un error al comunicarse con el servidor.'); }
  function lost(data) { if (data.status !== '-1') return false; say(data.msg); $scope.rows = []; draw(); location.hash = '#/'; return true; }
  function draw() {
    $('filas').innerHTML = '';
    $scope.rows.forEach(function (row) {
      var tr = document.createElement('tr');
      [row.tienda, row.ticket, row.monto].forEach(function (v) { var td = document.createElement('td'); td.textContent = v; tr.appendChild(td); });
      $('filas').appendChild(tr);
    });
    $('formaPagoAux').value = $scope.rows.length ? $scope.rows[0].formaPago : '';
  }
  function valid() {
    var ok = $scope.rows.length > 0;
    document.forms.facturaForm.querySelectorAll('[ng-required]').forEach(function (el) {
      var p = el.getAttribute('ng-model').split('.'), v = $scope[p[0]][p[1]];
      var good = !!v && (el.id !== 'emailInput' || /@/.test(v));
      el.classList.toggle('ng-invalid', !good); if (!good) ok = false;
    });
    document.forms.facturaForm.classList.add('ng-submitted');
    return ok;
  }
  var actions = {
    addRow: function () {
      var t = $scope.ticket;
      if ((t.noTicket || '').trim().length !== 35) { say('El número de ticket debe tener 35 dígitos'); return; }
      if ($scope.rows.length) { say('Sólo se permite un ticket por factura'); return; }
      http('POST', '/verificaTicketWS2', { noTicket: t.noTicket.trim(), monto: t.monto }).then(function (data) {
        if (lost(data)) return;
        if (data.status !== '0') { say(data.msg); return; }
        $scope.rows.push(data.datos); draw();
        if (cfg.privacy === 'ticket') setTimeout(privacy, 30);
      }).catch(failed);
    },
    removeRow: function () { $scope.rows = []; draw(); },
    aceptar: function () { $('dlgPrivacidad').hidden = true; },
    cerrar: function () { location.hash = '#/'; location.reload(); },
    facturar: function () {
      if (busy || !valid()) return;
      if (!window.confirm(cfg.confirm)) return;
      busy = true;
      var body = Object.assign({ noTicket: $scope.rows[0].ticket }, $scope.receptor);
      http('POST', '/generaCfdi', body).then(function (data) {
        busy = false;
        if (data === null) { later(); return; }
        if (lost(data)) return;
        if (data.status !== '0') { say(data.msg); window.kCaptcha(); return; }
        result(data);
      }).catch(failed);
    },
    consultar: function () {
      var c = $scope.consulta;
      if (!c.noTicket || !c.rfc) return;
      find(c.noTicket.trim(), c.rfc.trim()).then(function (data) {
        if (lost(data)) return;
        if (data.status !== '0') { say(data.msg); return; }
        result(data);
      }).catch(failed);
    }
  };
  function find(ticket, rfc) { return http('GET', '/findLastCfdi?noTicket=' + encodeURIComponent(ticket) + '&rfc=' + encodeURIComponent(rfc)); }
  function later() {
    if (!cfg.follows) { say('Su factura se está generando. Podrá obtenerla en unos minutos en CONSULTA FACTURA.'); location.hash = '#/consultaFactura'; return; }
    $('resultado').textContent = 'Su factura se está generando, espere…'; $('descargas').innerHTML = ''; location.hash = '#/descarga';
    var ticket = $scope.rows[0].ticket, rfc = $scope.receptor.rfcCliente;
    (function poll() {
      setTimeout(function () { find(ticket, rfc).then(function (d) { if (d.status === '50') poll(); else if (d.status === '0') result(d); else say(d.msg); }).catch(failed); }, 150);
    })();
  }
  function result(data) {
    $('resultado').textContent = 'La factura se generó exitosamente. UUID: ' + data.uuid + (data.correo ? '. Fue enviada al correo ' + data.correo : '');
    var box = $('descargas'); box.innerHTML = '';
    if (cfg.delivery !== 'email') ['Xml', 'Pdf'].forEach(function (kind) { box.appendChild(download(kind, data.uuid)); });
    location.hash = '#/descarga';
  }
  function download(kind, uuid) {
    var url = cfg.rest + '/descargaCfdi' + kind + '/' + uuid, label = 'Descargar ' + kind.toUpperCase();
    if (cfg.delivery === 'links') { var a = document.createElement('a'); a.href = url; a.textContent = label; a.className = 'md-button'; return a; }
    var b = document.createElement('button'); b.type = 'button'; b.className = 'md-button'; b.textContent = label;
    b.addEventListener('click', function () {
      if (cfg.delivery === 'new_tab') { window.open(url); return; }
      fetch(url).then(function (r) { return r.blob(); }).then(function (blob) {
        var link = document.createElement('a'); link.href = URL.createObjectURL(blob); link.download = uuid + '.' + kind.toLowerCase(); link.click();
      }).catch(failed);
    });
    return b;
  }
  window.kLogin = function (form) { http('POST', '/login', { usuario: form.usuario.value }).then(function (d) { say(d.msg); }).catch(failed); return false; };
  window.kCaptcha = function () { var i = $('Kaptcha'); if (i) i.src = cfg.rest + '/Kaptcha.jpg?' + Date.now(); };
  function routed() {
    var to = location.hash.replace(/^#/, '') || '/';
    document.querySelectorAll('[ng-view]').forEach(function (v) { v.hidden = v.getAttribute('ng-view') !== to; });
    if (to === '/facturaExpress' && cfg.privacy === 'load') setTimeout(privacy, 250);
  }
  window.addEventListener('hashchange', routed);
  routed();
})();
