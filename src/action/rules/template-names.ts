// Written by `npm run generate`: what is in the templates, and what CloudFormation takes for it.

/** Name -> type. */
export const resourceTypes = {
  platform: {
    Certificate: 'AWS::CertificateManager::Certificate',
    Cluster: 'AWS::ECS::Cluster',
    ExecutionRole: 'AWS::IAM::Role',
    HttpListener: 'AWS::ElasticLoadBalancingV2::Listener',
    HttpsListener: 'AWS::ElasticLoadBalancingV2::Listener',
    LoadBalancer: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    LogGroup: 'AWS::Logs::LogGroup',
    Vpc: 'AWS::EC2::VPC',
    Gateway: 'AWS::EC2::InternetGateway',
    GatewayAttachment: 'AWS::EC2::VPCGatewayAttachment',
    RouteTable: 'AWS::EC2::RouteTable',
    DefaultRoute: 'AWS::EC2::Route',
    SubnetA: 'AWS::EC2::Subnet',
    SubnetB: 'AWS::EC2::Subnet',
    RoutesOfSubnetA: 'AWS::EC2::SubnetRouteTableAssociation',
    RoutesOfSubnetB: 'AWS::EC2::SubnetRouteTableAssociation',
    ReadParameters: 'AWS::IAM::Policy',
    ReadSecrets: 'AWS::IAM::Policy',
    Repository: 'AWS::ECR::Repository',
    BalancerSecurityGroup: 'AWS::EC2::SecurityGroup',
    TaskSecurityGroup: 'AWS::EC2::SecurityGroup',
    AppPolicy: 'AWS::IAM::Policy',
    TaskRole: 'AWS::IAM::Role',
    WebAclAssociation: 'AWS::WAFv2::WebACLAssociation',
    WebAcl: 'AWS::WAFv2::WebACL'
  },
  service: {
    ErrorAlarm: 'AWS::CloudWatch::Alarm',
    AlternateTargetGroup: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    InfrastructureRole: 'AWS::IAM::Role',
    ApexRecord: 'AWS::Route53::RecordSet',
    WwwRecord: 'AWS::Route53::RecordSet',
    ListenerRule: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    TestListenerRule: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    ScalableTarget: 'AWS::ApplicationAutoScaling::ScalableTarget',
    ScalingPolicy: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    Service: 'AWS::ECS::Service',
    TargetGroup: 'AWS::ElasticLoadBalancingV2::TargetGroup'
  }
} as const

export const outputNames = {
  platform: [
    'ClusterArn',
    'ClusterName',
    'ExecutionRoleArn',
    'HttpListenerArn',
    'HttpsListenerArn',
    'LoadBalancerArn',
    'LoadBalancerDnsName',
    'LoadBalancerFullName',
    'LoadBalancerHostedZoneId',
    'LogGroupName',
    'ReadableSecrets',
    'RepositoryUri',
    'SiteNames',
    'SubnetIds',
    'TaskRoleArn',
    'TaskSecurityGroupId',
    'VpcCidr',
    'VpcId'
  ],
  service: ['HealthCheck', 'ServiceArn', 'ServiceName', 'TargetGroupArn']
} as const

