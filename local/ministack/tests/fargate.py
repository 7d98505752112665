# A service behind a load balancer, made over the API, and what can be seen of it.
from cloud import wait_for
from conftest import IMAGE

# The shell stays the first process, because httpd ignores SIGTERM there.
SERVE = "mkdir -p /www; {fill}; httpd -f -p {port} -h /www & trap 'exit 0' TERM; wait"
BREAKER = {
    "maximumPercent": 200,
    "minimumHealthyPercent": 100,
    "deploymentCircuitBreaker": {
        "enable": True,
        "rollback": True,
        "resetOnHealthyTask": False,
        "thresholdConfiguration": {"type": "COUNT", "value": 2},
    },
}


def serve(page="one", port=8080):
    return shell(SERVE.format(fill=f"echo {page} > /www/index.html", port=port))


def sick(port=8080):
    """It runs and answers 404."""
    return shell(SERVE.format(fill="true", port=port))


def shell(script):
    return ["sh", "-c", script]


class Fargate:
    def __init__(self, cloud, name="app"):
        self.cloud, self.name = cloud, name
        self.here = {"cluster": f"{name}-cluster", "service": f"{name}-service"}
        cloud.ecs("CreateCluster", clusterName=f"{name}-cluster")

    def balancer(self, delay=30, **checks):
        """The target group's ARN; the load balancer is called like the app."""
        self.group = self.make_group(self.name, **checks)
        self.cloud.query(
            "elasticloadbalancing",
            "ModifyTargetGroupAttributes",
            TargetGroupArn=self.group,
            **{"Attributes.member.1.Key": "deregistration_delay.timeout_seconds", "Attributes.member.1.Value": delay},
        )
        arn = self.cloud.query("elasticloadbalancing", "CreateLoadBalancer", Name=self.name).findtext(
            ".//LoadBalancerArn"
        )
        self.cloud.query(
            "elasticloadbalancing",
            "CreateListener",
            LoadBalancerArn=arn,
            Protocol="HTTP",
            Port=80,
            **{"DefaultActions.member.1.Type": "forward", "DefaultActions.member.1.TargetGroupArn": self.group},
        )
        return self.group

    def make_group(self, name, **checks):
        asked = {
            "HealthCheckIntervalSeconds": 10,
            "HealthCheckTimeoutSeconds": 5,
            "HealthyThresholdCount": 2,
            "UnhealthyThresholdCount": 3,
            "Matcher.HttpCode": "200-399",
            "HealthCheckPath": "/",
            **checks,
        }
        return self.cloud.query(
            "elasticloadbalancing",
            "CreateTargetGroup",
            Name=name,
            Protocol="HTTP",
            Port=80,
            VpcId="vpc-1",
            TargetType="ip",
            **asked,
        ).findtext(".//TargetGroupArn")

    def register(self, command=None, port=8080, container=None, **definition):
        container = {
            "name": "app",
            "image": IMAGE,
            "command": command or serve(port=port),
            "essential": True,
            "portMappings": [{"containerPort": port}],
            **(container or {}),
        }
        return self.cloud.ecs(
            "RegisterTaskDefinition",
            **{
                "family": self.name,
                "cpu": "256",
                "memory": "512",
                "networkMode": "awsvpc",
                "requiresCompatibilities": ["FARGATE"],
                "containerDefinitions": [container],
                **definition,
            },
        )["taskDefinition"]["taskDefinitionArn"]

    def mapping(self, port=8080):
        return [{"targetGroupArn": self.group, "containerName": "app", "containerPort": port}]

    def create(self, definition, **more):
        return self.cloud.ecs(
            "CreateService",
            **{
                "cluster": self.here["cluster"],
                "serviceName": self.here["service"],
                "taskDefinition": definition,
                "desiredCount": 1,
                "launchType": "FARGATE",
                "deploymentConfiguration": BREAKER,
                "healthCheckGracePeriodSeconds": 120 if hasattr(self, "group") else 0,
                "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"], "assignPublicIp": "ENABLED"}},
                "loadBalancers": self.mapping() if hasattr(self, "group") else [],
                **more,
            },
        )["service"]

    def update(self, definition, **more):
        return self.cloud.ecs("UpdateService", **self.here, taskDefinition=definition, **more)["service"]

    def service(self):
        return self.cloud.ecs("DescribeServices", cluster=self.here["cluster"], services=[self.here["service"]])[
            "services"
        ][0]

    def deployment(self, arn=None):
        """The service deployment: the current one, or the one asked for."""
        arn = arn or self.service()["currentServiceDeployment"]
        return self.cloud.ecs("DescribeServiceDeployments", serviceDeploymentArns=[arn])["serviceDeployments"][0]

    def ended(self, arn=None):
        arn = arn or self.service()["currentServiceDeployment"]
        return wait_for(
            lambda: self.deployment(arn),
            lambda seen: seen["status"] in ("SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"),
        )

    def tasks(self, status="RUNNING"):
        arns = self.cloud.ecs(
            "ListTasks", cluster=self.here["cluster"], serviceName=self.here["service"], desiredStatus=status
        )["taskArns"]
        if not arns:
            return []
        return self.cloud.ecs("DescribeTasks", cluster=self.here["cluster"], tasks=arns)["tasks"]

    def targets(self):
        """(address, state, reason, description) of each."""
        seen = self.cloud.query("elasticloadbalancing", "DescribeTargetHealth", TargetGroupArn=self.group)
        return [
            tuple(
                each.findtext(path)
                for path in ("Target/Id", "TargetHealth/State", "TargetHealth/Reason", "TargetHealth/Description")
            )
            for each in seen.find(".//TargetHealthDescriptions")
        ]

    def messages(self):
        return [event["message"] for event in self.service()["events"]]
