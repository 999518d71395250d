"""The vendor directory: from its files into rows, and which vendor an address belongs to."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from urllib.parse import urlsplit

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from invoicing.models import Vendor
from invoicing.vendors.entry import VendorEntry


@transaction.atomic
def sync_vendors(*, entries: Iterable[VendorEntry], simulated: bool = False) -> list[Vendor]:
    """Makes the rows equal to the directory. What is no longer in it is unlisted, never deleted: tasks point
    at it. `simulated`: the entries are the sandbox's; each call touches only its own kind.
    """
    rows = [_write(entry) for entry in entries]
    gone = Vendor.objects.filter(is_simulated=simulated).exclude(slug__in=[row.slug for row in rows])
    gone.update(is_listed=False)
    return rows


def find_vendor(address: str) -> Vendor | None:
    """The directory's entry whose portal this is: same host and port, then the longest common path.

    Several vendors may share the host of a platform; then the path must tell which one it is.
    """
    parts = urlsplit(address)
    candidates = list(Vendor.objects.at_host(parts.netloc.lower()))
    if len(candidates) == 1:
        return candidates[0]
    depth, vendor = max(
        ((_common_path(parts.path, vendor), vendor) for vendor in candidates),
        key=lambda pair: pair[0],
        default=(0, None),
    )
    return vendor if depth else None


def _common_path(path: str, vendor: Vendor) -> int:
    """Length of the vendor's longest portal path that `path` begins with."""
    wanted = path.rstrip("/") + "/"
    paths = (urlsplit(url).path.rstrip("/") + "/" for url in vendor.portal_urls)
    return max((len(known) for known in paths if known != "/" and wanted.startswith(known)), default=0)


def _write(entry: VendorEntry) -> Vendor:
    columns = json.loads(json.dumps(asdict(entry), cls=DjangoJSONEncoder))
    slug = columns.pop("slug")
    row, _ = Vendor.objects.update_or_create(
        slug=slug, defaults=columns | {"hosts": list(entry.hosts), "is_listed": True}
    )
    return row
