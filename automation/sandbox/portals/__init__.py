"""How to write a portal.

Each archetype is one package here, named `<id>_<nick>` (s5_nogal), whose `__init__.py` exports `PORTAL`,
a subclass of `automation.sandbox.portal.Portal`. `s5_nogal` is the example. A portal is written as another
company would have written it: markup, CSS, scripts, ids, wording and manners of its own. Nothing of the page
comes from the core, and no portal copies another's templates.

    class Nogal(Portal):
        company = COMPANIES["s5"]                       # companies.py
        archetype = "Una línea en español para el índice"
        shape = TicketShape(folio="#####", key="@@##", articles=(...))      # patterns: Seed.text
        words = {"folio": "ticket_number", "key": "webid"}   # ticket.json's words, or override tell_ticket
        deliveries = ("links", "zip")                   # first-class ones; "email" only when asked for
        faults = frozenset({"slow", "502", "drop"})     # those that it supports
        has_reprint = True                              # it can find an invoice again

        @route("POST", "/buscar/{tienda}")              # relative to the portal's root; visit.args
        async def look_up(self, visit: Visit) -> web.StreamResponse: ...

Files: templates (`*.html`, Jinja with autoescape) beside `__init__.py`, scripts and styles in `static/`.
`visit.page("ticket.html", name=...)` renders one; `{{ base }}` is the root to put before EVERY address in a
page (forms, scripts, fetch: the caller's options travel in it), `portal` and `visit` are there too.

What it varies: `self.seed.pick("label/rfc", LABELS["rfc"])`, `.shuffle`, `.chance`, `.between`, `.text`;
each draw has its own name, so draws in `__init__` or a property give the same for one seed. Vary wording
(vocabulary.py or words of your own), order of fields, ids, optional fields, régimen texts with or without
codes, delivery.

What it calls (visit.py, office.py):
    visit.form() / .json() / .query / .args / .state    what came; state is the session's dict
    visit.find(folio=..., key=..., store=...)           the Ticket that has all of these, or None
    visit.verdict(ticket, amount="1,234.50")            Verdict; say it with your words for it
    await visit.issue([ticket], Submission(...), payment_form="04")
        issues with the data AS SUBMITTED: never correct them, never take the known taxpayer's instead.
        Raises TicketRefusedError(.verdict), ReceiverRefusedError(.rejection: attribute, code, sat_text,
        prose), PaymentRefusedError: then nothing was issued. Call it on the request that issues and only
        there: the attempt, the ledger and the faults slow, 502, 503 and drop happen inside.
    visit.issued_for(ticket, rfc)                       the invoice again (consultar, reimprimir)
    visit.office.issued_by_uuid / issued_to             for download addresses, "Mis facturas"
    visit.is_ready(issued)                              ask before delivering, where `delayed` is supported
    visit.deliver(issued, "xml" | "pdf" | "zip", inline=False), issued.xml / .pdf / .zip()
    visit.send_mail(address, issued)                    delivery by e-mail
    visit.delivery, visit.options.get("captcha")        what the address or the seed asks for
    visit.page / html / answer_json / redirect          answers

What each must do:
1. Judge the ticket by `visit.verdict` in every state and say it in its own words; NOT_FOUND,
   WRONG_TOTAL, NOT_SYNCED, EXPIRED, INVOICED, CANCELLED, IN_GLOBAL. Where its words for two states are the
   same, as real portals do, set `expected` so that scenarios tell what a right run can know.
2. Let the receptor's data through as typed (upper-casing aside), and relay a rejection in the SAT's words
   (`rejection.code`, `rejection.sat_text`) or in prose (`seed.pick("prose", rejection.prose)`).
3. Give an invoice only to whoever shows its ticket and RFC: never list another's.
4. Keep artificial delays at 0; waiting happens only by fault `slow` or `delayed`.
5. Override `session_expired` where it supports `expiry`; `finish_ticket` where a folio is composed of other
   data (`dataclasses.replace`, `office.with_extra`); `expect` where an option changes the end.
6. Work without a network: no font, script or picture from elsewhere. The mark "SIMULACIÓN" is put into
   every page (whatever has a <body>) by the core; leave it.
7. Keep to the code bar in Python (small functions, mypy strict); its HTML and JS may be as ugly as real
   ones, on purpose.

Tests ask the sandbox: `sandbox.scenario("s5", seed=3, state="expired", receiver="ok", number=0,
fault="502", delivery="zip", cfdi="egreso")` gives url, ticket, profile, expected, ticket_id and total;
`sandbox.ledger.issued(ticket=ticket_id)` what was issued. The first path segment carries the options:
`/s5-3~fault:502~delivery:zip/`.
"""
