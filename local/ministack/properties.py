# A template with an unknown property, or with a value that the service refuses, fails at that resource (F3.5, F10).
from ministack.services.cloudformation import stacks

import stack_reasons

# The properties of the types that this project makes; other types are not checked.
KNOWN = {
    name: set(properties.split())
    for name, properties in {
        "AWS::EC2::VPC": (
            "CidrBlock EnableDnsHostnames EnableDnsSupport InstanceTenancy Ipv4IpamPoolId Ipv4NetmaskLength "
            "Tags VpcEncryptionControl"
        ),
        "AWS::EC2::InternetGateway": "Tags",
        "AWS::EC2::VPCGatewayAttachment": "InternetGatewayId VpcId VpnGatewayId",
        "AWS::EC2::RouteTable": "Tags VpcId",
        "AWS::EC2::SubnetRouteTableAssociation": "RouteTableId SubnetId",
        "AWS::EC2::SecurityGroup": "GroupDescription GroupName SecurityGroupEgress SecurityGroupIngress Tags VpcId",
        "AWS::CertificateManager::Certificate": (
            "CertificateAuthorityArn CertificateExport CertificateTransparencyLoggingPreference DomainName "
            "DomainValidationOptions KeyAlgorithm SubjectAlternativeNames Tags ValidationMethod"
        ),
        "AWS::ECR::Repository": (
            "EmptyOnDelete EncryptionConfiguration ImageScanningConfiguration ImageTagMutability "
            "ImageTagMutabilityExclusionFilters LifecyclePolicy RepositoryName RepositoryPolicyText Tags"
        ),
        "AWS::ECS::Cluster": (
            "CapacityProviders ClusterName ClusterSettings Configuration DefaultCapacityProviderStrategy "
            "ServiceConnectDefaults Tags"
        ),
        "AWS::ECS::Service": (
            "AvailabilityZoneRebalancing CapacityProviderStrategy Cluster DeploymentConfiguration "
            "DeploymentController DesiredCount EnableECSManagedTags EnableExecuteCommand ForceNewDeployment "
            "HealthCheckGracePeriodSeconds LaunchType LoadBalancers Monitoring NetworkConfiguration "
            "PlacementConstraints PlacementStrategies PlatformVersion PropagateTags Role SchedulingStrategy "
            "ServiceConnectConfiguration ServiceName ServiceRegistries Tags TaskDefinition "
            "VolumeConfigurations VpcLatticeConfigurations"
        ),
        "AWS::ElasticLoadBalancingV2::LoadBalancer": (
            "EnableCapacityReservationProvisionStabilize EnablePrefixForIpv6SourceNat "
            "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic IpAddressType Ipv4IpamPoolId "
            "LoadBalancerAttributes MinimumLoadBalancerCapacity Name Scheme SecurityGroups SubnetMappings "
            "Subnets Tags Type"
        ),
        "AWS::ElasticLoadBalancingV2::TargetGroup": (
            "HealthCheckEnabled HealthCheckIntervalSeconds HealthCheckPath HealthCheckPort "
            "HealthCheckProtocol HealthCheckTimeoutSeconds HealthyThresholdCount IpAddressType Matcher Name "
            "Port Protocol ProtocolVersion Tags TargetControlPort TargetGroupAttributes TargetType Targets "
            "UnhealthyThresholdCount VpcId"
        ),
        "AWS::ElasticLoadBalancingV2::Listener": (
            "AlpnPolicy Certificates DefaultActions ListenerAttributes LoadBalancerArn MutualAuthentication "
            "Port Protocol SslPolicy Tags"
        ),
        "AWS::ElasticLoadBalancingV2::ListenerRule": "Actions Conditions ListenerArn Priority Tags Transforms",
        "AWS::CloudWatch::Alarm": (
            "ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions "
            "EvaluateLowSampleCountPercentile EvaluationCriteria EvaluationInterval EvaluationPeriods "
            "ExtendedStatistic InsufficientDataActions MetricName Metrics Namespace OKActions Period Statistic "
            "Tags Threshold ThresholdMetricId TreatMissingData Unit"
        ),
        "AWS::IAM::Role": (
            "AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration Path "
            "PermissionsBoundary Policies RoleName Tags"
        ),
        "AWS::Logs::LogGroup": (
            "BearerTokenAuthenticationEnabled DataProtectionPolicy DeletionProtectionEnabled "
            "FieldIndexPolicies KmsKeyId LogGroupClass LogGroupName ResourcePolicyDocument RetentionInDays "
            "Tags"
        ),
    }.items()
}
# Property -> (least, most, what the service says): AWS::ElasticLoadBalancingV2::TargetGroup, F1.7.
RANGES = {
    "HealthCheckIntervalSeconds": (5, 300, "Health check interval must be between 5 and 300 seconds"),
    "HealthCheckTimeoutSeconds": (2, 120, "Health check timeout must be between 2 and 120 seconds"),
    "HealthyThresholdCount": (2, 10, "Healthy threshold must be between 2 and 10"),
    "UnhealthyThresholdCount": (2, 10, "Unhealthy threshold must be between 2 and 10"),
    "Port": (1, 65535, "Port must be between 1 and 65535"),
}
RETENTION = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}


def add():
    provision, update = stacks._provision_resource, stacks._update_resource

    def checked_provision(kind, logical_id, props, stack_name):
        check(kind, logical_id, props)
        return provision(kind, logical_id, props, stack_name)

    def checked_update(kind, physical_id, old, new, stack_name, logical_id=None, attributes=None):
        if old != new:
            check(kind, logical_id, new)
        return update(kind, physical_id, old, new, stack_name, logical_id, attributes)

    stacks._provision_resource, stacks._update_resource = checked_provision, checked_update


def check(kind, logical_id, props):
    problems = (
        [f"#: extraneous key [{name}] is not permitted" for name in sorted(set(props) - KNOWN[kind])]
        if kind in KNOWN
        else []
    )
    if (
        kind == "AWS::Logs::LogGroup"
        and "RetentionInDays" in props
        and _number(props["RetentionInDays"]) not in RETENTION
    ):
        problems.append(f"#/RetentionInDays: {props['RetentionInDays']} is not a valid enum value")
    if problems:
        raise ValueError(
            f"Properties validation failed for resource {logical_id} with message:\n" + "\n".join(problems)
        )
    if kind == "AWS::ElasticLoadBalancingV2::TargetGroup":
        _check_target_group(props)


def _check_target_group(props):
    for name, (least, most, text) in RANGES.items():
        if name in props and not least <= _number(props[name]) <= most:
            raise ValueError(_of_balancer(text))
    interval, timeout = (
        _number(props.get(name, default))
        for name, default in (("HealthCheckIntervalSeconds", 30), ("HealthCheckTimeoutSeconds", 5))
    )
    if timeout >= interval:
        raise ValueError(_of_balancer("Health check timeout must be smaller than the interval"))


def _of_balancer(text):
    return stack_reasons.of_handler(f"{text} (Service: ElasticLoadBalancingV2, Status Code: 400)", "InvalidRequest")


def _number(value):
    try:
        return int(value)
    except (TypeError, ValueError):
        return -1
