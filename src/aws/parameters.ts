// Parameters that tasks read (SSM Parameter Store): whether they are there, never their values.
import { allPages, inParts } from './answer.ts'
import type { Clients } from './clients.ts'
import { call } from './failures.ts'

/** So many names one call takes. */
const most = 50

export const parameters = ({ ssm, ending }: Clients) => ({
  /** Those of these names that are in this region. */
  async existing(names: readonly string[]): Promise<ReadonlySet<string>> {
    const { DescribeParametersCommand } = await import('@aws-sdk/client-ssm')
    const client = await ssm()
    const found = await inParts(names, most, (part) =>
      allPages(async (NextToken) => {
        const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: part }]
        const command = new DescribeParametersCommand({ ParameterFilters, MaxResults: most, NextToken })
        const answer = await call('ssm:DescribeParameters', () => client.send(command, ending))
        return { items: answer.Parameters ?? [], next: answer.NextToken }
      })
    )
    return new Set(found.flatMap(({ Name }) => Name ?? []))
  }
})
