// Whether a role lets the bearer of a token in, by its trust policy. MiniStack lets everybody in.
import { z } from 'zod'
import { readJson } from '../../src/model/json.ts'

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value))
const policy = z.object({
  Statement: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]).pipe(
    z.array(
      z.object({
        Effect: z.string(),
        Action: list,
        Principal: z.object({ Federated: list.optional() }).or(z.string()).optional(),
        Condition: z.record(z.string(), z.record(z.string(), list)).default({})
      })
    )
  )
})
type Statement = z.infer<typeof policy>['Statement'][number]

export type Claims = Readonly<Record<string, unknown>>

const provider = 'token.actions.githubusercontent.com'
const wanted = 'sts:AssumeRoleWithWebIdentity'

export function trusts(document: string, claims: Claims): boolean {
  const parsed = policy.safeParse(readJson(document))
  if (!parsed.success) return false
  return parsed.data.Statement.some((statement) => allows(statement, claims))
}

function allows({ Effect, Action, Principal, Condition }: Statement, claims: Claims): boolean {
  if (Effect !== 'Allow' || !Action.some((action) => action === wanted || action === 'sts:*' || action === '*'))
    return false
  if (
    typeof Principal !== 'object' ||
    Principal.Federated?.some((arn) => arn.endsWith(`oidc-provider/${provider}`)) !== true
  ) {
    return false
  }
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const claim = key.startsWith(`${provider}:`) ? claims[key.slice(provider.length + 1)] : undefined
      return typeof claim === 'string' && values.some((value) => matches(operator, value, claim))
    })
  )
}

function matches(operator: string, value: string, claim: string): boolean {
  switch (operator.replace(/^For(Any|All)Value[s]?:/, '')) {
    case 'StringEquals':
      return value === claim
    case 'StringLike':
      return new RegExp(
        `^${value
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`
      ).test(claim)
    default:
      return false
  }
}
