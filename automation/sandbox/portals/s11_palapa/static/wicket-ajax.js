var Wicket = { Ajax: {
  url: function (r) { return wicketBase + r + '?' + Math.floor(Math.random() * 9) + '-1.IBehaviorListener.0-queryContainer-queryForm'; },
  post: function (r) {
    var x = new XMLHttpRequest(), f = document.forms[0], d = [];
    if (f) for (var i = 0; i < f.elements.length; i++) { var e = f.elements[i]; if (e.name && (e.type != 'radio' || e.checked)) d.push(encodeURIComponent(e.name) + '=' + encodeURIComponent(e.value)); }
    x.open('POST', Wicket.Ajax.url(r), true);
    x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8'); x.setRequestHeader('Wicket-Ajax', 'true');
    x.onreadystatechange = function () {
      if (x.readyState != 4) return; Wicket.busy = false;
      if (x.status == 200 && x.responseXML) Wicket.Ajax.process(x.responseXML); else alert('Ha ocurrido un error en el servidor. Intente más tarde.');
    };
    if (Wicket.busy) return; Wicket.busy = true; x.send(d.join('&'));
  },
  process: function (xml) {
    var cs = xml.getElementsByTagName('component'), i, n, t;
    for (i = 0; i < cs.length; i++) { n = document.getElementById(cs[i].getAttribute('id')); if (n) { t = document.createElement('div'); t.innerHTML = cs[i].textContent.trim(); n.parentNode.replaceChild(t.firstElementChild, n); } }
    var ev = xml.getElementsByTagName('evaluate'); for (i = 0; i < ev.length; i++) (new Function(ev[i].textContent))();
    Wicket.bind();
  } }, bind: function () {
    document.querySelectorAll('[data-ajax]').forEach(function (b) { b.onclick = function (e) { e.preventDefault(); Wicket.Ajax.post(b.getAttribute('data-ajax')); return false; }; });
    document.querySelectorAll('[data-cambia]').forEach(function (c) { c.onchange = function () { Wicket.Ajax.post(c.getAttribute('data-cambia')); }; });
    document.querySelectorAll('[data-repite]').forEach(function (p) { setTimeout(function () { Wicket.Ajax.post(p.getAttribute('data-repite')); }, 500); });
    document.querySelectorAll('input.fecha').forEach(function (f) { f.onclick = f.onfocus = function () { YUI(f); }; });
  } };
function YUI(f) {
  if (f.cal) return; var m = new Date(); m.setDate(1);
  var c = document.createElement('div'), N = ['Enero', 'Febrero', 'Marzo', 'Abril', 'Mayo', 'Junio', 'Julio', 'Agosto', 'Septiembre', 'Octubre', 'Noviembre', 'Diciembre'];
  c.className = 'yui-cal'; f.cal = c; f.parentNode.appendChild(c);
  function cierra() { c.remove(); document.removeEventListener('mousedown', fuera); setTimeout(function () { f.cal = null; }, 0); }
  function fuera(e) { if (e.target != f && !c.contains(e.target)) cierra(); }
  document.addEventListener('mousedown', fuera);
  f.onkeydown = function (e) { if ((e.key == 'Tab' || e.key == 'Escape') && f.cal) cierra(); };
  function dibuja() {
    c.innerHTML = '<a class="calnavleft" title="Mes anterior">&lt;</a><b>' + N[m.getMonth()] + ' ' + m.getFullYear() + '</b><a class="calnavright" title="Mes siguiente">&gt;</a>';
    c.children[0].onclick = function () { m.setMonth(m.getMonth() - 1); dibuja(); }; c.children[2].onclick = function () { m.setMonth(m.getMonth() + 1); dibuja(); };
    var t = document.createElement('table'), r, d, ini = m.getDay(), fin = new Date(m.getFullYear(), m.getMonth() + 1, 0).getDate();
    r = t.insertRow(); ['Do', 'Lu', 'Ma', 'Mi', 'Ju', 'Vi', 'Sá'].forEach(function (n) { r.insertCell().textContent = n; }); r = t.insertRow(); for (d = 0; d < ini; d++) r.insertCell();
    for (d = 1; d <= fin; d++) (function (d) {
      if (r.cells.length == 7) r = t.insertRow(); var k = r.insertCell(); k.className = 'selectable'; k.textContent = d;
      k.onclick = function () { f.value = ('0' + d).slice(-2) + '/' + ('0' + (m.getMonth() + 1)).slice(-2) + '/' + m.getFullYear(); f.dispatchEvent(new Event('change', { bubbles: true })); cierra(); };
    })(d);
    c.appendChild(t);
  }
  dibuja();
}
Wicket.bind();
