var theForm = document.forms['aspnetForm'];
if (!theForm) { theForm = document.aspnetForm; }
function __doPostBack(eventTarget, eventArgument) {
    if (theForm.__EVENTTARGET === undefined) return;
    theForm.__EVENTTARGET.value = eventTarget;
    theForm.__EVENTARGUMENT.value = eventArgument;
    var source = document.getElementsByName(eventTarget)[0];
    var panel = source && source.closest ? source.closest('.UpdatePanel') : null;
    if (panel) { Sys_partial(panel); return; }
    theForm.submit();
    theForm.__EVENTTARGET.value = '';
}
function Sys_partial(panel) {
    var body = new URLSearchParams(new FormData(theForm));
    body.set('__ASYNCPOST', 'true');
    theForm.__EVENTTARGET.value = '';
    panel.style.opacity = '0.6';
    var x = new XMLHttpRequest();
    x.open('POST', theForm.action);
    x.setRequestHeader('X-MicrosoftAjax', 'Delta=true');
    x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded; charset=utf-8');
    x.onload = function () { panel.style.opacity = ''; if (x.status !== 200) { alert('Sys.WebForms.PageRequestManagerServerErrorException: ' + x.status); return; } Sys_apply(x.responseText); };
    x.onerror = function () { panel.style.opacity = ''; alert('Sys.WebForms.PageRequestManagerServerErrorException'); };
    x.send(body.toString());
}
function Sys_apply(delta) {
    var at = 0;
    while (at < delta.length) {
        var a = delta.indexOf('|', at), b = delta.indexOf('|', a + 1), c = delta.indexOf('|', b + 1);
        var size = parseInt(delta.substring(at, a), 10), kind = delta.substring(a + 1, b), id = delta.substring(b + 1, c);
        var content = delta.substr(c + 1, size);
        if (kind === 'updatePanel') document.getElementById(id).innerHTML = content;
        if (kind === 'hiddenField') document.getElementById(id).value = content;
        if (kind === 'pageRedirect') { window.location.href = content; return; }
        at = c + 1 + size + 1;
    }
}
function abre(id) { [id, id + 'Fondo'].forEach(function (x) { var e = document.getElementById(x); if (e) e.style.display = 'block'; }); }
function cierra(id) { [id, id + 'Fondo'].forEach(function (x) { var e = document.getElementById(x); if (e) e.style.display = 'none'; }); }
function tecla(e) { return e.which || e.keyCode; }
function soloNum(e) { var k = tecla(e); return k < 32 || k === 13 || (k >= 48 && k <= 57); }
function soloLetrasNum(e) { var k = tecla(e); return k < 32 || /[A-Za-z0-9&\u00d1\u00f1]/.test(String.fromCharCode(k)); }
