# What a deployment configuration says of how traffic moves to the new tasks (F1.14).
import pace

DEFAULTS = {"maximumPercent": 200, "minimumHealthyPercent": 100, "strategy": "ROLLING", "bakeTimeInMinutes": 0}
CANARY = {"canaryPercent": 5.0, "canaryBakeTimeInMinutes": 10}
LINEAR = {"stepPercent": 10.0, "stepBakeTimeInMinutes": 6}


def completed(configuration):
    """As DescribeServices gives it: with the defaults of what was not said."""
    found = {**DEFAULTS, **(configuration or {})}
    if found["strategy"] == "CANARY":
        found["canaryConfiguration"] = {**CANARY, **(found.get("canaryConfiguration") or {})}
    if found["strategy"] == "LINEAR":
        found["linearConfiguration"] = {**LINEAR, **(found.get("linearConfiguration") or {})}
    return found


def is_staged(configuration):
    """Whether the new tasks get a group of their own, and the traffic is shifted to it."""
    return (configuration or {}).get("strategy", "ROLLING") != "ROLLING"


def bake_seconds(configuration):
    return minutes(configuration["bakeTimeInMinutes"])


def steps(configuration):
    """(percent of the production traffic for the new tasks, seconds until the next step), the last one 100."""
    if configuration["strategy"] == "CANARY":
        canary = configuration["canaryConfiguration"]
        first = float(canary["canaryPercent"])
        return [(first, minutes(canary["canaryBakeTimeInMinutes"])), (100.0, 0)] if first < 100 else [(100.0, 0)]
    if configuration["strategy"] == "LINEAR":
        linear = configuration["linearConfiguration"]
        step, wait = float(linear["stepPercent"]), minutes(linear["stepBakeTimeInMinutes"])
        before = [step * number for number in range(1, int(100 / step) + 1) if step * number < 100]
        return [(percent, wait) for percent in before] + [(100.0, 0)]
    return [(100.0, 0)]


def minutes(number):
    """Real seconds for a wait that the user configured in minutes."""
    return pace.configured(float(number) * 60)
