// Parameters that tasks read (SSM Parameter Store): whether they are there, never their values.
import { allPages } from './answer.ts'
import type { Clients } from './clients.ts'
import { call } from './failures.ts'

/** So many names one call takes. */
const most = 50

export const parameters = ({ ssm, ending }: Clients) => ({
  /** Those of these names that are in this region. */
  async existing(names: readonly string[]): Promise<ReadonlySet<string>> {
    const { DescribeParametersCommand } = await import('@aws-sdk/client-ssm')
    const client = await ssm()
    const parts = Array.from({ length: Math.ceil(names.length / most) }, (_, index) =>
      names.slice(index * most, (index + 1) * most)
    )
    const found = await Promise.all(
      parts.map((part) =>
        allPages(async (NextToken) => {
          const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [...part] }]
          const command = new DescribeParametersCommand({ ParameterFilters, MaxResults: most, NextToken })
          const answer = await call('ssm:DescribeParameters', () => client.send(command, ending))
          return { items: answer.Parameters ?? [], next: answer.NextToken }
        })
      )
    )
    return new Set(found.flat().flatMap(({ Name }) => Name ?? []))
  }
})
