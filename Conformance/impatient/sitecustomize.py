"""Lets the AWS CLI ask again soon: `cloudformation deploy` would look after a stack every thirty seconds."""

import time

PAUSE_SECONDS_MAX = 0.5


def _short(seconds, sleep=time.sleep):
    sleep(min(seconds, PAUSE_SECONDS_MAX))


time.sleep = _short
