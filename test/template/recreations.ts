// Written by `npm run generate`: what CloudFormation makes anew for a change, and what a resource is known by.

/** Type -> property -> whether a change of it makes another resource; what is not named never does. */
export const recreations: Readonly<Record<string, Readonly<Record<string, 'always' | 'maybe'>>>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    ResourceId: 'always',
    ServiceNamespace: 'always',
    ScalableDimension: 'always'
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': {
    PolicyName: 'always',
    ResourceId: 'always',
    ScalableDimension: 'always',
    ScalingTargetId: 'always',
    ServiceNamespace: 'always'
  },
  'AWS::CertificateManager::Certificate': {
    CertificateAuthorityArn: 'always',
    DomainName: 'always',
    DomainValidationOptions: 'always',
    KeyAlgorithm: 'always',
    SubjectAlternativeNames: 'always',
    ValidationMethod: 'always',
    CertificateExport: 'always'
  },
  'AWS::CloudWatch::Alarm': { AlarmName: 'always' },
  'AWS::EC2::InternetGateway': {},
  'AWS::EC2::Route': {
    DestinationIpv6CidrBlock: 'always',
    RouteTableId: 'always',
    DestinationCidrBlock: 'always',
    DestinationPrefixListId: 'always'
  },
  'AWS::EC2::RouteTable': { VpcId: 'always' },
  'AWS::EC2::SecurityGroup': { GroupDescription: 'always', GroupName: 'always', VpcId: 'always' },
  'AWS::EC2::Subnet': {
    VpcId: 'always',
    AvailabilityZoneId: 'always',
    OutpostArn: 'always',
    AvailabilityZone: 'always',
    CidrBlock: 'always',
    Ipv6Native: 'always',
    Ipv6CidrBlock: 'maybe',
    Ipv4IpamPoolId: 'always',
    Ipv4NetmaskLength: 'always',
    Ipv6IpamPoolId: 'always',
    Ipv6NetmaskLength: 'always'
  },
  'AWS::EC2::SubnetRouteTableAssociation': { RouteTableId: 'always', SubnetId: 'always' },
  'AWS::EC2::VPC': {
    InstanceTenancy: 'maybe',
    Ipv4NetmaskLength: 'always',
    CidrBlock: 'always',
    Ipv4IpamPoolId: 'always',
    VpcEncryptionControl: 'always'
  },
  'AWS::EC2::VPCGatewayAttachment': { VpcId: 'always' },
  'AWS::ECR::Repository': { EncryptionConfiguration: 'always', RepositoryName: 'always' },
  'AWS::ECS::Cluster': { ClusterName: 'always' },
  'AWS::ECS::Service': {
    Cluster: 'always',
    DeploymentController: 'always',
    LaunchType: 'always',
    Role: 'always',
    SchedulingStrategy: 'always',
    ServiceName: 'always'
  },
  'AWS::ElasticLoadBalancingV2::Listener': { LoadBalancerArn: 'always' },
  'AWS::ElasticLoadBalancingV2::ListenerRule': { ListenerArn: 'always' },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { Type: 'always', Scheme: 'always', Name: 'always' },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    IpAddressType: 'always',
    Port: 'always',
    ProtocolVersion: 'always',
    Name: 'always',
    VpcId: 'always',
    TargetType: 'always',
    Protocol: 'always'
  },
  'AWS::IAM::Policy': {},
  'AWS::IAM::Role': { Path: 'always', RoleName: 'always' },
  'AWS::Logs::LogGroup': { LogGroupName: 'always' },
  'AWS::Route53::RecordSet': { HostedZoneId: 'always', HostedZoneName: 'always', Name: 'always' },
  'AWS::WAFv2::WebACL': { Scope: 'always', Name: 'always' },
  'AWS::WAFv2::WebACLAssociation': { ResourceArn: 'always', WebACLArn: 'always' }
}

/** Type -> the properties that name a resource. */
export const identifiers: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': ['ResourceId', 'ScalableDimension', 'ServiceNamespace'],
  'AWS::ApplicationAutoScaling::ScalingPolicy': ['Arn', 'ScalableDimension'],
  'AWS::CertificateManager::Certificate': ['CertificateArn'],
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  'AWS::EC2::InternetGateway': ['InternetGatewayId'],
  'AWS::EC2::Route': ['RouteTableId', 'CidrBlock'],
  'AWS::EC2::RouteTable': ['RouteTableId'],
  'AWS::EC2::SecurityGroup': ['Id'],
  'AWS::EC2::Subnet': ['SubnetId'],
  'AWS::EC2::SubnetRouteTableAssociation': ['Id'],
  'AWS::EC2::VPC': ['VpcId'],
  'AWS::EC2::VPCGatewayAttachment': ['AttachmentType', 'VpcId'],
  'AWS::ECR::Repository': ['RepositoryName'],
  'AWS::ECS::Cluster': ['ClusterName'],
  'AWS::ECS::Service': ['ServiceArn', 'Cluster'],
  'AWS::ElasticLoadBalancingV2::Listener': ['ListenerArn'],
  'AWS::ElasticLoadBalancingV2::ListenerRule': ['RuleArn'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['LoadBalancerArn'],
  'AWS::ElasticLoadBalancingV2::TargetGroup': ['TargetGroupArn'],
  'AWS::IAM::Policy': ['Id'],
  'AWS::IAM::Role': ['RoleName'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::Route53::RecordSet': ['Name', 'HostedZoneId', 'Type', 'SetIdentifier'],
  'AWS::WAFv2::WebACL': ['Name', 'Id', 'Scope'],
  'AWS::WAFv2::WebACLAssociation': ['ResourceArn', 'WebACLArn']
}
