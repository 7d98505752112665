// What IAM says that a principal may do, by its own policies (SimulatePrincipalPolicy).
import type { SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam'
import type { Decision, Right } from '../model/seen.ts'
import { required } from './answer.ts'
import { callAll } from './call.ts'
import type { Clients } from './clients.ts'

export const rights = ({ iam }: Clients) => ({
  /** @param principal ARN of a role or a user, with its path. */
  async simulate(principal: string, { actions, resource, context = {} }: Right): Promise<readonly Decision[]> {
    const action = 'iam:SimulatePrincipalPolicy'
    const { paginateSimulatePrincipalPolicy } = await import('@aws-sdk/client-iam')
    const input: SimulatePrincipalPolicyCommandInput = {
      PolicySourceArn: principal,
      ActionNames: [...actions],
      ResourceArns: [resource],
      ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
        ContextKeyName,
        ContextKeyType: 'string',
        ContextKeyValues: [value]
      }))
    }
    const pages = await callAll(action, paginateSimulatePrincipalPolicy({ client: await iam() }, input))
    const results = pages.flatMap((page) => required(page.EvaluationResults, `${action} EvaluationResults`))
    return results.map(({ EvalActionName, EvalDecision, MissingContextValues = [] }) => ({
      action: required(EvalActionName, `${action} EvaluationResults[].EvalActionName`),
      at: EvalDecision === 'allowed' ? 'allowed' : MissingContextValues.length > 0 ? 'unsure' : 'denied'
    }))
  }
})
