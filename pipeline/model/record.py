"""Frozen records at the price of open ones.

A frozen dataclass sets each field past its own freeze, which costs five times what an open one
takes, and pages have a record for every line. So a record begins as an instance of an open subclass
and becomes what it is once it is filled in.
"""

from dataclasses import dataclass, field, fields, make_dataclass
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[Class]) -> type[Class]:
    """The class as a frozen dataclass with slots."""
    frozen: Any = dataclass(frozen=True, slots=True, init=False)(cls)

    def freeze(self: Any) -> None:
        self.__class__ = frozen

    columns = [(each.name, each.type, each) for each in fields(frozen)]
    plain: Any = make_dataclass("Plain", columns, namespace={"__post_init__": freeze})
    open_again = {  # both or neither: Python looks them up together
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    filling = {"__init__": plain.__init__, "__post_init__": freeze}
    own = {"__slots__": (), "__new__": object.__new__, **open_again, **filling}
    opened = type(f"Open{cls.__name__}", (frozen,), own)
    frozen.__new__ = partial(object.__new__, opened)
    values_of = attrgetter(*(name for name, _, _ in columns))

    def reduced(self: Class) -> tuple[type[Class], tuple[Any, ...]]:
        return frozen, values_of(self)  # a third of the time that pickling takes by itself

    frozen.__reduce__ = reduced
    return frozen  # type: ignore[no-any-return]
