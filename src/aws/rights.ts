// What IAM says that a principal may do, by its own policies (SimulatePrincipalPolicy).
import type { Decision, Right } from '../model/seen.ts'
import { allPages, required } from './answer.ts'
import type { Clients } from './clients.ts'
import { call } from './failures.ts'

export const rights = ({ iam, ending }: Clients) => ({
  /** @param principal ARN of a role or a user, with its path. */
  async simulate(principal: string, { actions, resource, context = {} }: Right): Promise<readonly Decision[]> {
    const action = 'iam:SimulatePrincipalPolicy'
    const { SimulatePrincipalPolicyCommand } = await import('@aws-sdk/client-iam')
    const client = await iam()
    const results = await allPages(async (Marker) => {
      const command = new SimulatePrincipalPolicyCommand({
        PolicySourceArn: principal,
        ActionNames: [...actions],
        ResourceArns: [resource],
        ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
          ContextKeyName,
          ContextKeyType: 'string',
          ContextKeyValues: [value]
        })),
        Marker
      })
      const answer = await call(action, () => client.send(command, ending))
      return { items: required(answer.EvaluationResults, `${action} EvaluationResults`), next: answer.Marker }
    })
    return results.map(({ EvalActionName, EvalDecision, MissingContextValues = [] }) => ({
      action: required(EvalActionName, `${action} EvaluationResults[].EvalActionName`),
      at: EvalDecision === 'allowed' ? 'allowed' : MissingContextValues.length > 0 ? 'unsure' : 'denied'
    }))
  }
})
