# What CreateService and UpdateService refuse of a strategy that shifts traffic (F1.14, F10). What ECS only finds out
# later, such as a rule that sends elsewhere, fails the deployment: traffic.problem.
import deployment_strategy
import traffic

STRATEGIES = ("ROLLING", "BLUE_GREEN", "LINEAR", "CANARY")
LONGEST_WAIT = 1440


def of(configuration, mappings):
    """The sentence that says what is wrong, or None."""
    configuration = configuration or {}
    strategy = configuration.get("strategy") or "ROLLING"
    if strategy not in STRATEGIES:
        return f"Invalid deployment strategy {strategy}. Valid values are: {', '.join(STRATEGIES)}"
    advanced = [bool(each.get("advancedConfiguration")) for each in mappings]
    if any(advanced) and not all(advanced):
        return "Either all or none of the provided loadBalancers must have advancedConfiguration defined"
    if strategy != "ROLLING" and not all(advanced):
        return (
            "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING "
            "deployment strategy"
        )
    groups = [
        group
        for each in mappings
        for group in (traffic.pair(each) if each.get("advancedConfiguration") else [each.get("targetGroupArn")])
    ]
    twice = next((group for group in groups if group and groups.count(group) > 1), None)
    if twice:
        return f"Duplicate targetGroupArn found: {twice}"
    of_rules = [_of_rules(each) for each in mappings if each.get("advancedConfiguration")]
    return _of_times(configuration) or next(filter(None, of_rules), None)


def _of_times(configuration):
    configuration = deployment_strategy.completed(configuration)
    canary, linear = (configuration.get(f"{name}Configuration") or {} for name in ("canary", "linear"))
    for name, value, least, most in (
        ("bakeTimeInMinutes", configuration["bakeTimeInMinutes"], 0, LONGEST_WAIT),
        ("canaryPercent", canary.get("canaryPercent"), 0.1, 100),
        ("canaryBakeTimeInMinutes", canary.get("canaryBakeTimeInMinutes"), 0, LONGEST_WAIT),
        ("stepPercent", linear.get("stepPercent"), 3, 100),
        ("stepBakeTimeInMinutes", linear.get("stepBakeTimeInMinutes"), 0, LONGEST_WAIT),
    ):
        if value is not None and not least <= float(value) <= most:
            return f"{name} must be between {least} and {most}"
    return None


def _of_rules(mapping):
    production, test = traffic.rules(mapping)
    for name, rule in (("productionListenerRule", production), ("testListenerRule", test)):
        if rule and ":listener-rule/" not in rule:
            return f"{name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: {rule}"
    if production and production == test:
        return f"The following rules cannot be used as both production and test listener rules: {production}"
    if not test and not set(traffic.pair(mapping)) <= set(traffic.weights(production)):
        return (
            "For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated "
            "with both targetGroup and alternateTargetGroup"
        )
    return None
