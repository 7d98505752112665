// What AWS says when a resource of a stack fails -> what it comes to, and the way out (F10).
import type { FailureCode } from '../model/failure.ts'
import { refusedAction } from './diagnosis.ts'

/** `Resource handler returned message: "..." (RequestToken: ..., HandlerErrorCode: X)` -> what is between the quotes. */
export function sayReason(reason: string | undefined): string {
  if (reason === undefined) return 'CloudFormation gives no reason.'
  const inner = /Resource handler returned message: "(.*)" \(RequestToken/s.exec(reason)?.[1]
  return (inner ?? reason).trim()
}

/** A sentence behind a reason, which ends with a full stop or not. */
export const withMore = (reason: string, more: string): string =>
  more === '' ? reason : `${reason.replace(/\.?$/, '.')}${more}`

/** What a reason comes to and what to do about it, while CloudFormation still undoes the rest. */
export function explain(reason: string | undefined): string {
  const { code, remedy, more = '' } = classify(reason)
  return withMore(sayReason(reason), `${more}${code === 'STACK_FAILED' ? '' : ` ${remedy}`}`)
}

export interface Meaning {
  readonly code: FailureCode
  readonly remedy: string
  /** What the reason itself does not say. */
  readonly more?: string
}

interface Row {
  readonly when: RegExp
  readonly say: (text: string, owner?: string) => Meaning
}

const rows: readonly Row[] = [
  {
    when: /AccessDenied|not authorized to perform|UnauthorizedOperation|HandlerErrorCode: (?:AccessDenied|UnauthorizedTaggingOperation)/i,
    say: sayDenied
  },
  {
    when: /Rate exceeded|HandlerErrorCode: Throttling/i,
    say: () => ({
      code: 'THROTTLED',
      remedy: 'Run it again in some minutes; let fewer deployments of this account and region run at the same time.'
    })
  },
  {
    when: /LimitExceeded|LimitsExceeded|TooMany(?!Requests)|quota|maximum number of|ServiceLimit/i,
    say: sayQuota
  },
  {
    when: /exists with the same name and type|conflicts with other records|resource record set .* already exists|InvalidChangeBatch/i,
    say: () => ({
      code: 'DNS_CONFLICT',
      remedy: 'Remove the record of that name in Route 53 once you are sure that nothing needs it, then run this again.'
    })
  },
  {
    when: /already exists|AlreadyExists/i,
    say: sayTaken
  },
  {
    when: /\bCAA(?:_ERROR)?\b|certificate.*(?:failed|validation|timed out)|DomainValidation/i,
    say: () => ({
      code: 'CERTIFICATE_STUCK',
      remedy: 'Mend what the reason names in the DNS of the domain, then run this again.'
    })
  }
]

export function classify(reason: string | undefined, owner?: string): Meaning {
  const text = reason ?? ''
  const row = rows.find(({ when }) => when.test(text))
  return (
    row?.say(text, owner) ?? {
      code: 'STACK_FAILED',
      remedy: 'Mend what the reason names and run this again; it goes on from here.'
    }
  )
}

/** Left out, CloudFormation acts as the job, or makes roles without the boundary: both are refused. */
const bootstrap =
  "the roles of Slipway's templates/bootstrap.yml may do it when `cloudformation-role-arn` and " +
  '`permissions-boundary-arn` are what its outputs say.'

function sayDenied(text: string): Meaning {
  const what = refusedAction(text)
  const who = /User: (\S+)/i.exec(text)?.[1]
  return {
    code: 'ACCESS_DENIED',
    remedy:
      what === undefined
        ? `Allow that action to the role that deploys; ${bootstrap}`
        : `Allow ${what} to ${who ?? 'the role that makes the stacks'}; ${bootstrap}`
  }
}

/** Names of Service Quotas, by what the services say; the first three are the ones that a first deploy meets (F1.2). */
const quotas: readonly (readonly [RegExp, string])[] = [
  [/VpcLimitExceeded|number of VPCs/i, 'VPCs per Region'],
  [/InternetGatewayLimitExceeded|number of internet gateways/i, 'Internet gateways per Region'],
  [/TooManyLoadBalancers|number of (?:application )?load balancers/i, 'Application Load Balancers per Region'],
  [/TooManyTargetGroups|number of target groups/i, 'Target Groups per Region'],
  [/RulesPerSecurityGroup/i, 'Inbound or outbound rules per security group'],
  [/SecurityGroupLimitExceeded|number of security groups/i, 'VPC security groups per Region'],
  [/number of certificates|certificates? .*limit/i, 'ACM certificates'],
  [/RolesPerAccount|number of roles|role limit/i, 'Roles per account'],
  [/WAFLimitsExceeded/i, 'Web ACLs per Region']
]

function sayQuota(text: string): Meaning {
  const quota = quotas.find(([when]) => when.test(text))?.[1]
  return {
    code: 'QUOTA',
    ...(quota !== undefined && { more: ` The quota is '${quota}'.` }),
    remedy: `Raise ${quota === undefined ? 'that quota' : `'${quota}'`} in Service Quotas for this region, or remove what is no longer used.`
  }
}

/** The name that is taken, when AWS does not say whose it is: early validation writes it plainly (F3.4). */
export function takenIn(reason = ''): string | undefined {
  if (ownerIn(reason) !== undefined) return undefined
  return /with identifier '(?:\{"[^"]*":"([^"]+)"\}|([^'{]+))' already exists/.exec(reason)?.slice(1).find(Boolean)
}

const ownerIn = (text: string): string | undefined => /:stack\/([\w-]+)/.exec(text)?.[1]

/** A repository outlives its stack, also when `repository` names another; only a stack that is made anew adopts one. */
function leftRepository(text: string): string | undefined {
  const name =
    /repository with name '([^']+)'|RepositoryName":"([^"]+)"|AWS::ECR::Repository' with identifier '([^'{]+)'/i
      .exec(text)
      ?.slice(1)
      .find(Boolean)
  if (name === undefined) return undefined
  return (
    'Set `repository` to what it was before, or to another name. A repository stays when another one is named, and a ' +
    `stack that stands does not take it up again: once nothing needs its images, run \`aws ecr delete-repository --repository-name ${name} --force\`, then this again.`
  )
}

function sayTaken(text: string, found = ownerIn(text)): Meaning {
  return {
    code: 'NAME_TAKEN',
    ...(found !== undefined && { more: ` It belongs to the stack ${found}.` }),
    remedy:
      found === undefined
        ? (leftRepository(text) ??
          'Give this app another `name` (or `repository`), or remove what has the name: no stack is named as its owner.')
        : `Give this app another \`name\` (or \`repository\`), or delete the stack ${found}.`
  }
}
