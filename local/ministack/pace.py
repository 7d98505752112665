# How long things take. SLIPWAY_PACE=0 (default, for tests) is as fast as is honest; =aws is as slow as AWS is (F5).
import os

PACE = os.environ.get("SLIPWAY_PACE", "0")
REAL = PACE == "aws"

# The one factor of pace 0. What a template or a service asks for in seconds (health-check interval, grace period,
# deregistration delay, stop timeout, back-off) passes 50 times as fast, so their proportions, which decide who is
# healthy before whom is stopped, stay those of AWS.
FACTOR = 50

# An app takes its own time to answer and to stop, at any pace: no wait for it is shorter than this.
LEAST_WAIT_FOR_APP = 1.0


def configured(seconds):
    """Real seconds for a duration that the user configured."""
    return float(seconds) if REAL else float(seconds) / FACTOR


def of_app(seconds):
    """Real seconds for a configured wait in which the app itself must do something."""
    return max(LEAST_WAIT_FOR_APP, configured(seconds))


def of_aws(seconds):
    """Real seconds for what AWS itself takes (F5.2): nothing at pace 0."""
    return float(seconds) if REAL else 0.0
