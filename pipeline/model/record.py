"""Frozen records at the price of open ones.

A frozen dataclass sets each field past its own freeze, which costs ten times what an open one
takes, and pages have a record for every line. So each record is filled in as an instance of an open
twin and then becomes what it is.
"""

from dataclasses import dataclass, field, fields, make_dataclass
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[Class]) -> type[Class]:
    """The class as a frozen dataclass with slots."""
    frozen: Any = dataclass(frozen=True, slots=True, init=False)(cls)
    columns = [(each.name, each.type, each) for each in fields(frozen)]
    twin = make_dataclass(f"Open{cls.__name__}", columns, slots=True)
    values_of = attrgetter(*(name for name, _, _ in columns))

    def filled(_: type[Class], *values: Any, **named: Any) -> Any:
        made = twin(*values, **named)
        made.__class__ = frozen
        return made

    def reduced(self: Class) -> tuple[type[Class], tuple[Any, ...]]:
        return frozen, values_of(self)  # a third of the time that pickling takes by itself

    frozen.__new__ = filled
    frozen.__reduce__ = reduced
    return frozen  # type: ignore[no-any-return]
