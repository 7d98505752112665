// What is left in an account, asked of each service by itself rather than of CloudFormation.
import { scopedTo } from '../../local/gateway/cloud.ts'
import { region, type Stage } from './stage.ts'

interface Question {
  readonly what: string
  /** As it stands in the credential's scope. */
  readonly service: string
  readonly target: string
  readonly body?: object
  readonly names: (answer: Answer) => readonly unknown[]
}

type Answer = Readonly<Record<string, readonly unknown[]>>

const byName =
  (list: string, key: string) =>
  (answer: Answer): readonly unknown[] =>
    (answer[list] ?? []).map((item) => (item as Readonly<Record<string, unknown>>)[key])

/** Services that speak JSON. */
const questions: readonly Question[] = [
  {
    what: 'repository',
    service: 'ecr',
    target: 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories',
    names: byName('repositories', 'repositoryName')
  },
  {
    what: 'log group',
    service: 'logs',
    target: 'Logs_20140328.DescribeLogGroups',
    names: byName('logGroups', 'logGroupName')
  },
  {
    what: 'web ACL',
    service: 'wafv2',
    target: 'AWSWAF_20190729.ListWebACLs',
    body: { Scope: 'REGIONAL' },
    names: byName('WebACLs', 'Name')
  },
  {
    what: 'scalable target',
    service: 'application-autoscaling',
    target: 'AnyScaleFrontendService.DescribeScalableTargets',
    body: { ServiceNamespace: 'ecs' },
    names: byName('ScalableTargets', 'ResourceId')
  },
  {
    what: 'cluster',
    service: 'ecs',
    target: 'AmazonEC2ContainerServiceV20141113.ListClusters',
    names: ({ clusterArns = [] }) => clusterArns
  },
  {
    what: 'task definition',
    service: 'ecs',
    target: 'AmazonEC2ContainerServiceV20141113.ListTaskDefinitions',
    body: { status: 'ACTIVE' },
    names: ({ taskDefinitionArns = [] }) => taskDefinitionArns
  },
  {
    what: 'certificate',
    service: 'acm',
    target: 'CertificateManager.ListCertificates',
    names: byName('CertificateSummaryList', 'DomainName')
  }
]

/** Services that speak XML: the element that holds each name. */
const queries: readonly {
  readonly what: string
  readonly service: string
  readonly action: string
  readonly version: string
  readonly element: string
  readonly others?: RegExp
}[] = [
  {
    what: 'load balancer',
    service: 'elasticloadbalancing',
    action: 'DescribeLoadBalancers',
    version: '2015-12-01',
    element: 'LoadBalancerArn'
  },
  {
    what: 'target group',
    service: 'elasticloadbalancing',
    action: 'DescribeTargetGroups',
    version: '2015-12-01',
    element: 'TargetGroupArn'
  },
  // The account's own VPC and its group are nobody's.
  {
    what: 'security group',
    service: 'ec2',
    action: 'DescribeSecurityGroups',
    version: '2016-11-15',
    element: 'groupDescription',
    others: /^default/i
  },
  { what: 'network', service: 'ec2', action: 'DescribeVpcs', version: '2016-11-15', element: 'vpcId' },
  {
    what: 'role',
    service: 'iam',
    action: 'ListRoles',
    version: '2010-05-08',
    element: 'RoleName',
    others: /^AWSServiceRole/
  },
  { what: 'alarm', service: 'monitoring', action: 'DescribeAlarms', version: '2010-08-01', element: 'AlarmName' }
]

/** @returns each thing in words, sorted. */
export async function remainsOf(stage: Stage, where = region): Promise<readonly string[]> {
  const ask = asking(stage, where)
  const asked = await Promise.all([
    ...questions.map(async ({ what, service, target, body = {}, names }) => {
      const text = await ask(service, JSON.stringify(body), {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target
      })
      return names(JSON.parse(text) as Answer).map((name) => `${what} ${String(name)}`)
    }),
    ...queries.map(async ({ what, service, action, version, element, others }) => {
      const text = await ask(service, `Action=${action}&Version=${version}`, {
        'content-type': 'application/x-www-form-urlencoded'
      })
      const names = [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, name = '']) => name)
      return names.filter((name) => others?.test(name) !== true).map((name) => `${what} ${name}`)
    })
  ])
  return asked.flat().toSorted()
}

/** Without a signature, which the local AWS does not check; the key says whose account it is. */
function asking({ account, eyes }: Stage, where: string) {
  return async (service: string, body: string, headers: Readonly<Record<string, string>>): Promise<string> => {
    const authorization = scopedTo(account, where, service)
    const answer = await fetch(eyes.config.endpoint, { method: 'POST', body, headers: { ...headers, authorization } })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${service} answers ${answer.status}: ${text}`)
    return text
  }
}
