// What a change set would interrupt, judged before it is executed (docs/decisions/0010). Pure.
import type { Interruption } from '../model/interruption.ts'
import { mapOf, type JsonObject } from '../model/json.ts'
import type { ResourceChange } from '../model/stack.ts'
import { effectsOf, type Effect } from './effect.ts'

/** Of a stack that something serves from. @param template what the stack is to be. */
export const interruptionsOf = (
  changes: readonly ResourceChange[],
  template: JsonObject = {}
): readonly Interruption[] => changes.flatMap((change) => interruptionOf(change, changes, template))

function interruptionOf(
  change: ResourceChange,
  changes: readonly ResourceChange[],
  template: JsonObject
): readonly Interruption[] {
  const fate = fateOf(change, changes)
  if (!fate) return []
  const effect = fate.end === 'replaced' && keepsItsName(change, template) ? named : effectOf(change, fate, changes)
  if (effect.is === 'harmless') return []
  const { what } = effectsOf(change)
  const why = effect.is === 'interrupting' ? effect.what : effect.because
  return [
    {
      sentence: `${change.logicalId}, ${what}, ${fate.verb} be ${fate.end}${reasonOf(change, fate)}: ${why}.`,
      ...(effect.is === 'impossible' && { instead: effect.instead })
    }
  ]
}

/** The new one is made before the old one goes, and both cannot have the name (F0.10). */
const named: Effect = {
  is: 'impossible',
  because: 'CloudFormation replaces nothing that keeps a name of its own',
  instead: 'Change its name too, or take the name out of `overrides`.'
}

function keepsItsName({ logicalId, type, retained, details }: ResourceChange, template: JsonObject): boolean {
  const property = nameProperties[type]
  if (property === undefined || retained) return false
  const isNamed = mapOf(mapOf(mapOf(template.Resources)[logicalId]).Properties)[property] !== undefined
  return isNamed && !details.some((detail) => detail.property === property)
}

/** Of the types that we leave without a name, so that they can be replaced. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::WAFv2::WebACL': 'Name'
}

export interface Fate {
  readonly verb: 'would' | 'may'
  readonly end: 'replaced' | 'removed'
}

/** @returns undefined when the resource stays the one that it is. */
export function fateOf(change: ResourceChange, changes: readonly ResourceChange[]): Fate | undefined {
  switch (change.action) {
    case 'Add':
    case 'Import':
    case 'SyncWithActual':
      return undefined
    case 'Remove':
      return change.retained ? undefined : { verb: 'would', end: 'removed' }
    case 'Modify': {
      const replaced = replacementOf(change, changes)
      return replaced === 'no' ? undefined : { verb: replaced === 'yes' ? 'would' : 'may', end: 'replaced' }
    }
    default:
      // `Dynamic`, or a word that we do not know.
      return { verb: 'may', end: 'replaced' }
  }
}

/**
 * CloudFormation says `Conditional` for whatever follows a resource that changes at all. An id, a name or an ARN lives
 * as long as its resource, so what follows one that stays is not replaced either (F3.2).
 */
function replacementOf(change: ResourceChange, changes: readonly ResourceChange[]): ResourceChange['replacement'] {
  if (renamedByHandler(change)) return 'yes'
  if (change.replacement !== 'maybe') return change.replacement
  const reasons = change.details.filter(({ recreation }) => recreation !== 'never')
  const isReal = reasons.some(({ follows }) => {
    if (follows === undefined) return true
    const parent = changes.find(({ logicalId }) => logicalId === follows)
    return parent !== undefined && fateOf(parent, changes) !== undefined
  })
  return isReal || reasons.length === 0 ? 'maybe' : 'no'
}

/** In place by the specification, but Route 53 has no rename: the old record is deleted first (F8.2). */
const renamedByHandler = ({ type, details }: ResourceChange): boolean =>
  type === 'AWS::Route53::RecordSet' &&
  details.some(({ property }) => property !== undefined && ['Region', 'SetIdentifier', 'Type'].includes(property))

function effectOf(change: ResourceChange, { end }: Fate, changes: readonly ResourceChange[]): Effect {
  const { logicalId, type, retained, details } = change
  if (end === 'replaced') {
    // Tasks go on with the old one.
    if (retained && holdsData.includes(type)) return { is: 'harmless', because: 'the old one stays' }
    if (details.some(({ property, recreation }) => property === 'DomainName' && recreation !== 'never'))
      return { is: 'interrupting', what: 'visitors of the earlier domain get the certificate of another' }
    // The weights that ECS has moved are not carried over (F1.14).
    const hadTwoGroups = changes.some((other) => other.logicalId === 'TestListenerRule' && other.action !== 'Add')
    if (logicalId === 'ListenerRule' && hadTwoGroups)
      return { is: 'interrupting', what: 'the new one leads to the first target group, which may be empty' }
  }
  return effectsOf(change)[end]
}

const holdsData: readonly string[] = ['AWS::ECR::Repository', 'AWS::Logs::LogGroup']

/** The input that asked for it, where that can be told. */
function reasonOf({ logicalId, type, details }: ResourceChange, { end }: Fate): string {
  if (end === 'removed') {
    const input = removedBy[logicalId]
    return input === undefined ? '' : ` (asked for by ${input})`
  }
  const properties = [
    ...new Set(details.filter(({ recreation }) => recreation !== 'never').flatMap(({ property }) => property ?? []))
  ]
  const input = properties.map((property) => replacedBy[`${type}.${property}`] ?? replacedBy[property]).find(Boolean)
  if (input !== undefined) return ` (asked for by ${input})`
  return properties.length === 0 ? '' : ` (its ${properties.join(' and ')} changes)`
}

const givenNetwork = '`vpc-id`'
const removedBy: Readonly<Record<string, string>> = {
  AppPolicy: '`task-policy`',
  ApexRecord: '`domain` or `hosted-zone-id`',
  Cluster: '`cluster-arn`',
  DefaultRoute: givenNetwork,
  ExecutionRole: '`execution-role-arn`',
  Gateway: givenNetwork,
  GatewayAttachment: givenNetwork,
  HttpsListener: '`domain`',
  RouteTable: givenNetwork,
  RoutesOfSubnetA: givenNetwork,
  RoutesOfSubnetB: givenNetwork,
  SubnetA: givenNetwork,
  SubnetB: givenNetwork,
  TaskRole: '`task-role-arn`',
  Vpc: givenNetwork,
  WwwRecord: '`www`, `domain` or `hosted-zone-id`'
}
/** By property, or by type and property where the property alone does not tell. */
const replacedBy: Readonly<Record<string, string>> = {
  'AWS::EC2::Subnet.CidrBlock': '`vpc-cidr`',
  'AWS::EC2::VPC.CidrBlock': '`vpc-cidr`',
  'AWS::ECS::Service.Cluster': '`cluster-arn`',
  'AWS::ElasticLoadBalancingV2::ListenerRule.ListenerArn': '`domain`',
  'AWS::Route53::RecordSet.HostedZoneId': '`hosted-zone-id`',
  'AWS::Route53::RecordSet.Name': '`domain`',
  DomainName: '`domain`',
  VpcId: '`vpc-id` or `vpc-cidr`'
}
