from decimal import Decimal, InvalidOperation

from django import template

register = template.Library()


@register.filter
def pesos(amount: Decimal | str | None) -> str:
    """An amount as people in Mexico write it, $1,160.00; a dash where there is none."""
    if amount is None or amount == "":
        return "—"
    try:
        return f"${Decimal(amount):,.2f}"
    except InvalidOperation:
        return str(amount)
