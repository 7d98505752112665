// Parameters that tasks read (SSM Parameter Store): whether they are there and since when, never their values.
import { allPages, inParts } from './answer.ts'
import type { Clients } from './clients.ts'
import { call } from './failures.ts'

/** So many names one call takes. */
const most = 50

export const parameters = ({ ssm, ending }: Clients) => ({
  /** Those of these names that are in this region, and when they were last changed. */
  async existing(names: readonly string[]): Promise<ReadonlyMap<string, Date | undefined>> {
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
    return new Map(
      found.flatMap(({ Name, LastModifiedDate }) => (Name === undefined ? [] : [[Name, LastModifiedDate]]))
    )
  }
})
