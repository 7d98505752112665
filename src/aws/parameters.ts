// Parameters that tasks read (SSM Parameter Store): whether they are there and since when, never their values.
import { inParts } from './answer.ts'
import { callAll } from './call.ts'
import type { Clients } from './clients.ts'

/** So many names one call takes. */
const most = 50

export const parameters = ({ ssm }: Clients) => ({
  /** Those of these names that are in this region, and when they were last changed. */
  async existing(names: readonly string[]): Promise<ReadonlyMap<string, Date | undefined>> {
    const { paginateDescribeParameters } = await import('@aws-sdk/client-ssm')
    const client = await ssm()
    const found = await inParts(names, most, async (part) => {
      const input = { ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: part }], MaxResults: most }
      const pages = paginateDescribeParameters({ client }, input)
      return (await callAll('ssm:DescribeParameters', pages)).flatMap(({ Parameters = [] }) => Parameters)
    })
    return new Map(
      found.flatMap(({ Name, LastModifiedDate }) => (Name === undefined ? [] : [[Name, LastModifiedDate]]))
    )
  }
})
