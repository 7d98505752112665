// A configuration as the parser makes it of the smallest input, with every default of the contract, to vary:
// test/action/parse/parse.test.ts compares the two.
import type { Config } from '../../src/model/config.ts'
import type { FrontDoor } from '../../src/model/front-door.ts'
import type { Site } from '../../src/model/site.ts'

export const plain: Config = {
  command: 'deploy',
  name: 'shop',
  region: 'eu-west-1',
  timeoutMinutes: 30,
  forceNewDeployment: false,
  keepImages: false,
  allowReplacement: false,
  terminationProtection: false,
  tags: {},
  overrides: {},
  identity: { roleSessionName: 'slipway', audience: 'sts.amazonaws.com' },
  source: { from: 'build', context: '.', buildArgs: {}, buildSecrets: {}, rebuild: false },
  architecture: 'x86_64',
  repository: 'shop',
  scanGate: { at: 'open' },
  task: {
    cpu: 512,
    memory: 1024,
    containerPort: 8080,
    env: {},
    secrets: {},
    startPeriodSeconds: 0,
    stopTimeoutSeconds: 30
  },
  health: {
    path: '/',
    codes: '200-399',
    intervalSeconds: 10,
    graceSeconds: 120,
    graceBy: 'computed',
    neededGrace: {
      seconds: 120,
      sum: 'the largest of 120, 0 + (2 + 2) x 10 = 40 (load balancer) and 0 + 3 x 30 = 90 (container check)'
    },
    deregistrationDelaySeconds: 30
  },
  rollout: {
    strategy: { kind: 'rolling' },
    alarms: { use: 'none' },
    failureThreshold: 2,
    failFast: true,
    onCancel: 'rollback',
    waves: 'first-then-rest',
    onRegionFailure: 'stop'
  },
  scaling: {
    minTasks: 1,
    maxTasks: 10,
    cpuTargetPercent: 80,
    scaleOutCooldownSeconds: 60,
    scaleInCooldownSeconds: 300
  },
  network: { use: 'own', vpcCidr: '10.0.0.0/16', ingress: 'alb-only' },
  cluster: { containerInsights: 'disabled' },
  balancer: { deletionProtection: false, waf: { use: 'none' } },
  frontDoor: { at: 'load-balancer' },
  logs: { retentionDays: 30, failureLines: 50 }
}

export const domain = {
  at: 'domain',
  domain: 'shop.example',
  www: true,
  hostedZone: { do: 'find' },
  evaluateTargetHealth: true,
  adoptRecords: false
} as const satisfies FrontDoor

export const withDomain: Config = { ...plain, frontDoor: domain }

export const site: Site = {
  names: ['shop.example', 'www.shop.example'],
  zone: { id: 'Z0SHOP', name: 'shop.example' },
  url: 'https://shop.example'
}

export const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/6a1f'

export const region = 'eu-west-1'
export const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']
export const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@sha256:${'a'.repeat(64)}`

/** What the platform stack says once it is there. */
export const outputs: Readonly<Record<string, string>> = {
  ClusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop-cluster',
  ClusterName: 'shop-cluster',
  ExecutionRoleArn: 'arn:aws:iam::123456789012:role/shop-platform-ExecutionRole-1',
  Fingerprint: 'f',
  HttpListenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/1/80',
  HttpsListenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/1/443',
  LoadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/1',
  LoadBalancerDnsName: 'shop-1.eu-west-1.elb.amazonaws.com',
  LoadBalancerFullName: 'app/shop/1',
  LoadBalancerHostedZoneId: 'Z32O12XQLNTSW2',
  LogGroupName: '/ecs/shop-app',
  RepositoryUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop',
  SiteNames: 'shop.example,www.shop.example',
  SubnetIds: 'subnet-a,subnet-b',
  TaskRoleArn: 'arn:aws:iam::123456789012:role/shop-platform-TaskRole-1',
  TaskSecurityGroupId: 'sg-tasks',
  VpcCidr: '10.0.0.0/16',
  VpcId: 'vpc-1'
}
