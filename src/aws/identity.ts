// Who we are in AWS (STS).
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { required } from './answer.ts'
import { call } from './call.ts'
import type { Clients } from './clients.ts'

export interface Caller {
  readonly account: string
  readonly arn: string
  readonly partition: string
}

export const identity = ({ sts }: Clients) => ({
  async whoAmI(): Promise<Caller> {
    const action = 'sts:GetCallerIdentity'
    const answer = await call(action, () => sts().send(new GetCallerIdentityCommand({})))
    const arn = required(answer.Arn, `${action} Arn`)
    return {
      account: required(answer.Account, `${action} Account`),
      arn,
      partition: required(arn.split(':')[1], `${action} Arn's partition`)
    }
  }
})
