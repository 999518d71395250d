"""What lies over a page: privacy notices, help, "boleto añadido". Closed, a bounded number of times each; a
dialog that opens again with every postback is closed again, one that never stays closed is left."""

from automation.pilots.drive import Drive
from automation.pilots.sight import Sight, clickable_key, folded
from automation.reading.understanding import Purpose, Step

SAME_DIALOG_LIMIT = 6
_CROSSES = frozenset({"x", "×", "✕", "✖", "✗", "⨯", "cerrar", "close", "[x]"})


async def dismiss(drive: Drive, sight: Sight) -> bool:
    """Closes one of them, never with what may issue. False when there is none, or it was closed too often."""
    for step in (*sight.meaning.dismiss, *_crosses(sight)):
        key = "|".join(clickable_key(step.clickable))
        if drive.dismissed[key] < SAME_DIALOG_LIMIT and not drive.may_issue(step, sight):
            drive.dismissed[key] += 1
            await drive.press(step, sight, message=f"Cierra el aviso con «{step.clickable.text}»")
            return True
    return False


async def uncover(drive: Drive) -> None:
    """Something lies over what was to be used: a notice is closed, a calendar or list with Escape."""
    sight = await drive.look()
    if not await dismiss(drive, sight):
        await drive.uncover()


def _crosses(sight: Sight) -> list[Step]:
    """The crosses of what covers the form, where understanding names none."""
    wanted = [f.control for f in sight.meaning.fields if f.datum is not None]
    if sight.meaning.dismiss or all(c.on_top for c in wanted):
        return []
    own = {c.dialog_key for c in wanted}
    shown = [c for c in sight.page.clickables if c.visible and c.on_top]
    covers = [c for c in shown if c.dialog_key and c.dialog_key not in own]
    crosses = [c for c in covers if c.kind == "close" or folded(c.text) in _CROSSES]
    return [Step(c, Purpose.DISMISS, may_issue=False, score=0.5) for c in crosses]
