(function () {
  var cfg = JSON.parse(document.getElementById('cfg').textContent);
  var paso = 1, sucursal = '', uso = '', usoTexto = '';
  function $(id) { return document.getElementById(id); }
  function v(id) { return $(id) ? $(id).value.trim() : ''; }

  /* --- un solo aviso para todo */
  var alAceptar = null;
  function notifica(titulo, html, aceptar, cancelable) {
    $('lbl_mtitulo').textContent = titulo;
    if (typeof html === 'string') $('div_mcuerpo').textContent = html; else $('div_mcuerpo').replaceChildren(html);
    $('btn_mcancelar').style.display = cancelable ? '' : 'none';
    alAceptar = aceptar || null;
    setTimeout(function () { $('modalnotificacion').style.display = 'block'; }, 5);
  }
  function cierraAviso() { $('modalnotificacion').style.display = 'none'; }
  $('btn_maceptar').onclick = function () { cierraAviso(); var f = alAceptar; alAceptar = null; if (f) f(); };
  $('btn_mcancelar').onclick = $('btn_mcerrar').onclick = function () { alAceptar = null; cierraAviso(); };

  function metodo(nombre, datos, listo, siempre) {
    fetch(cfg.base + '/index.aspx/' + nombre, { method: 'POST', headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(datos) })
      .then(function (r) {
        if (siempre) siempre();
        if (r.status === 401) return r.json().then(function (j) { notifica('Notificación', j.Message, function () { location.reload(); }); });
        if (!r.ok) throw new Error(r.status);
        return r.json().then(function (j) { listo(JSON.parse(j.d)); });
      }).catch(function () { if (siempre) siempre(); notifica('Notificación', 'Ocurrió un error al procesar su solicitud.'); });
  }

  /* --- pasos */
  function ve(n) {
    paso = n;
    document.querySelectorAll('.tab-pane').forEach(function (p, i) { p.classList.toggle('active', i + 1 === n); });
    document.querySelectorAll('.nav li').forEach(function (p, i) { p.classList.toggle('active', i + 1 === n); });
    var ul = document.querySelector('.pager'); ul.innerHTML = '';
    function boton(texto, clase, f) { var li = document.createElement('li'), a = document.createElement('a'); li.className = clase; a.href = '#'; a.textContent = texto; a.onclick = function (e) { e.preventDefault(); f(); }; li.appendChild(a); ul.appendChild(li); }
    if (n === 2 || n === 3) boton('Anterior', 'previous', function () { ve(n - 1); }); else ul.appendChild(document.createElement('li'));
    if (n < 4) boton(n === 3 ? cfg.issue : cfg.next, 'next', [null, valida, datos, confirma][n]);
    if (n === 4) boton('Facturar otro ticket', 'next', function () { location.reload(); });
  }

  /* --- listas flotantes */
  function bajo(inp, ul) { var r = inp.getBoundingClientRect(); ul.style.left = (r.left + window.scrollX) + 'px'; ul.style.top = (r.bottom + window.scrollY) + 'px'; ul.style.minWidth = r.width + 'px'; document.body.appendChild(ul); }

  /* --- sucursal */
  var ci = document.querySelector('.custom-combobox-input'), menu = null;
  function quita() { if (menu) { menu.remove(); menu = null; } }
  function muestra(q) {
    quita();
    var hay = cfg.branches.filter(function (b) { return b[1].toLowerCase().indexOf(q.toLowerCase()) >= 0; });
    if (!hay.length) return;
    menu = document.createElement('ul'); menu.className = 'ui-menu ui-widget ui-autocomplete';
    hay.forEach(function (b) {
      var li = document.createElement('li'), d = document.createElement('div'); li.className = 'ui-menu-item'; d.textContent = b[1]; li.appendChild(d);
      li.onmousedown = function (e) { e.preventDefault(); }; li.onclick = function () { sucursal = b[0]; ci.value = b[1]; quita(); };
      menu.appendChild(li);
    });
    bajo(ci, menu);
  }
  ci.addEventListener('input', function () { sucursal = ''; if (ci.value) muestra(ci.value); else quita(); });
  ci.addEventListener('blur', function () {
    quita(); if (sucursal || !ci.value) return;
    var b = cfg.branches.find(function (x) { return x[1].toLowerCase() === ci.value.trim().toLowerCase(); });
    if (b) { sucursal = b[0]; ci.value = b[1]; } else { ci.title = ci.value + ' no corresponde a ninguna sucursal'; ci.value = ''; }
  });
  document.querySelector('.custom-combobox-toggle').addEventListener('mousedown', function (e) { e.preventDefault(); if (menu) return quita(); ci.focus(); muestra(''); });

  if (cfg.dateKind === 'masked') $('txt_fecha').addEventListener('input', function () {
    var d = this.value.replace(/\D/g, '').slice(0, 8);
    this.value = d.length > 4 ? d.slice(0, 2) + '/' + d.slice(2, 4) + '/' + d.slice(4) : d.length > 2 ? d.slice(0, 2) + '/' + d.slice(2) : d;
  });

  function valida() {
    if (!sucursal || !v('txt_rfccliente') || !v('txt_ticket') || !v('txt_fecha') || !v('txt_total')) return notifica('Notificación', cfg.incomplete);
    metodo('ValidarTicket', { sucursal: sucursal, rfc: v('txt_rfccliente'), ticket: v('txt_ticket'), fecha: v('txt_fecha'), total: v('txt_total') }, function (r) {
      if (r.Mia !== undefined) return yaFacturado(r);
      if (r.Mensaje === 'Error') return notifica('Notificación', r.Html);
      $('lbl_rfc').textContent = v('txt_rfccliente').toUpperCase();
      var s = $('cbo_cregfiscal'); s.innerHTML = ''; if (!cfg.preselects) s.add(new Option('Seleccione…', ''));
      r.Regimenes.forEach(function (o) { s.add(new Option(o[1], o[0])); });
      uso = ''; $('txt_cucfdi').value = '';
      if (cfg.tellsFound) notifica('Notificación', r.Html, function () { ve(2); }); else ve(2);
    });
  }
  function yaFacturado(r) {
    var d = document.createElement('div'), p = document.createElement('p'); p.textContent = r.Html; d.appendChild(p);
    if (r.Mia) {
      var f = document.createElement('div'); f.className = 'form-inline';
      f.innerHTML = '<label for="txt_dcorreopet">Enviar a:</label> <input type="text" class="form-control" id="txt_dcorreopet"> <button type="button" class="btn btn-default" id="btn_denviarpet">Enviar</button>';
      f.querySelector('button').onclick = function () { metodo('EnviarCorreo', { correo: v('txt_dcorreopet') }, function (x) { notifica('Notificación', x.Html); }); };
      d.appendChild(f);
      if (r.Entrega !== 'email') {
        var b = document.createElement('button'); b.type = 'button'; b.className = 'btn btn-primary'; b.textContent = 'Descargar XML + PDF'; b.style.marginTop = '12px';
        b.onclick = function () { baja('zip'); }; d.appendChild(b);
      }
    }
    notifica('Notificación', d);
  }

  /* --- cliente */
  $('txt_ccp').addEventListener('change', function () {
    metodo('BuscarCP', { cp: v('txt_ccp') }, function (r) {
      if (r.Mensaje === 'Error') return notifica('Notificación', r.Html);
      $('txt_cestado').value = r.Estado; $('txt_cmunicipio').value = r.Municipio;
      if (cfg.resetsCountry) $('cbo_cpais').selectedIndex = 0;
    });
  });
  var ta = $('txt_cucfdi'), tmenu = null, vez = 0;
  function tquita() { if (tmenu) { tmenu.remove(); tmenu = null; } }
  function elige(o) { uso = o[0]; usoTexto = o[1]; ta.value = o[1]; tquita(); }
  ta.addEventListener('input', function () {
    uso = ''; tquita(); var mia = ++vez;
    if (ta.value.trim().length < cfg.least) return;
    metodo('BuscarUso', { texto: ta.value, regimen: v('cbo_cregfiscal') }, function (r) {
      if (mia !== vez || uso) return; tquita(); if (!r.Lista.length) return;
      tmenu = document.createElement('ul'); tmenu.className = 'typeahead dropdown-menu';
      r.Lista.forEach(function (o, i) {
        var li = document.createElement('li'), a = document.createElement('a'); a.textContent = o[1]; a.href = '#'; li.className = i ? '' : 'active'; li.appendChild(a);
        li.onmousedown = function (e) { e.preventDefault(); }; a.onclick = function (e) { e.preventDefault(); elige(o); };
        tmenu.appendChild(li);
      });
      bajo(ta, tmenu);
    });
  });
  ta.addEventListener('blur', function () { setTimeout(function () { tquita(); if (!uso && cfg.clears) ta.value = ''; else if (uso) ta.value = usoTexto; }, 150); });
  $('cbo_cregfiscal').addEventListener('change', function () { uso = ''; ta.value = ''; });

  function texto(id) { var s = $(id); return s && s.selectedIndex >= 0 ? s.options[s.selectedIndex].text : ''; }
  function resumen() {
    var dl = document.createElement('dl'); dl.className = 'dl-horizontal';
    var filas = [['RFC', v('txt_rfccliente').toUpperCase()], ['Razón social', v('txt_crazon').toUpperCase()], ['Código postal', v('txt_ccp')], ['País', texto('cbo_cpais')], ['Régimen fiscal', texto('cbo_cregfiscal')], ['Uso de CFDI', usoTexto], ['Correo', v('txt_ccorreo')], ['Ticket', v('txt_ticket')], ['Total', '$' + v('txt_total')]];
    if ($('cbo_cformapago')) filas.splice(6, 0, ['Forma de pago', texto('cbo_cformapago')]);
    filas.forEach(function (f) { var dt = document.createElement('dt'), dd = document.createElement('dd'); dt.textContent = f[0]; dd.textContent = f[1]; dl.append(dt, dd); });
    return dl;
  }
  function datos() {
    if (!v('txt_crazon') || !v('txt_ccp') || !v('cbo_cregfiscal') || !v('txt_ccorreo') || ($('cbo_cformapago') && !v('cbo_cformapago'))) return notifica('Notificación', cfg.incomplete);
    if (!uso) return notifica('Notificación', 'Seleccione el uso de CFDI de la lista.');
    if ($('txt_ccorreo2') && v('txt_ccorreo2') !== v('txt_ccorreo')) return notifica('Notificación', 'Los correos no coinciden.');
    if (!cfg.reviewsInModal) $('dl_resumen').replaceChildren.apply($('dl_resumen'), resumen().children);
    ve(3);
  }

  /* --- factura */
  function confirma() {
    var d = document.createElement('div'), p = document.createElement('p'); p.textContent = 'Verifica los datos'; d.appendChild(p);
    if (cfg.reviewsInModal) d.appendChild(resumen());
    notifica('Confirmar Datos', d, genera, true);
  }
  function genera() {
    var next = document.querySelector('.pager .next a'); next.style.visibility = 'hidden';
    metodo('GenerarFactura', { razon: v('txt_crazon'), cp: v('txt_ccp'), pais: v('cbo_cpais'), regimen: v('cbo_cregfiscal'), uso: uso, correo: v('txt_ccorreo'), formapago: v('cbo_cformapago') }, function (r) {
      if (r.Mensaje === 'Error') return notifica('Notificación', r.Html);
      notifica('Notificación', r.Html, function () { ve(4); entrega(r); });
    }, function () { next.style.visibility = ''; });
  }
  function entrega(r) {
    var porCorreo = r.Entrega === 'email', sueltos = r.Entrega === 'links';
    $('btn_dxmlpdf').style.display = porCorreo || sueltos ? 'none' : '';
    $('btn_dxml').style.display = $('btn_dpdf').style.display = sueltos ? '' : 'none';
    $('lbl_descarga').textContent = porCorreo ? 'Su factura fue enviada al correo ' + v('txt_ccorreo') : r.Listo ? 'Descargue su factura.' : 'Preparando archivos, espere un momento…';
    [$('btn_dxmlpdf'), $('btn_dxml'), $('btn_dpdf')].forEach(function (b) { b.disabled = !r.Listo; });
    if (!r.Listo) setTimeout(function () { metodo('ConsultarEstado', {}, function (s) { r.Listo = s.Listo; entrega(r); }); }, 150);
  }
  function baja(tipo) {
    var url = cfg.base + '/Descarga.ashx?tipo=' + tipo;
    if (cfg.delivery !== 'blob') { location.href = url; return; }
    fetch(url).then(function (r) { return r.blob(); }).then(function (b) {
      var a = document.createElement('a'); a.href = URL.createObjectURL(b); a.download = 'Factura.' + tipo; document.body.appendChild(a); a.click(); a.remove();
    });
  }
  $('btn_dxmlpdf').onclick = function () { baja('zip'); };
  $('btn_dxml').onclick = function () { baja('xml'); };
  $('btn_dpdf').onclick = function () { baja('pdf'); };
  $('btn_denviar').onclick = function () { metodo('EnviarCorreo', { correo: v('txt_dcorreo') }, function (r) { notifica('Notificación', r.Html); }); };

  ve(1);
  if (cfg.greeting) notifica('Notificación', 'Le informamos que sus datos serán tratados conforme a nuestro Aviso de Privacidad. Tenga a la mano su ticket y su Constancia de Situación Fiscal.');
})();
