"""Whether this worker is to end: its main process is told, the processes that run tasks see it.

A byte of shared memory and no lock: a process that is killed cannot leave it held, and a signal's handler may
write it. The processes are forked from the main one, and inherit it.
"""

from ctypes import c_bool
from multiprocessing.sharedctypes import RawValue

_asked = RawValue(c_bool, False)  # noqa: FBT003 - its first value


def ask() -> None:
    """From now on runs that have submitted nothing stop at their next step, and hand their task back."""
    _asked.value = True


def is_asked() -> bool:
    return bool(_asked.value)
