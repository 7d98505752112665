# What ECS says of a strategy and of what it needs beside it, when it does not fit (F1.14, F10).
import pytest
from cloud import Refused
from fargate import Fargate, serve
from two_groups import TwoGroups, configuration


@pytest.fixture
def app(cloud, image):
    return TwoGroups(cloud)


def test_what_is_refused_at_once(app):
    definition = app.register()
    (fitting,) = app.mapping()
    plain = {key: value for key, value in fitting.items() if key != "advancedConfiguration"}
    alone = app.make_rule(10, {"Field": "path-pattern", "Values.member.1": "/x"}, (1,))
    for mappings, said in (
        ([plain], "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING"),
        ([fitting, plain], "Either all or none of the provided loadBalancers must have advancedConfiguration defined"),
        (app.mapping(alternateTargetGroupArn=app.group), f"Duplicate targetGroupArn found: {app.group}"),
        (app.mapping(testListenerRule=app.production), "cannot be used as both production and test listener rules"),
        (
            app.mapping(productionListenerRule=app.listener),
            f"productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. "
            f"Got: {app.listener}",
        ),
        (
            app.mapping(productionListenerRule=alone, testListenerRule=None),
            "testListenerRule is required when productionListenerRule is not associated with both targetGroup and",
        ),
    ):
        with pytest.raises(Refused, match=said):
            app.create(definition, loadBalancers=mappings)
    for change, said in (
        (configuration("GREEN"), "Invalid deployment strategy GREEN"),
        (configuration(bake=1441), "bakeTimeInMinutes must be between 0 and 1440"),
        (configuration("LINEAR", linearConfiguration={"stepPercent": 2}), "stepPercent must be between 3 and 100"),
    ):
        with pytest.raises(Refused, match=said):
            app.create(definition, change)
    # What was refused has left nothing; a strategy is refused in an update as well.
    app.create(definition, configuration("ROLLING"), loadBalancers=[plain])
    with pytest.raises(Refused, match="advancedConfiguration field is required"):
        app.update(definition, deploymentConfiguration=configuration())


def test_what_fails_the_deployment(app, cloud):
    app.create(app.register())
    app.ended()
    served = app.weights()

    def outcome(**change):
        app.update(app.register(serve("two")), loadBalancers=app.mapping(**change))
        record = app.ended()
        assert record["status"] == "ROLLBACK_SUCCESSFUL"
        assert record["statusReason"].startswith("Service deployment rolled back because of invalid networking config")
        return record["statusReason"]

    gone = f"arn:aws:iam::{cloud.account}:role/gone"
    assert outcome(roleArn=gone).endswith(
        f"unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role '{gone}'."
    )
    third = app.make_group("app-3")
    assert outcome(alternateTargetGroupArn=third).endswith(
        f"Target group {third} is not associated with either productionListenerRule or testListenerRule."
    )
    app.elb("ModifyRule", RuleArn=app.production, **app.forward(50, 50))
    assert outcome().endswith("found 2 target groups which are serving traffic")
    # The rollback has sent everything to where the earlier tasks are.
    assert app.weights() == served
    assert app.visit() == "one"


def test_service_without_the_second_group_any_more(app):
    """A rolling deployment moves no weight: what is in the first group gets no request while the second has them."""
    app.create(app.register())
    app.ended()
    assert app.weights() == (0, 100)
    plain = [{key: value for key, value in app.mapping()[0].items() if key != "advancedConfiguration"}]
    two = app.register(serve("two"))
    app.update(two, loadBalancers=plain, deploymentConfiguration=configuration("ROLLING"))
    assert app.ended()["status"] == "SUCCESSFUL"
    assert app.weights() == (0, 100)
    assert app.cloud.visit("app")[0] == 503


def test_plain_ministack_takes_any_strategy(plain, image):
    app = Fargate(plain)
    assert app.create(app.register(), deploymentConfiguration=configuration("GREEN"))["status"] == "ACTIVE"
