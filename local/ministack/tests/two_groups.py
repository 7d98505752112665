# A service whose traffic ECS shifts between two target groups, as templates/service makes it (F1.8, F1.14).
import json

from fargate import Fargate

HEADER = "x-slipway-test"
TRUST = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def configuration(strategy="BLUE_GREEN", bake=0, **more):
    return {"strategy": strategy, "bakeTimeInMinutes": bake, **more}


class TwoGroups(Fargate):
    """The load balancer is called like the app; its default action is to say that there is no service."""

    def __init__(self, cloud, name="app"):
        super().__init__(cloud, name)
        self.elb = lambda action, **params: cloud.query("elasticloadbalancing", action, **params)
        self.group, self.alternate = (self._group(each) for each in (name, f"{name}-2"))
        balancer = self.elb("CreateLoadBalancer", Name=name).findtext(".//LoadBalancerArn")
        self.listener = self.elb(
            "CreateListener",
            LoadBalancerArn=balancer,
            Protocol="HTTP",
            Port=80,
            **{
                "DefaultActions.member.1.Type": "fixed-response",
                "DefaultActions.member.1.FixedResponseConfig.StatusCode": "503",
            },
        ).findtext(".//ListenerArn")
        path = {"Field": "path-pattern", "PathPatternConfig.Values.member.1": "/*"}
        header = {
            "Field": "http-header",
            "HttpHeaderConfig.HttpHeaderName": HEADER,
            "HttpHeaderConfig.Values.member.1": "true",
        }
        self.production, self.test = self.make_rule(50000, path), self.make_rule(49999, header)
        cloud.query("iam", "CreateRole", RoleName="moves", AssumeRolePolicyDocument=json.dumps(TRUST))
        self.role = f"arn:aws:iam::{cloud.account}:role/moves"

    def _group(self, name):
        arn = self.make_group(name)
        self.elb(
            "ModifyTargetGroupAttributes",
            TargetGroupArn=arn,
            **{"Attributes.member.1.Key": "deregistration_delay.timeout_seconds", "Attributes.member.1.Value": 10},
        )
        return arn

    def make_rule(self, priority, condition, weights=(100, 0)):
        asked = {f"Conditions.member.1.{key}": value for key, value in condition.items()}
        return self.elb(
            "CreateRule", ListenerArn=self.listener, Priority=priority, **asked, **self.forward(*weights)
        ).findtext(".//RuleArn")

    def forward(self, *weights):
        """The action that gives the first group its weight, and the second when there are two."""
        asked = {"Actions.member.1.Type": "forward"}
        for number, (arn, weight) in enumerate(zip((self.group, self.alternate), weights), 1):
            group = f"Actions.member.1.ForwardConfig.TargetGroups.member.{number}"
            asked |= {f"{group}.TargetGroupArn": arn, f"{group}.Weight": weight}
        return asked

    def advanced(self, **change):
        return {
            "alternateTargetGroupArn": self.alternate,
            "productionListenerRule": self.production,
            "testListenerRule": self.test,
            "roleArn": self.role,
            **change,
        }

    def mapping(self, port=8080, **change):
        return [{**super().mapping(port)[0], "advancedConfiguration": self.advanced(**change)}]

    def create(self, definition, asked=None, **more):
        return super().create(definition, **{"deploymentConfiguration": asked or configuration(), **more})

    def weights(self, rule=None):
        """Those of the first and the second group."""
        seen = self.elb("DescribeRules", **{"RuleArns.member.1": rule or self.production})
        found = {
            each.findtext("TargetGroupArn"): int(each.findtext("Weight"))
            for each in seen.iterfind(".//ForwardConfig/TargetGroups/member")
        }
        return found[self.group], found[self.alternate]

    def visit(self, **headers):
        return self.cloud.visit(self.name, headers=headers)[1].strip()
