/* global AJUSTES */
(function () {
  var base = AJUSTES.base;
  var estacion = '';
  function $(s, en) { return (en || document).querySelector(s); }
  function on(s, ev, f) { var n = typeof s === 'string' ? $(s) : s; if (n) n.addEventListener(ev, f); }

  function ajax(method, path, data, ok, fail) {
    var x = new XMLHttpRequest();
    x.open(method, base + path);
    x.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    if (method === 'POST') x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8');
    x.onload = function () {
      if (x.status === 401) { location.href = base + '/?sesion=expirada'; return; }
      if (x.status !== 200) { if (fail) fail(); return aviso('Error en el servidor (' + x.status + '). Intente más tarde.'); }
      ok(JSON.parse(x.responseText));
    };
    x.onerror = function () { if (fail) fail(); aviso('No hay conexión con el servidor.'); };
    x.send(data ? data.map(function (p) { return encodeURIComponent(p[0]) + '=' + encodeURIComponent(p[1]); }).join('&') : null);
  }
  function post(path, data, ok, fail) { ajax('POST', path, [['csrf', AJUSTES.csrf]].concat(data), ok, fail); }

  function caja(texto, botones) {
    var v = document.createElement('div'); v.className = 'velo';
    var c = document.createElement('div'); c.className = 'caja'; c.setAttribute('role', 'dialog');
    var p = document.createElement('p'); p.textContent = texto; c.appendChild(p);
    var d = document.createElement('p'); d.className = 'derecha'; c.appendChild(d);
    botones.forEach(function (b) {
      var n = document.createElement('button'); n.type = 'button'; n.className = 'boton' + (b[2] ? ' claro' : ''); n.textContent = b[0];
      n.onclick = function () { v.remove(); if (b[1]) b[1](); }; d.appendChild(n); d.append(' ');
    });
    v.appendChild(c); document.body.appendChild(v);
  }
  function aviso(texto) {
    var zona = $('#avisos'); zona.innerHTML = '';
    if (!texto) return;
    if (AJUSTES.modal) return caja(texto, [['OK']]);
    var d = document.createElement('div'); d.className = 'alerta mala'; d.setAttribute('role', 'alert'); d.textContent = texto;
    zona.appendChild(d); window.scrollTo(0, 0);
  }

  /* --- chosen */
  var ch = $('#estacion_chosen'), busca = $('.chosen-search input', ch), ul = $('.chosen-results', ch), lista = [];
  function pinta() {
    var q = busca.value.trim().toUpperCase();
    ul.innerHTML = '';
    lista.filter(function (o) { return o[1].indexOf(q) >= 0; }).forEach(function (o) {
      var li = document.createElement('li'); li.className = 'active-result'; li.textContent = o[1]; li.dataset.v = o[0]; ul.appendChild(li);
    });
    if (!ul.children.length) ul.innerHTML = '<li class="no-results">Sin resultados</li>';
    else ul.children[0].classList.add('highlighted');
  }
  function abre() { ch.classList.add('chosen-with-drop'); busca.value = ''; pinta(); busca.focus(); }
  function cierra() { ch.classList.remove('chosen-with-drop'); }
  function elige(li) {
    if (!li || !li.dataset.v) return;
    estacion = li.dataset.v; $('.chosen-single span', ch).textContent = li.textContent;
    var s = $('#estacion'); s.innerHTML = ''; s.add(new Option(li.textContent, estacion)); s.value = estacion; cierra();
  }
  function suelta() { estacion = ''; $('.chosen-single span', ch).textContent = 'Seleccione una estación'; $('#estacion').innerHTML = '<option value=""></option>'; }
  on($('.chosen-single', ch), 'mousedown', function (e) { e.preventDefault(); if (ch.classList.contains('chosen-with-drop')) cierra(); else abre(); });
  on($('.chosen-single', ch), 'keydown', function (e) { if (e.key === 'Enter' || e.key === 'ArrowDown' || e.key === ' ') { e.preventDefault(); abre(); } });
  on(busca, 'keyup', function (e) { if (['ArrowDown', 'ArrowUp', 'Enter', 'Escape'].indexOf(e.key) < 0) pinta(); });
  on(busca, 'keydown', function (e) {
    var h = $('.highlighted', ul), n = h && (e.key === 'ArrowDown' ? h.nextElementSibling : e.key === 'ArrowUp' ? h.previousElementSibling : null);
    if (n) { h.classList.remove('highlighted'); n.classList.add('highlighted'); n.scrollIntoView({ block: 'nearest' }); }
    if (e.key === 'Enter') { e.preventDefault(); elige(h); }
    if (e.key === 'Escape') cierra();
  });
  on(ul, 'mouseup', function (e) { elige(e.target.closest('li')); });
  on(document, 'mousedown', function (e) { if (!ch.contains(e.target)) cierra(); });
  ajax('GET', '/facturacion/estaciones', null, function (r) { lista = r; });

  /* --- receptor */
  var rfc = $('#rfc'), reg = $('#regimen_fiscal'), uso = $('#usocfdi'), actual = AJUSTES.chosen;
  function llena(sel, opciones, valor) {
    sel.innerHTML = ''; sel.add(new Option('Seleccione', ''));
    opciones.forEach(function (o) { sel.add(new Option(o[1], o[0])); });
    sel.value = valor || ''; if (sel.selectedIndex < 0) sel.selectedIndex = 0;
  }
  function pon(sel, v) { var n = $(sel); if (!n) return; if ('value' in n) n.value = v || ''; else n.textContent = v || ''; }
  function receptor(d) {
    actual = d;
    pon('#razon_social', d && d.name); pon('#cp', d && d.postal_code); pon('#email', d && d.email);
    pon('#v_nombre', d && d.name); pon('#v_cp', d && d.postal_code); pon('#v_correo', d && d.email);
    llena(reg, d ? d.regimes : [], d && d.regime); llena(uso, d ? d.uses : [], d && d.use);
  }
  function carga(id) { ajax('GET', '/facturacion/receptor?id=' + id, null, receptor); }
  on(rfc, 'change', function () {
    var nuevo = rfc.value === 'nuevo', g = $('#grupo_nuevo');
    if (g) { g.classList.toggle('oculto', !nuevo); $('#rfc_nuevo').value = ''; }
    if (!rfc.value || nuevo) receptor(null); else carga(rfc.value);
  });
  function elRfc() { return rfc.value === 'nuevo' ? $('#rfc_nuevo').value.trim().toUpperCase() : actual ? actual.rfc : ''; }
  on('#rfc_nuevo', 'blur', function () {
    var v = elRfc(); if (v.length < 12) return;
    ajax('GET', '/facturacion/receptor?rfc=' + encodeURIComponent(v), null, function (d) { llena(reg, d.regimes, reg.value); });
  });
  on(reg, 'change', function () {
    ajax('GET', '/facturacion/usos?rfc=' + encodeURIComponent(elRfc()) + '&regimen=' + reg.value, null, function (l) { llena(uso, l, ''); });
  });

  /* --- datos fiscales (ventana) */
  var f = $('#frm_rfc'), velo = $('#velo_rfc');
  function ventana(d) {
    f.id_ = d ? d.key : 'nuevo'; f.elements.id.value = f.id_;
    f.elements.rfc.value = d ? d.rfc : ''; f.elements.rfc.readOnly = !!d;
    f.elements.nombre.value = d ? d.name : ''; f.elements.cp.value = d ? d.postal_code : ''; f.elements.correo.value = d ? d.email : '';
    llena(f.elements.regimen, d ? d.regimes : [], d && d.regime);
    $('#error_rfc').classList.add('oculto'); velo.classList.remove('oculto');
  }
  on('#editar', 'click', function (e) { e.preventDefault(); if (actual) ventana(actual); else aviso('Seleccione un RFC.'); });
  on('#nuevo', 'click', function (e) { e.preventDefault(); ventana(null); });
  on('#cerrar_rfc', 'click', function () { velo.classList.add('oculto'); });
  if (f) on(f.elements.rfc, 'blur', function () {
    var v = f.elements.rfc.value.trim().toUpperCase(); if (v.length < 12 || f.elements.rfc.readOnly) return;
    ajax('GET', '/facturacion/receptor?rfc=' + encodeURIComponent(v), null, function (d) { llena(f.elements.regimen, d.regimes, f.elements.regimen.value); });
  });
  on('#guardar_rfc', 'click', function () {
    var datos = ['id', 'rfc', 'nombre', 'cp', 'regimen', 'correo'].map(function (k) { return [k, f.elements[k].value]; });
    post('/facturacion/receptor', datos, function (r) {
      if (r.error) { var e = $('#error_rfc'); e.textContent = r.error; e.classList.remove('oculto'); return; }
      var o = [].find.call(rfc.options, function (x) { return x.value === r.id; });
      var texto = datos[1][1].toUpperCase() + ' · ' + datos[2][1].toUpperCase();
      if (o) o.text = texto; else rfc.add(new Option(texto, r.id));
      rfc.value = r.id; velo.classList.add('oculto'); carga(r.id);
    });
  });

  /* --- bandeja */
  var cuerpo = $('#tickets tbody');
  function suma() {
    var t = 0; cuerpo.querySelectorAll('input:checked').forEach(function (c) { t += Number(c.closest('tr').dataset.monto); });
    $('#suma').textContent = '$ ' + t.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',');
  }
  on(cuerpo, 'change', suma);
  on('#todos', 'change', function (e) { cuerpo.querySelectorAll('input[type=checkbox]').forEach(function (c) { c.checked = e.target.checked; }); suma(); });
  on(cuerpo, 'click', function (e) {
    if (!e.target.classList.contains('quitar')) return;
    e.preventDefault(); var tr = e.target.closest('tr');
    post('/facturacion/quitar', [['id', tr.dataset.id]], function () { tr.remove(); suma(); });
  });
  function limpiaTicket() { suelta(); $('#ticket').value = ''; $('#monto').value = ''; if ($('#fecha')) $('#fecha').value = ''; }
  on('#agregar', 'click', function () {
    aviso('');
    var folio = $('#ticket').value.trim(), monto = $('#monto').value.trim();
    if (!estacion || !folio || !monto) return aviso('Seleccione la estación y capture folio y monto.');
    var b = $('#agregar'); b.disabled = true;
    post('/facturacion/agregar', [['estacion', estacion], ['folio', folio], ['monto', monto], ['fecha', $('#fecha') ? $('#fecha').value : '']], function (r) {
      b.disabled = false;
      if (r.error) return aviso(r.error);
      cuerpo.insertAdjacentHTML('beforeend', r.fila); limpiaTicket(); suma();
    }, function () { b.disabled = false; });
  });

  function reinicia() {
    if (AJUSTES.reloads) return location.reload();
    cuerpo.querySelectorAll('input:checked').forEach(function (c) { c.closest('tr').remove(); });
    limpiaTicket(); rfc.value = ''; receptor(null); suma(); window.scrollTo(0, 0);
  }
  function factura() {
    var datos = [];
    [].forEach.call($('#frm').elements, function (n) {
      if (!n.name || (n.type === 'checkbox' && !n.checked)) return;
      datos.push([n.name, n.value]);
    });
    var b = $('#facturar'); b.disabled = true;
    post('/facturacion/facturar', datos, function (r) { b.disabled = false; if (r.error) aviso(r.error); else reinicia(); }, function () { b.disabled = false; });
  }
  on('#facturar', 'click', function () {
    aviso('');
    if (!AJUSTES.confirmation) return factura();
    caja(AJUSTES.confirmation, [['Cancelar', null, true], ['Aceptar', factura]]);
  });
  suma();
})();
