"""Three kinds of error, by what the caller has to do; each takes one message, so each pickles.

HealthpagesError
    StopRun       a user's mistake or a broken output folder: stop, tell the user what to do
    FileFailed    one source file can't be read: record a problem, go on with the next
    TryAgain      a passing fault (network, full disk, lost worker): the same call may succeed later
"""


class HealthpagesError(Exception):
    """The base of all errors that this project raises."""


class StopRun(HealthpagesError):
    """The run can't go on until the user changes something; the message says what."""


class FileFailed(HealthpagesError):
    """One source file can't be read; the other files are not affected."""


class TryAgain(HealthpagesError):
    """The fault is expected to pass; calling again is safe."""