/** Type -> the names of its properties. */
export const propertyNames: Readonly<Record<string, string>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget':
    'MaxCapacity MinCapacity ResourceId RoleARN ScalableDimension ScheduledActions ServiceNamespace SuspendedState Tags',
  'AWS::ApplicationAutoScaling::ScalingPolicy':
    'PolicyName PolicyType PredictiveScalingPolicyConfiguration ResourceId ScalableDimension ScalingTargetId ServiceNamespace StepScalingPolicyConfiguration TargetTrackingScalingPolicyConfiguration',
  'AWS::CertificateManager::Certificate':
    'CertificateAuthorityArn CertificateExport CertificateTransparencyLoggingPreference DomainName DomainValidationOptions KeyAlgorithm SubjectAlternativeNames Tags ValidationMethod',
  'AWS::CloudWatch::Alarm':
    'ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions EvaluateLowSampleCountPercentile EvaluationCriteria EvaluationInterval EvaluationPeriods EvaluationWindow ExtendedStatistic InsufficientDataActions MetricName Metrics Namespace OKActions Period Statistic Tags Threshold ThresholdMetricId TreatMissingData Unit WarmUpConfiguration',
  'AWS::EC2::InternetGateway': 'Tags',
  'AWS::EC2::Route':
    'CarrierGatewayId CoreNetworkArn DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId EgressOnlyInternetGatewayId GatewayId InstanceId LocalGatewayId NatGatewayId NetworkInterfaceId OdbNetworkArn RouteTableId TransitGatewayId VpcEndpointId VpcPeeringConnectionId',
  'AWS::EC2::RouteTable': 'Tags VpcId',
  'AWS::EC2::SecurityGroup': 'GroupDescription GroupName SecurityGroupEgress SecurityGroupIngress Tags VpcId',
  'AWS::EC2::Subnet':
    'AssignIpv6AddressOnCreation AvailabilityZone AvailabilityZoneId CidrBlock EnableDns64 EnableLniAtDeviceIndex Ipv4IpamPoolId Ipv4NetmaskLength Ipv6CidrBlock Ipv6IpamPoolId Ipv6Native Ipv6NetmaskLength MapPublicIpOnLaunch OutpostArn PrivateDnsNameOptionsOnLaunch Tags VpcId',
  'AWS::EC2::SubnetRouteTableAssociation': 'RouteTableId SubnetId',
  'AWS::EC2::VPC':
    'CidrBlock EnableDnsHostnames EnableDnsSupport InstanceTenancy Ipv4IpamPoolId Ipv4NetmaskLength Tags VpcEncryptionControl',
  'AWS::EC2::VPCGatewayAttachment': 'InternetGatewayId VpcId VpnGatewayId',
  'AWS::ECR::Repository':
    'EmptyOnDelete EncryptionConfiguration ImageScanningConfiguration ImageTagMutability ImageTagMutabilityExclusionFilters LifecyclePolicy RepositoryName RepositoryPolicyText Tags',
  'AWS::ECS::Cluster':
    'CapacityProviders ClusterName ClusterSettings Configuration DefaultCapacityProviderStrategy ServiceConnectDefaults Tags',
  'AWS::ECS::Service':
    'AvailabilityZoneRebalancing CapacityProviderStrategy Cluster DeploymentConfiguration DeploymentController DesiredCount EnableECSManagedTags EnableExecuteCommand ForceNewDeployment HealthCheckGracePeriodSeconds LaunchType LoadBalancers Monitoring NetworkConfiguration PlacementConstraints PlacementStrategies PlatformVersion PropagateTags Role SchedulingStrategy ServiceConnectConfiguration ServiceName ServiceRegistries Tags TaskDefinition VolumeConfigurations VpcLatticeConfigurations',
  'AWS::ElasticLoadBalancingV2::Listener':
    'AlpnPolicy Certificates DefaultActions ListenerAttributes LoadBalancerArn MutualAuthentication Port Protocol SslPolicy Tags',
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'Actions Conditions ListenerArn Priority Tags Transforms',
  'AWS::ElasticLoadBalancingV2::LoadBalancer':
    'EnableCapacityReservationProvisionStabilize EnablePrefixForIpv6SourceNat EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic IpAddressType Ipv4IpamPoolId LoadBalancerAttributes MinimumLoadBalancerCapacity Name Scheme SecurityGroups SubnetMappings Subnets Tags Type',
  'AWS::ElasticLoadBalancingV2::TargetGroup':
    'HealthCheckEnabled HealthCheckIntervalSeconds HealthCheckPath HealthCheckPort HealthCheckProtocol HealthCheckTimeoutSeconds HealthyThresholdCount IpAddressType Matcher Name Port Protocol ProtocolVersion Tags TargetControlPort TargetGroupAttributes TargetType Targets UnhealthyThresholdCount VpcId',
  'AWS::IAM::Policy': 'Groups PolicyDocument PolicyName Roles Users',
  'AWS::IAM::Role':
    'AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration Path PermissionsBoundary Policies RoleName Tags',
  'AWS::Logs::LogGroup':
    'BearerTokenAuthenticationEnabled DataProtectionPolicy DeletionProtectionEnabled FieldIndexPolicies KmsKeyId LogGroupClass LogGroupName ResourcePolicyDocument RetentionInDays Tags',
  'AWS::Route53::RecordSet':
    'AliasTarget CidrRoutingConfig Comment Failover GeoLocation HealthCheckId HostedZoneId HostedZoneName MultiValueAnswer Name Region ResourceRecords SetIdentifier TTL Type Weight',
  'AWS::WAFv2::WebACL':
    'ApplicationConfig AssociationConfig CaptchaConfig ChallengeConfig CustomResponseBodies DataProtectionConfig DefaultAction Description MonetizationConfig Name OnSourceDDoSProtectionConfig Rules Scope Tags TokenDomains VisibilityConfig',
  'AWS::WAFv2::WebACLAssociation': 'ResourceArn WebACLArn'
}
