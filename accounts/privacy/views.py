"""The aviso de privacidad: read by everybody, accepted by who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import person_of
from accounts.privacy.consent import accept_notice
from accounts.privacy.notice import NOTICES, current_notice, notice_of, responsible


@require_GET
def notice(request: HttpRequest, version: str = "") -> HttpResponse:
    shown = notice_of(version) if version else current_notice()
    if shown is None:
        raise Http404
    context = {
        "notice": shown,
        "is_current": shown == current_notice(),
        "notices": NOTICES,
        "responsible": responsible(),
    }
    return render(request, "accounts/privacy/notice.html", context)


@login_required
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """From the banner: an empty answer takes its place, so that nothing on the page is lost."""
    shown = notice_of(request.POST.get("version", ""))
    if shown is None:
        return HttpResponseBadRequest()
    accept_notice(person=person_of(request), version=shown.version, now=timezone.now())
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse()
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else "accounts:account")
