"""Labels of services: free names and values, such as Region: Highland, by which many are told apart."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ..errors import NotFoundError
from .tables import service, service_label

_OF_SERVICE = service_label.c.service_id == sa.bindparam("service")
_OWN = sa.select(service.c.id).where(service.c.id == sa.bindparam("service")).with_for_update()


def of_all(connection: Connection) -> dict[int, dict[str, str]]:
    """The labels of every service that has any, by its id."""
    found: dict[int, dict[str, str]] = {}
    query = sa.select(service_label.c.service_id, service_label.c.name, service_label.c.value)
    for service_id, name, value in connection.execute(query):
        found.setdefault(service_id, {})[name] = value
    return found


def of_service(connection: Connection, service_id: int) -> dict[str, str]:
    """The labels of one service."""
    query = sa.select(service_label.c.name, service_label.c.value).where(_OF_SERVICE)
    return {row.name: row.value for row in connection.execute(query, {"service": service_id})}


def change(
    connection: Connection, service_id: int, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """Writes the labels that are others in `after`, and takes away those that are not in it any more."""
    if connection.scalar(_OWN, {"service": service_id}) is None:
        raise NotFoundError("service", service_id)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    gone = sa.delete(service_label).where(_OF_SERVICE, service_label.c.name.in_(changed))
    connection.execute(gone, {"service": service_id})
    rows = [
        {"service_id": service_id, "name": name, "value": after[name]} for name in changed if name in after
    ]
    if rows:
        connection.execute(sa.insert(service_label), rows)


def take_along(connection: Connection, former: int, service_id: int) -> None:
    """Gives a service that has no labels those of the one that its assessment was of before."""
    if former != service_id and not of_service(connection, service_id):
        change(connection, service_id, {}, of_service(connection, former))
