"""What a page means for one request: kind, fields, way on, messages. Pure; a few milliseconds."""

from dataclasses import replace
from datetime import date

from automation.reading.adverts import only_refused, unheard
from automation.reading.asking import as_asked
from automation.reading.fields import read_fields
from automation.reading.kinds import is_account_only, kind_of, uuid_of
from automation.reading.matching import pair_up
from automation.reading.messages import read_messages
from automation.reading.page import PageModel
from automation.reading.request import InvoiceRequest
from automation.reading.roads.finding import Roads, find_ways
from automation.reading.scene import Scene
from automation.reading.sections import MAIN
from automation.reading.understanding import FieldMatch, Meaning, Message, Understanding
from automation.reading.units import REPLIES
from invoicing.states import FailureType


def understand(
    page: PageModel, request: InvoiceRequest, *, today: date, previous: PageModel | None = None
) -> Understanding:
    """Reads `page` for `request`; `previous` is the page before the last action, by which an answer is told
    from a text that always stood there. `today` (Mexico's) is the day by which dates are judged."""
    page = as_asked(only_refused(page))
    del today  # a date of the ticket is written as it is; kept for rules that compare with the day
    pairing = pair_up(page, request)
    reading = read_fields(page, pairing, request)
    has_form = bool(pairing.pairs) and pairing.layout.role == MAIN
    messages = read_messages(unheard(page), previous, has_form=has_form)
    scene = Scene(page, request, pairing, reading, messages, is_first=previous is None)
    roads = find_ways(scene)
    kind = kind_of(scene, roads)
    return Understanding(
        kind=kind,
        fields=tuple(map(_answered, reading.fields)),
        unmatched_required=reading.unmatched if has_form else (),
        dismiss=roads.dismiss,
        next=roads.next,
        alternatives=roads.alternatives,
        messages=tuple(_by_mail_only(m, roads) for m in scene.messages),
        downloads=roads.downloads,
        consult=roads.consult,
        uuid=uuid_of(page),
        busy=bool(page.busy_marks),
        account_only=is_account_only(scene, roads),
    )


def _answered(field: FieldMatch) -> FieldMatch:
    """The button that will be pressed holds what it says: so the guard compares it like any field."""
    if field.control.kind != REPLIES or field.option is None:
        return field
    control = replace(field.control, value=field.option.text, value_text=field.option.text)
    return replace(field, control=control, satisfied=True)


def _by_mail_only(message: Message, roads: Roads) -> Message:
    """Sent by e-mail is a stop only where the page offers no file."""
    if message.meaning is Meaning.EMAILED and not roads.downloads:
        return replace(message, failure_type=FailureType.EMAIL_DELIVERY)
    return message
