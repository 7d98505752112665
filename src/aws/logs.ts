// What a container wrote (CloudWatch Logs, F2.12).
import { DeleteLogGroupCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { present } from '../model/present.ts'
import { callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'

/** The API may answer with an empty page before one that has the lines. */
const maxPages = 4

export const logs = ({ logs: client }: Clients) => ({
  /** With all that was written. One that is gone is fine. */
  async remove(group: string): Promise<void> {
    const command = new DeleteLogGroupCommand({ logGroupName: group })
    await callUnless('logs:DeleteLogGroup', named('ResourceNotFoundException'), () => client().send(command))
  },

  /** The last lines, oldest first; none when the container never wrote (its stream is missing). */
  async tail(group: string, stream: string, limit: number): Promise<readonly string[]> {
    if (limit < 1) return []
    let token: string | undefined
    for (let page = 0; page < maxPages; page++) {
      const command = new GetLogEventsCommand({
        logGroupName: group,
        logStreamName: stream,
        startFromHead: false,
        limit,
        ...present({ nextToken: token })
      })
      const isMissing = named('ResourceNotFoundException')
      const answer = await callUnless('logs:GetLogEvents', isMissing, () => client().send(command))
      const events = answer?.events ?? []
      const next = answer?.nextBackwardToken
      if (events.length > 0 || next === undefined || next === token) {
        return events.flatMap(({ message }) => (message === undefined ? [] : [message.replace(/\r?\n$/, '')]))
      }
      token = next
    }
    return []
  }
})
