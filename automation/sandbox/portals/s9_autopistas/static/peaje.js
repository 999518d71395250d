var base = document.body.getAttribute('data-base');
function dato(n) { return document.querySelector('[data-dato="' + n + '"]'); }
function valor(n) { var e = dato(n); return e ? e.value.trim() : ''; }
function avisa(texto, clase) {
  var caja = document.getElementById('avisos'); if (!caja) return;
  caja.innerHTML = ''; if (!texto) return;
  var div = document.createElement('div'); div.className = 'alert ' + clase; div.textContent = texto; caja.appendChild(div);
  window.scrollTo(0, 0);
}
function envia(ruta, datos, hecho) {
  var x = new XMLHttpRequest(); x.open('POST', base + ruta);
  x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  x.onload = function () { if (x.status != 200) return avisa('No se puede realizar la conexión al servidor', 'alert-danger'); hecho(JSON.parse(x.responseText)); };
  x.onerror = function () { avisa('No se puede realizar la conexión al servidor', 'alert-danger'); };
  x.send(Object.keys(datos).map(function (k) { return k + '=' + encodeURIComponent(datos[k]); }).join('&'));
}
function lista(ruta, select) {
  fetch(base + ruta).then(function (r) { return r.json(); }).then(function (os) {
    select.length = 1;
    os.forEach(function (o) { select.add(new Option(o.Text, o.Value)); });
  }).catch(function () { avisa('No se puede realizar la conexión al servidor', 'alert-danger'); });
}
function cargaFacturas() {
  var caja = document.getElementById('facturas'); if (!caja) return;
  fetch(base + '/Facturacion/Facturas').then(function (r) { return r.text(); }).then(function (html) {
    caja.innerHTML = html;
    if (caja.querySelector('[data-pendiente]')) setTimeout(cargaFacturas, 500);
  });
}
function pinta(renglones) {
  var cuerpo = document.querySelector('#tblCodigos tbody'); cuerpo.innerHTML = '';
  renglones.forEach(function (r) {
    var tr = cuerpo.insertRow(); [r.codigo, r.plaza, r.fecha, '$' + r.costo].forEach(function (t) { tr.insertCell().textContent = t; });
  });
  if (!renglones.length) { var td = cuerpo.insertRow().insertCell(); td.colSpan = 4; td.textContent = 'Sin códigos agregados'; }
  document.getElementById('Facturar').disabled = !renglones.length;
}
/* calendario: se abre al entrar al campo y tapa lo que queda debajo */
function calendario(campo) {
  var caja = null, mes, orden = campo.getAttribute('data-orden') || 'mda', nombres = 'Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre'.split(' ');
  function dos(n) { return (n < 10 ? '0' : '') + n; }
  function cierra() { if (caja) { caja.remove(); caja = null; } }
  function dibuja() {
    caja.innerHTML = ''; var h = document.createElement('header'), t = document.createElement('table'), b;
    [['‹', -1], [nombres[mes.getMonth()] + ' ' + mes.getFullYear(), 0], ['›', 1]].forEach(function (p) {
      b = document.createElement('span'); b.textContent = p[0]; b.style.cursor = 'pointer';
      b.onclick = function () { mes.setMonth(mes.getMonth() + p[1]); dibuja(); }; h.appendChild(b);
    });
    var dias = new Date(mes.getFullYear(), mes.getMonth() + 1, 0).getDate(), fila;
    for (var d = 1; d <= dias; d++) (function (d) {
      if ((d - 1) % 7 == 0) fila = t.insertRow();
      var c = fila.insertCell(); c.textContent = d;
      c.onclick = function () {
        var a = dos(mes.getMonth() + 1), e = dos(d);
        campo.value = (orden == 'mda' ? a + '/' + e : e + '/' + a) + '/' + mes.getFullYear(); cierra();
      };
    })(d);
    caja.appendChild(h); caja.appendChild(t);
  }
  campo.addEventListener('focus', function () {
    if (caja) return; mes = new Date(); mes.setDate(1);
    caja = document.createElement('div'); caja.className = 'datepicker'; campo.parentNode.appendChild(caja); dibuja();
  });
  campo.addEventListener('keydown', function (e) { if (e.key == 'Tab' || e.key == 'Escape') cierra(); });
  document.addEventListener('mousedown', function (e) { if (caja && e.target != campo && !caja.contains(e.target)) cierra(); });
}
Array.prototype.forEach.call(document.querySelectorAll('.fecha input'), calendario);
function codigo() {
  var e = document.querySelector('[data-modo]');
  if (e.getAttribute('data-modo') == 'boxes') return Array.prototype.map.call(e.querySelectorAll('input'), function (i) { return i.value.trim(); }).join('').toUpperCase();
  return (e.getAttribute('data-modo') == 'masked' ? e.value.replace(/[ _]/g, '') : e.value).toUpperCase();
}
function prepara() {
  pinta(JSON.parse(document.getElementById('renglones').textContent));
  var q = new URLSearchParams(location.search);
  if (q.get('MensajeError')) avisa(q.get('MensajeError'), 'alert-danger');
  if (q.get('MensajeSuccess')) { avisa(q.get('MensajeSuccess'), 'alert-success'); cargaFacturas(); }
  var entrada = document.querySelector('[data-modo]'), modo = entrada.getAttribute('data-modo');
  if (modo == 'masked') entrada.addEventListener('input', function () {
    var limpio = entrada.value.replace(/[^A-Za-z0-9]/g, '').slice(0, 18).toUpperCase();
    entrada.value = limpio.replace(/(.{4})(?=.)/g, '$1 ');
  });
  if (modo == 'boxes') Array.prototype.forEach.call(entrada.querySelectorAll('input'), function (i, n, todos) {
    i.addEventListener('input', function () { if (i.value.length >= i.maxLength && todos[n + 1]) todos[n + 1].focus(); });
  });
  var rfc = dato('rfc');
  rfc.addEventListener('change', function () { rfc.value = rfc.value.toUpperCase(); lista('/Facturacion/Regimenes?rfc=' + encodeURIComponent(rfc.value), dato('regime')); });
  document.getElementById('btnValidar').onclick = function () {
    envia('/Facturacion/ValidarCodigo', { codigo: codigo(), rfc: valor('rfc'), plaza: valor('plaza'), fecha: valor('date'), importe: valor('amount') }, function (r) {
      avisa(r.Mensaje, r.Ok ? 'alert-success' : 'alert-danger'); if (r.rows) pinta(r.rows);
    });
  };
  document.getElementById('btnLimpiar').onclick = function () { location.href = location.pathname; };
  document.getElementById('lnkRecuperar').onclick = function (e) { e.preventDefault(); var p = document.getElementById('recuperar'); p.hidden = !p.hidden; };
  document.getElementById('btnRecuperar').onclick = function () {
    var p = document.getElementById('recuperar');
    envia('/Facturacion/RecuperarCodigo', { codigo: p.querySelector('[name=codigoRec]').value, rfc: p.querySelector('[name=rfcRec]').value }, function (r) {
      avisa(r.Mensaje, r.Ok ? 'alert-success' : 'alert-danger'); if (r.rows) pinta(r.rows); if (r.invoice) cargaFacturas();
    });
  };
  var modal = document.getElementById('modal-uso-cdfi'), botones = document.querySelectorAll('#Facturar');
  botones[0].onclick = function () {
    if (['rfc', 'name', 'postal_code', 'regime', 'email'].some(function (n) { return !valor(n); })) return avisa('Complete los campos marcados con (*)', 'alert-danger');
    lista('/Facturacion/Usos', dato('use')); modal.hidden = false;
  };
  document.getElementById('cierra').onclick = document.getElementById('regresa').onclick = function () { modal.hidden = true; };
  botones[1].onclick = function () {
    if (!valor('use')) { dato('use').style.borderColor = '#b00'; return; }
    botones[1].disabled = true;
    var f = document.getElementById('frmFacturar'), d = { rfc: valor('rfc'), razon: valor('name'), cp: valor('postal_code'), regimen: valor('regime'), correo: valor('email'), uso: valor('use') };
    if (document.getElementById('cb1').checked) d.ine = 'on';
    Object.keys(d).forEach(function (k) { var i = document.createElement('input'); i.type = 'hidden'; i.name = k; i.value = d[k]; f.appendChild(i); });
    f.submit();
  };
}
if (document.getElementById('tblCodigos')) prepara(); else cargaFacturas();
