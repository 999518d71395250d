"""Letters: one text, sent as plain text and as HTML made of the same paragraphs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str

    @property
    def is_link(self) -> bool:
        """Alone on its line: a name that a stranger chose never becomes one."""
        return self.text.startswith(("https://", "http://")) and not any(map(str.isspace, self.text))


def compose_letter(template: str, to: str, context: Mapping[str, Any]) -> EmailMultiAlternatives:
    """From TEMPLATE_subject.txt and TEMPLATE_message.txt, whose paragraphs are parted by an empty line."""
    subject = " ".join(render_to_string(f"{template}_subject.txt", dict(context)).split())
    text = render_to_string(f"{template}_message.txt", dict(context)).strip()
    paragraphs = [Paragraph(part.strip()) for part in text.split("\n\n") if part.strip()]
    letter = EmailMultiAlternatives(
        subject, "\n\n".join(part.text for part in paragraphs) + "\n", settings.DEFAULT_FROM_EMAIL, [to]
    )
    page = render_to_string("emails/letter.html", {"subject": subject, "paragraphs": paragraphs})
    letter.attach_alternative(page, "text/html")
    return letter


def send_letter(template: str, to: str, context: Mapping[str, Any]) -> None:
    compose_letter(template, to, context).send()
