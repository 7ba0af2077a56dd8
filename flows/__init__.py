"""Flows: the steps of pipeline/run scheduled by Prefect; nothing is computed here.

Importing this package, before Prefect itself, sets its defaults: no usage statistics (it takes both
settings to stop the look-ups), and the pipeline's log lines go to the run's log.
"""

import logging
import os

PREFECT_DEFAULTS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "healthpages",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # 20 is too short on a busy machine
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",  # a step may be called without a flow
}

for _name, _value in PREFECT_DEFAULTS.items():
    os.environ.setdefault(_name, _value)

logging.getLogger("healthpages").setLevel(logging.INFO)  # Prefect adds a handler, not a level
