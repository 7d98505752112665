// Things of AWS that are named by an ARN or an id, or by an address: regions, roles, certificates, zones, secrets, images.
import { isSecretValue } from '../secrecy/suspicion.ts'

export function regionProblem(region: string): string | undefined {
  if (/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(region)) return undefined
  const zone = /^([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})[a-z]$/.exec(region)?.[1]
  return zone === undefined
    ? 'a region looks like `eu-west-1`'
    : `that is an availability zone; its region is \`${zone}\``
}

export const roleProblem = (arn: string): string | undefined =>
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn)
    ? undefined
    : "a role's ARN is wanted, such as `arn:aws:iam::111122223333:role/deploy`"

export const policyArnProblem = (arn: string): string | undefined =>
  /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(arn)
    ? undefined
    : "a policy's ARN is wanted, such as `arn:aws:iam::111122223333:policy/at-most`"

export function certificateProblem(arn: string): string | undefined {
  if (/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/.test(arn)) return undefined
  if (/^arn:aws[a-z-]*:iam::/.test(arn))
    return 'certificates of IAM are not supported; import it to ACM and give its `arn:aws:acm:...`'
  return "a certificate's ARN is wanted, such as `arn:aws:acm:eu-west-1:111122223333:certificate/...`"
}

export const regionOfArn = (arn: string): string | undefined => arn.split(':')[3]

/** Ids come as `/hostedzone/Z...` from some calls. */
export const cleanZoneId = (text: string): string => text.replace(/^\/?hostedzone\//, '')

export const zoneProblem = (id: string): string | undefined =>
  id === 'none' || /^Z[A-Z0-9]{1,31}$/.test(id)
    ? undefined
    : "a hosted zone's id is wanted, such as `Z0123456789ABCDEFGHIJ`, or `none` when DNS is elsewhere"

const secretArn = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:\s]+((:[^:\s]*){3})?$/
const cutShort = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:\s]+(:[^:\s]*){1,2}$/
const parameterArn = /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/[^\s]+$/
const parameterName = /^[A-Za-z0-9_.\-/]+$/

/** Never shows the value: a secret itself may stand there by mistake. */
export function secretProblem(name: string, reference: string): string | undefined {
  if (cutShort.test(reference))
    return `\`${name}\` names a part of a secret, which ECS takes as \`ARN:key::\`: two colons follow the JSON key (F1.17)`
  if (reference.startsWith('arn:') && /[*?]/.test(reference))
    return `\`${name}\` has a wildcard, and a variable has one value; name one secret or parameter`
  if (secretArn.test(reference) || parameterArn.test(reference)) return undefined
  return parameterName.test(reference) && !isSecretValue(reference)
    ? undefined
    : `\`${name}\` must name where the secret is, not be it: the ARN of a Secrets Manager secret or of a parameter, ` +
        "or a parameter's name"
}

export const imageProblem = (image: string): string | undefined =>
  /^[a-z0-9]([\w.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/i.test(
    image
  ) && !/^[^:@]*[A-Z]/.test(image.replace(/^[^/]*[.:][^/]*\//, ''))
    ? undefined
    : 'an image reference is wanted, such as `shop:local`, `ghcr.io/owner/shop:1.2` or `...@sha256:...`'

/** A login's secret is taken whole: neither a JSON key nor a version may follow the ARN. Never shows the value. */
export const credentialsProblem = (reference: string): string | undefined =>
  /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:\s*?]+$/.test(reference) ||
  /^[\w/+=.@!-]{1,512}$/.test(reference)
    ? undefined
    : 'the ARN or the name of a secret in Secrets Manager is wanted, without a JSON key after it'

export const vpcProblem = (id: string): string | undefined =>
  /^vpc-[0-9a-f]{8,17}$/.test(id) ? undefined : "a VPC's id is wanted, such as `vpc-0123456789abcdef0`"

export const subnetProblem = (id: string): string | undefined =>
  /^subnet-[0-9a-f]{8,17}$/.test(id) ? undefined : "a subnet's id is wanted, such as `subnet-0123456789abcdef0`"

export const clusterProblem = (arn: string): string | undefined =>
  /^arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:cluster\/[\w-]{1,255}$/.test(arn)
    ? undefined
    : "a cluster's ARN is wanted, such as `arn:aws:ecs:eu-west-1:111122223333:cluster/apps`"

export function firewallProblem(text: string): string | undefined {
  if (text === 'none' || text === 'managed') return undefined
  if (/^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[\w-]+\/[\w-]+$/.test(text)) return undefined
  if (/^arn:aws[a-z-]*:wafv2:[^:]*:[^:]*:global\//.test(text))
    return 'that web ACL is for CloudFront; a load balancer takes one with the scope REGIONAL, of its own region'
  return (
    '`none`, `managed` or the ARN of a regional web ACL is wanted, such as ' +
    '`arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/name/id`'
  )
}

export const alarmProblem = (name: string): string | undefined =>
  name.startsWith('arn:')
    ? `ECS takes alarms by name${name.includes(':alarm:') ? `: \`${name.split(':alarm:').at(-1) ?? ''}\`` : ''}`
    : name.length > 255
      ? "an alarm's name has at most 255 characters"
      : undefined

/** A revision, a commit or an image tag; whether it is there is asked of AWS. */
export const targetProblem = (target: string): string | undefined =>
  /^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition\/)?[\w.-]{1,255}(:\d{1,9})?$/.test(target)
    ? undefined
    : 'a revision (`12`, `shop-app:12` or its ARN), a commit or an image tag is wanted'
