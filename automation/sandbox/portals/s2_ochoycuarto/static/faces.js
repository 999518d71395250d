var PrimeFaces = {
  escape: function (id) { return document.getElementById(id); },
  ab: function (cfg) {
    var form = document.getElementById('form');
    var body = new URLSearchParams(new FormData(form));
    body.set('javax.faces.partial.ajax', 'true');
    body.set('javax.faces.source', cfg.s);
    body.set('javax.faces.partial.execute', '@all');
    var x = new XMLHttpRequest();
    x.open('POST', form.action);
    x.setRequestHeader('Faces-Request', 'partial/ajax');
    x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    PrimeFaces.busy(1);
    x.onload = function () {
      PrimeFaces.busy(-1);
      if (x.status !== 200) return PrimeFaces.growl('error', 'Error de comunicación con el servidor (' + x.status + ')');
      PrimeFaces.apply(new DOMParser().parseFromString(x.responseText, 'text/xml'));
    };
    x.onerror = function () { PrimeFaces.busy(-1); PrimeFaces.growl('error', 'Error de comunicación con el servidor'); };
    x.send(body.toString());
  },
  pending: 0,
  busy: function (by) {
    PrimeFaces.pending += by;
    setTimeout(function () {
      var status = document.getElementById('statusDialog');
      if (PrimeFaces.pending > 0 && !status) {
        status = document.createElement('div'); status.id = 'statusDialog'; status.className = 'ui-blockui';
        status.innerHTML = '<span>Procesando…</span>'; document.body.appendChild(status);
      } else if (PrimeFaces.pending <= 0 && status) status.remove();
    }, by > 0 ? 150 : 0);
  },
  apply: function (xml) {
    var to = xml.querySelector('redirect');
    if (to) { window.location.href = to.getAttribute('url'); return; }
    xml.querySelectorAll('update').forEach(function (u) {
      var id = u.getAttribute('id'), node = document.getElementById(id);
      if (!node) return;
      if (id.indexOf('javax.faces.ViewState') >= 0) { node.value = u.textContent; return; }
      var typed = document.activeElement && document.activeElement.id;
      node.outerHTML = u.textContent;
      if (typed && typed === id) document.getElementById(id).focus();
    });
    var box = document.createElement('div');
    box.innerHTML = (xml.querySelector('extension') || { textContent: '' }).textContent;
    box.querySelectorAll('[data-growl]').forEach(function (g) { PrimeFaces.growl(g.dataset.growl, g.textContent); });
    PrimeFaces.widgets();
  },
  growl: function (severity, text) {
    var item = document.createElement('div');
    item.className = 'ui-growl-item-container ui-growl-' + severity;
    item.innerHTML = '<div class="ui-growl-item" role="alert"><span class="ui-growl-title"></span><div class="ui-growl-icon-close">×</div></div>';
    item.querySelector('.ui-growl-title').textContent = text;
    item.querySelector('.ui-growl-icon-close').onclick = function () { item.remove(); };
    document.getElementById('growl_container').appendChild(item);
    setTimeout(function () { item.remove(); }, 6000);
  },
  widgets: function () {
    document.querySelectorAll('[data-widget=selectonemenu]:not([data-ready])').forEach(PrimeFaces.menu);
    document.querySelectorAll('[data-widget=calendar]:not([data-ready])').forEach(PrimeFaces.calendar);
    document.querySelectorAll('[data-ayuda]').forEach(function (field) {
      field.addEventListener('focus', function () {
        if (!field.dataset.ayuda) return;
        field.removeAttribute('data-ayuda');
        setTimeout(function () { PF('dlgInfoTicket').show(); }, 0);
      });
    });
  },
  menu: function (root) {
    root.dataset.ready = '1';
    var select = document.getElementById(root.id + '_input'), label = document.getElementById(root.id + '_label');
    document.querySelectorAll('body > .ui-selectonemenu-panel').forEach(function (p) { if (p.id === root.id + '_panel') p.remove(); });
    var panel = root.querySelector('.ui-selectonemenu-panel');
    document.body.appendChild(panel);
    label.addEventListener('click', function (e) {
      if (root.classList.contains('ui-state-disabled')) return;
      e.stopPropagation();
      var open = panel.style.display !== 'none';
      PrimeFaces.closeAll();
      if (open) return;
      var r = label.getBoundingClientRect();
      panel.style.cssText = 'display:block;left:' + (r.left + window.scrollX) + 'px;top:' + (r.bottom + window.scrollY) + 'px;width:' + r.width + 'px';
    });
    panel.querySelectorAll('li').forEach(function (item) {
      item.addEventListener('click', function () {
        select.value = item.dataset.value; label.textContent = item.textContent; panel.style.display = 'none';
        if (root.dataset.ajax) PrimeFaces.ab({ s: root.id });
      });
    });
  },
  closeAll: function () { document.querySelectorAll('body > .ui-selectonemenu-panel').forEach(function (p) { p.style.display = 'none'; }); },
  months: ['Enero', 'Febrero', 'Marzo', 'Abril', 'Mayo', 'Junio', 'Julio', 'Agosto', 'Septiembre', 'Octubre', 'Noviembre', 'Diciembre'],
  calendar: function (input) {
    input.dataset.ready = '1';
    var now = new Date(), year = now.getFullYear(), month = now.getMonth();
    var box = document.getElementById('ui-datepicker-div');
    if (!box) { box = document.createElement('div'); box.id = 'ui-datepicker-div'; box.className = 'ui-datepicker'; box.style.display = 'none'; document.body.appendChild(box); }
    function two(n) { return (n < 10 ? '0' : '') + n; }
    function draw() {
      var first = new Date(year, month, 1).getDay(), days = new Date(year, month + 1, 0).getDate();
      var html = '<div class="ui-datepicker-header"><a class="ui-datepicker-prev" title="Anterior">◀</a><span class="ui-datepicker-title"><span class="ui-datepicker-month">' + PrimeFaces.months[month] + '</span> <span class="ui-datepicker-year">' + year + '</span></span><a class="ui-datepicker-next" title="Siguiente">▶</a></div><table class="ui-datepicker-calendar"><thead><tr>' + ['Do', 'Lu', 'Ma', 'Mi', 'Ju', 'Vi', 'Sá'].map(function (d) { return '<th>' + d + '</th>'; }).join('') + '</tr></thead><tbody><tr>';
      for (var i = 0; i < first; i++) html += '<td class="ui-datepicker-other-month"></td>';
      for (var d = 1; d <= days; d++) {
        var late = new Date(year, month, d) > now;
        html += late ? '<td class="ui-state-disabled"><span>' + d + '</span></td>' : '<td data-handler="selectDay" data-month="' + month + '" data-year="' + year + '"><a class="ui-state-default" href="#">' + d + '</a></td>';
        if ((first + d) % 7 === 0 && d < days) html += '</tr><tr>';
      }
      box.innerHTML = html + '</tr></tbody></table>';
      box.querySelector('.ui-datepicker-prev').onclick = function () { move(-1); };
      box.querySelector('.ui-datepicker-next').onclick = function () { move(1); };
      box.querySelectorAll('a.ui-state-default').forEach(function (a) {
        a.onclick = function (e) { e.preventDefault(); input.value = two(+a.textContent) + '/' + two(month + 1) + '/' + year; box.style.display = 'none'; };
      });
    }
    function move(by) { month += by; if (month < 0) { month = 11; year--; } if (month > 11) { month = 0; year++; } draw(); }
    input.addEventListener('focus', function () {
      draw();
      var r = input.getBoundingClientRect();
      box.style.cssText = 'display:block;left:' + (r.left + window.scrollX) + 'px;top:' + (r.bottom + window.scrollY) + 'px';
    });
    document.addEventListener('mousedown', function (e) { if (e.target !== input && !box.contains(e.target)) box.style.display = 'none'; });
  }
};
function PF(name) {
  var dialog = document.getElementById('form:' + name);
  return {
    show: function () {
      if (!document.getElementById(name + '_modal')) {
        var veil = document.createElement('div'); veil.id = name + '_modal'; veil.className = 'ui-widget-overlay'; document.body.appendChild(veil);
      }
      dialog.style.display = 'block'; dialog.setAttribute('aria-hidden', 'false');
      var first = dialog.querySelector('a, button'); if (first) first.focus();
    },
    hide: function () { dialog.style.display = 'none'; dialog.setAttribute('aria-hidden', 'true'); var v = document.getElementById(name + '_modal'); if (v) v.remove(); }
  };
}
document.addEventListener('click', PrimeFaces.closeAll);
PrimeFaces.widgets();
document.querySelectorAll('[data-growl]').forEach(function (g) { PrimeFaces.growl(g.dataset.growl, g.textContent); });
if (document.querySelector('[data-abierto]')) PF('dlgInfoTicket').show();
