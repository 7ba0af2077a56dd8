"""The types of the flows' parameters, by which Prefect draws and checks its forms.

What stands beside a field in a form is told in the flow's docstring, under Args.
"""

from typing import Annotated, Literal

from pydantic import Field

Address = Annotated[str, Field(min_length=1)]  # a path or a URL, as the worker sees it
Addresses = Annotated[list[Address], Field(min_length=1)]
Count = Annotated[int, Field(ge=1)]
Hours = Annotated[float, Field(gt=0)]
HoursOrNone = Annotated[float, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0)]
IfBusy = Literal["wait", "skip"]
