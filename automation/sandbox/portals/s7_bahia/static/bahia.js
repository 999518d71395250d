/* global CG, RadComboBox */
(function () {
  var B = CG.base, I = CG.ids, abierto = false, validado = false;
  function e(id) { return document.getElementById(id); }
  function c(n) { return e(I[n]); }
  var RECEPTOR = ['name', 'email', 'postal_code', 'regime', 'use'];

  function espere(si) { e('espere').style.display = si ? 'block' : 'none'; }
  function msg(t, bien) {
    var l = e('lblMsg'); l.textContent = ''; l.className = '';
    if (!t) return;
    if (CG.alerts && !bien) return alert(t);
    l.textContent = t; l.className = bien ? 'verdeMsg' : 'rojo'; window.scrollTo(0, 0);
  }
  function pedir(metodo, pagina, datos, listo) {
    var x = new XMLHttpRequest(); espere(true);
    x.open(metodo, B + '/ws/' + pagina);
    if (metodo === 'POST') x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    x.onreadystatechange = function () {
      if (x.readyState !== 4) return;
      espere(false);
      if (x.status !== 200) return msg('Ocurrió un error al comunicarse con el servidor. Intente nuevamente.');
      var p = x.responseText.split('|');
      if (p[0] === '-1') { alert(p[1]); location.href = B + '/default.aspx'; return; }
      listo(p);
    };
    x.send(Object.keys(datos || {}).map(function (k) { return k + '=' + encodeURIComponent(datos[k]); }).join('&'));
  }

  /* --- estación */
  function cargar(q, dar) {
    if (!CG.onDemand) { q = q.toUpperCase(); return dar(CG.stations.filter(function (s) { return s[1].toUpperCase().indexOf(q) >= 0; })); }
    fetch(B + '/ws/Estaciones.ashx?q=' + encodeURIComponent(q)).then(function (r) { return r.json(); }).then(dar);
  }
  var combo = RadComboBox(I.store, cargar, function () { });

  /* --- receptor inerte hasta Agregar */
  function inertes(si) {
    abierto = !si;
    RECEPTOR.forEach(function (n) {
      if (CG.inert === 'disabled') c(n).disabled = si;
      if (CG.inert === 'readonly') { if (c(n).tagName === 'INPUT') c(n).readOnly = si; else c(n).disabled = si; }
    });
  }
  RECEPTOR.forEach(function (n) {
    function traga(ev) { if (!abierto && CG.inert === 'swallow') { ev.preventDefault(); } }
    ['keydown', 'keypress', 'beforeinput', 'paste'].forEach(function (t) { c(n).addEventListener(t, function (ev) { if (ev.key !== 'Tab') traga(ev); }); });
    c(n).addEventListener('input', function () { if (!abierto && CG.inert === 'swallow') c(n).value = ''; });
  });
  function llena(sel, texto, valor) {
    sel.innerHTML = ''; sel.add(new Option('-- Seleccione --', ''));
    (texto ? texto.split(';') : []).forEach(function (o) { var i = o.indexOf('='); sel.add(new Option(o.slice(i + 1), o.slice(0, i))); });
    sel.value = valor || ''; if (sel.selectedIndex < 0) sel.selectedIndex = 0;
  }
  function usos() { pedir('POST', 'Usos.ashx', { regimen: c('regime').value }, function (p) { llena(c('use'), p[1], ''); }); }
  c('regime').addEventListener('change', usos);
  function congela() {
    if (!abierto) return;
    RECEPTOR.forEach(function (n) { if (c(n).tagName === 'SELECT') llena(c(n), '', ''); else c(n).value = ''; });
    inertes(true);
  }
  c('rfc').addEventListener('input', congela);
  if (e('lblRfc')) c('rfc').addEventListener('input', function () { e('lblRfc').textContent = c('rfc').value.toUpperCase() || '(sin RFC)'; });
  e('btnAddRfc').addEventListener('click', function (ev) {
    ev.preventDefault(); msg('');
    pedir('POST', 'AgregaRFC.ashx', { rfc: c('rfc').value }, function (p) {
      if (p[0] !== '1') return msg(p[1]);
      inertes(false);
      c('name').value = p[1]; c('postal_code').value = p[2]; c('email').value = p[3];
      llena(c('regime'), p[5], p[4]); llena(c('use'), '', '');
      if (CG.resets) c('payment_form').value = '01';
      if (c('regime').value) usos();
    });
  });
  inertes(true);

  /* --- ticket */
  e('btnSerchTk').addEventListener('click', function () {
    msg(''); e('pnlLigas').style.display = 'none'; e('pnlFacturado').style.display = 'none'; e('tblDespacho').style.display = 'none'; validado = false;
    var d = { estacion: combo.valor(), folio: c('folio').value.trim(), webid: c('key').value.trim() };
    if (c('amount')) d.importe = c('amount').value.trim();
    if (CG.rfcFirst) d.rfc = c('rfc').value.trim();
    if (!d.folio || !d.webid || d.importe === '' || d.rfc === '') return msg(CG.incomplete);
    pedir('POST', 'ConsultaTicket.ashx', d, function (p) {
      if (p[0] === '2') { msg(p[1]); if (p[2]) return ligas(p[2], p[3]); e('pnlFacturado').style.display = 'block'; return; }
      if (p[0] !== '1') return msg(p[1]);
      validado = true; msg(p[1], true);
      e('dImporte').textContent = '$' + p[2]; e('dFecha').textContent = p[3]; e('dProducto').textContent = p[4];
      e('tblDespacho').style.display = '';
    });
  });
  e('btnLimpiar').addEventListener('click', function () { location.reload(); });
  e('btnRecuperar').addEventListener('click', function () {
    pedir('POST', 'Recupera.ashx', { rfc: e('txtRfcFacturado').value }, function (p) { msg(p[1], p[0] === '1'); if (p[0] === '1') ligas(p[2], p[3]); });
  });

  /* --- factura */
  e('btnGenFacUs').addEventListener('click', function () {
    msg('');
    if (!validado) return msg('Consulte primero su ticket.');
    var falta = !c('rfc').value || !abierto || RECEPTOR.some(function (n) { return !c(n).value.trim(); });
    if (falta) return msg(CG.incomplete);
    if (!window.confirm(CG.confirm)) return;
    pedir('POST', 'GeneraFactura.ashx', {
      razon: c('name').value, correo: c('email').value, cp: c('postal_code').value, regimen: c('regime').value, uso: c('use').value, pago: c('payment_form').value
    }, fin);
  });
  function fin(p) {
    if (p[0] === '3') { msg(p[1], true); return setTimeout(function () { pedir('GET', 'Estado.ashx', null, fin); }, 150); }
    if (p[0] !== '1') return msg(p[1]);
    msg(p[1], true); e('pnlReceptor').style.display = 'none'; ligas(p[2], p[3]);
  }
  function ligas(uuid, modo) {
    var z = e('pnlLigas'); z.innerHTML = '<p>Folio fiscal: ' + uuid + '</p>'; z.style.display = 'block';
    function liga(t, href, ventana) {
      var a = document.createElement('a'); a.textContent = t; a.href = href;
      if (ventana) a.target = '_blank';
      else if (modo !== 'viewer') { a.href = 'javascript:void(0)'; a.onclick = function () { e('ifrDescarga').src = href; }; }
      z.appendChild(a);
    }
    var d = B + '/DownloadInvoice.aspx?id=' + uuid;
    if (modo === 'links') { liga('Descargar XML', d + '&t=xml'); liga('Descargar PDF', d + '&t=pdf'); }
    if (modo === 'zip') liga('Descargar factura', d + '&t=zip');
    if (modo === 'new_tab') { liga('Ver PDF', d + '&t=pdf&ver=1', true); liga('Ver XML', d + '&t=xml&ver=1', true); }
    if (modo === 'viewer') liga('Ver factura', B + '/ReportViewer.aspx?id=' + uuid);
    var i = document.createElement('input'), b = document.createElement('input'), p = document.createElement('p');
    i.type = 'text'; i.className = 'txt'; i.placeholder = 'Enviar a:'; i.id = 'txtReenvio'; b.type = 'button'; b.value = 'Enviar por correo'; b.className = 'btn gris';
    b.onclick = function () { pedir('POST', 'EnviaCorreo.ashx', { id: uuid, correo: i.value }, function (r) { msg(r[1], r[0] === '1'); }); };
    p.append(i, ' ', b); z.appendChild(p);
  }
})();
