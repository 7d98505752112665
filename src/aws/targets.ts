// Health of the targets behind a target group (ELBv2, F2.11).
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Target } from '../model/service.ts'
import { given, required } from './answer.ts'
import type { Clients } from './clients.ts'
import { call } from './failures.ts'

export const targets = ({ loadBalancing, ending }: Clients) => ({
  async health(targetGroupArn: string): Promise<readonly Target[]> {
    const action = 'elasticloadbalancing:DescribeTargetHealth'
    const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn })
    const answer = await call(action, () => loadBalancing().send(command, ending))
    const field = `${action} TargetHealthDescriptions`
    return required(answer.TargetHealthDescriptions, field).map(({ Target: target, TargetHealth }) => ({
      address: required(target?.Id, `${field}[].Target.Id`),
      port: required(target?.Port, `${field}[].Target.Port`),
      state: required(TargetHealth?.State, `${field}[].TargetHealth.State`),
      ...given('reason', TargetHealth?.Reason),
      ...given('description', TargetHealth?.Description)
    }))
  }
})
