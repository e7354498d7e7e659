"""Nothing here but `dialect` may be SQLite's own: the statements compile for Postgres."""

from __future__ import annotations

import pytest
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.store.tables import metadata

# SQLAlchemy's dialects have no annotated constructor.
POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_tables_compile_for_postgres(table: Table) -> None:
    statement = str(CreateTable(table).compile(dialect=POSTGRES))
    assert "DATETIME" not in statement
    for index in table.indexes:
        assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=POSTGRES))


def test_the_unsent_have_a_partial_index_there_too() -> None:
    (index,) = (i for i in metadata.tables["deliveries"].indexes if i.name and "chat" in i.name)
    compiled = str(CreateIndex(index).compile(dialect=POSTGRES))
    assert "WHERE state IN ('pending', 'sending')" in compiled
