// Policies of roles as IAM has them, a statement taken away for a while, and what was decided about every right.
import { existsSync, readFileSync } from 'node:fs'
import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand
} from '@aws-sdk/client-iam'
import { command } from '../../local/command.ts'
import { ensurePython } from '../../local/python.ts'

interface Statement {
  readonly Sid: string
}
interface Document {
  readonly Version: string
  readonly Statement: readonly Statement[]
}
type Policy = { readonly document: Document } & (
  | { readonly kind: 'inline'; readonly name: string }
  | { readonly kind: 'managed'; readonly arn: string; readonly version: string | undefined }
)

/** One decision, as local/ministack/decisions.py writes it. */
export interface Decision {
  readonly account: string
  /** The name of a role. */
  readonly principal: string
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, string | readonly string[]>>
  readonly allowed: boolean
}

export interface Verdict {
  /** Indexes of the calls that the policies refuse. */
  readonly refused: readonly number[]
  /** `role Sid` -> indexes of the calls that are refused besides when that statement is gone. */
  readonly without: Readonly<Record<string, readonly number[]>>
}

/** What was decided in the account, each question once. */
export function decisionsOf(account: string): readonly Decision[] {
  const file = process.env.SLIPWAY_DECISIONS
  if (file === undefined) throw new Error('Nothing is recorded: run `npm test -- e2e`.')
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const ours = lines.filter((line) => line.startsWith(`{"account": "${account}"`))
  return [...new Set(ours)].map((line) => JSON.parse(line) as Decision)
}

/** MiniStack's own evaluator, asked directly. */
export async function judge(
  policies: Readonly<Record<string, readonly Document[]>>,
  calls: readonly Decision[]
): Promise<Verdict> {
  const script = new URL('../../local/ministack/policy_check.py', import.meta.url).pathname
  const input = JSON.stringify({ policies, calls })
  return JSON.parse(await command(await ensurePython(), [script], { input })) as Verdict
}

export const rights = (config: ConstructorParameters<typeof IAMClient>[0]) => {
  const iam = new IAMClient(config ?? {})

  async function policiesOf(role: string): Promise<readonly Policy[]> {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: role }))
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }))
    const inline = PolicyNames.map(async (name): Promise<Policy> => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: name }))
      return { kind: 'inline', name, document: documentOf(PolicyDocument) }
    })
    return Promise.all([...inline, ...AttachedPolicies.map(({ PolicyArn = '' }) => managed(PolicyArn))])
  }

  async function managed(PolicyArn: string): Promise<Policy> {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }))
    const version = Policy?.DefaultVersionId
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: version }))
    return { kind: 'managed', arn: PolicyArn, version, document: documentOf(PolicyVersion?.Document) }
  }

  return {
    /** Of a managed policy. */
    documentOf: async (arn: string): Promise<Document> => (await managed(arn)).document,

    documentsOf: async (role: string): Promise<readonly Document[]> =>
      (await policiesOf(role)).map(({ document }) => document),

    /** Takes the statement away while `during` runs. */
    async without<Result>(role: string, sid: string, during: () => Promise<Result>): Promise<Result> {
      const policy = (await policiesOf(role)).find(({ document }) => document.Statement.some(({ Sid }) => Sid === sid))
      if (!policy) throw new Error(`${role} has no statement ${sid}`)
      const { document } = policy
      const fewer = { ...document, Statement: document.Statement.filter(({ Sid }) => Sid !== sid) }
      const changed = await put(role, policy, fewer)
      try {
        return await during()
      } finally {
        await put(role, changed, document)
      }
    }
  }

  /** @returns the policy as it is now. */
  async function put(role: string, policy: Policy, document: Document): Promise<Policy> {
    const PolicyDocument = JSON.stringify(document)
    if (policy.kind === 'inline') {
      await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: policy.name, PolicyDocument }))
      return { ...policy, document }
    }
    const of = { PolicyArn: policy.arn }
    const { PolicyVersion } = await iam.send(
      new CreatePolicyVersionCommand({ ...of, PolicyDocument, SetAsDefault: true })
    )
    await iam.send(new DeletePolicyVersionCommand({ ...of, VersionId: policy.version }))
    return { ...policy, document, version: PolicyVersion?.VersionId }
  }
}

const documentOf = (encoded = '{}'): Document => JSON.parse(decodeURIComponent(encoded)) as Document
