/* Cuadro combinado: se escribe para filtrar y se elige con un clic en la lista. */
function RadComboBox(id, cargar, alElegir) {
  var div = document.getElementById(id), inp = document.getElementById(id + '_Input'), estado = document.getElementById(id + '_ClientState');
  var vacio = inp.value, valor = '', texto = '', slide = null;
  function cerrar() { if (slide) { slide.remove(); slide = null; } }
  function abrir(q) {
    cargar(q, function (items) {
      cerrar();
      var r = inp.getBoundingClientRect();
      slide = document.createElement('div'); slide.className = 'rcbSlide';
      slide.style.left = (r.left + window.scrollX) + 'px'; slide.style.top = (r.bottom + window.scrollY + 2) + 'px';
      slide.innerHTML = '<div class="RadComboBoxDropDown" id="' + id + '_DropDown"><div class="rcbScroll"><ul class="rcbList"></ul></div></div>';
      var ul = slide.querySelector('ul');
      items.forEach(function (it) {
        var li = document.createElement('li'); li.className = 'rcbItem'; li.textContent = it[1];
        li.onmouseenter = function () { li.className = 'rcbHovered rcbItem'; }; li.onmouseleave = function () { li.className = 'rcbItem'; };
        li.onmousedown = function (e) { e.preventDefault(); };
        li.onclick = function () { poner(it[0], it[1]); cerrar(); };
        ul.appendChild(li);
      });
      if (!items.length) ul.innerHTML = '<li class="rcbNoData">Sin coincidencias</li>';
      document.body.appendChild(slide);
    });
  }
  function poner(v, t) {
    valor = v; texto = t; inp.value = t; inp.classList.add('lleno');
    estado.value = JSON.stringify({ logEntries: [], value: v, text: t, enabled: true }); alElegir(v);
  }
  function limpiar() { valor = ''; texto = ''; estado.value = ''; inp.value = vacio; inp.classList.remove('lleno'); alElegir(''); }
  inp.addEventListener('focus', function () { if (inp.value === vacio) inp.value = ''; inp.classList.add('lleno'); });
  inp.addEventListener('input', function () { valor = ''; estado.value = ''; alElegir(''); abrir(inp.value); });
  inp.addEventListener('blur', function () { setTimeout(function () { cerrar(); if (!valor) limpiar(); else inp.value = texto; }, 120); });
  document.getElementById(id + '_Arrow').addEventListener('mousedown', function (e) { e.preventDefault(); if (slide) return cerrar(); inp.focus(); abrir(''); });
  return { limpiar: limpiar, valor: function () { return valor; } };
}
