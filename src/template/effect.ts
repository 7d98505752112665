// What it does to those who use a resource of ours when it is replaced or removed, by its type (F1).

export type Effect =
  | { readonly is: 'harmless'; readonly because: string }
  | { readonly is: 'interrupting'; readonly what: string }
  /** The change fails, or leaves what nothing can repair. */
  | { readonly is: 'impossible'; readonly because: string; readonly instead: string }

export interface Effects {
  /** The resource in words. */
  readonly what: string
  readonly replaced: Effect
  readonly removed: Effect
}

const harmless = (because: string): Effect => ({ is: 'harmless', because })
const interrupts = (what: string): Effect => ({ is: 'interrupting', what })

const elsewhere = 'Undo it, or deploy under another `name` and move over.'
const both = (what: string, effect: Effect): Effects => ({ what, replaced: effect, removed: effect })

const route = interrupts('neither visitors nor the tasks get through to the internet while it is away')

/** @internal Tests hold it to the templates. */
export const effectsByType: Readonly<Record<string, Effects>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': both(
    'the limits of scaling',
    harmless('the number of tasks stays as it is until scaling goes on')
  ),
  'AWS::ApplicationAutoScaling::ScalingPolicy': both(
    'the scaling policy',
    harmless('the number of tasks stays as it is until scaling goes on')
  ),
  'AWS::CertificateManager::Certificate': both(
    'the certificate',
    harmless('the listener takes another one before this one goes')
  ),
  'AWS::CloudWatch::Alarm': both('the alarm', harmless('it only tells')),
  'AWS::EC2::InternetGateway': both('the internet gateway', route),
  'AWS::EC2::Route': both('the route to the internet', route),
  'AWS::EC2::RouteTable': both('the route table', route),
  'AWS::EC2::SecurityGroup': both(
    'the security group',
    interrupts('the load balancer and the tasks lose each other until a rollout has moved the tasks to another group')
  ),
  'AWS::EC2::Subnet': both('the subnet', interrupts('the tasks and the load balancer in it are cut off')),
  'AWS::EC2::SubnetRouteTableAssociation': both('the way out of the subnet', route),
  'AWS::EC2::VPC': both('the network', {
    is: 'impossible',
    because: 'a load balancer never moves to another network',
    instead: elsewhere
  }),
  'AWS::EC2::VPCGatewayAttachment': both('the way to the internet', route),
  // Retained by our templates, which is judged first.
  'AWS::ECR::Repository': both('the image repository', interrupts('no task can start without its image')),
  'AWS::ECS::Cluster': both('the cluster', {
    is: 'impossible',
    because: 'the live service is in it, and a service never moves to another cluster',
    instead: elsewhere
  }),
  'AWS::ECS::Service': {
    what: 'the service',
    replaced: {
      is: 'impossible',
      because: 'CloudFormation replaces nothing that has a name of its own',
      instead: elsewhere
    },
    removed: interrupts('the app stops')
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    what: 'the listener',
    replaced: interrupts(
      'the rule of the service goes with the old one, and the new one answers 503 until it has another'
    ),
    removed: interrupts('nothing answers on its port, and nothing at all until the service has a rule on another one')
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    what: 'the rule that leads to the tasks',
    replaced: harmless('the new one leads to the tasks before the old one goes'),
    removed: interrupts('no request reaches the tasks any more')
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    what: 'the load balancer',
    replaced: interrupts('the new one has another address and answers 503 until the service has moved to it'),
    removed: interrupts('nothing answers any more')
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    what: 'the target group',
    replaced: interrupts('the new one has no task until a rollout has brought some'),
    removed: interrupts('its tasks get no request any more')
  },
  'AWS::IAM::Policy': both(
    'the policy',
    interrupts('tasks that run, or that a rollback returns to, lose what it allows')
  ),
  'AWS::IAM::Role': both(
    'the role',
    interrupts('tasks that run with it, or that a rollback returns to, lose their rights')
  ),
  'AWS::Logs::LogGroup': both('the log group', interrupts('no task can start without it')),
  'AWS::Route53::RecordSet': {
    what: 'the DNS record',
    replaced: interrupts('whoever asks for the old one finds nothing'),
    removed: interrupts('its name leads nowhere unless its DNS is elsewhere already')
  },
  'AWS::WAFv2::WebACL': both('the web ACL', harmless('requests go on; it only chooses among them')),
  'AWS::WAFv2::WebACLAssociation': both(
    'the place of the web ACL',
    harmless('requests go on, for a moment perhaps without a choice among them')
  )
}

const testOnly = harmless('only requests with the test header use it')
const idle = harmless('it is taken away after the service has let go of it')

/** Resources that others of their type do not resemble. @internal Tests hold it to the templates. */
export const effectsByName: Readonly<Record<string, Effects>> = {
  AlternateTargetGroup: {
    what: 'the second target group',
    replaced: interrupts('the new one has no task until a rollout has brought some'),
    removed: idle
  },
  InfrastructureRole: { what: 'the role that moves the traffic', replaced: idle, removed: idle },
  ReadParameters: both(
    'the right to read parameters',
    harmless('what a version that may come back reads stays readable')
  ),
  ReadSecrets: both('the right to read secrets', harmless('what a version that may come back reads stays readable')),
  TestListenerRule: both('the rule for tests', testOnly)
}

/** No template of ours has one: it is somebody's own, from `overrides`, and nobody knows what it holds. */
export const isForeign = (type: string): boolean => !(type in effectsByType)

const foreign: Effects = both('a resource that no template of ours has', interrupts('nobody knows what uses it'))

export const effectsOf = ({ logicalId, type }: { readonly logicalId: string; readonly type: string }): Effects =>
  effectsByName[logicalId] ?? effectsByType[type] ?? foreign
