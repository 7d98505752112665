// A call as it goes: it waits or fails where that was asked for, and what came of it is written down.
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from './call.ts'
import type { Fault } from './fault.ts'
import type { Entry } from './journal.ts'
import type { World } from './world.ts'

interface Caller extends Pick<Entry, 'account' | 'write'> {
  readonly from: IncomingMessage
}

/**
 * @param answer what comes of the call, struck by this fault or not; of `undefined` the connection is cut.
 * @returns the same, once it is written down.
 */
export async function recorded<Answer extends Pick<Entry, 'status' | 'error'>>(
  { faults, journal }: World,
  call: Call,
  { account, write, from }: Caller,
  answer: (fault: Fault | undefined) => Promise<Answer | undefined>
): Promise<Answer | undefined> {
  const started = Date.now()
  const { fault, milliseconds } = faults.strike(call, account)
  if (milliseconds > 0) await sleep(milliseconds)
  const answered = await answer(fault)
  const kind = fault?.rule.kind ?? (milliseconds > 0 ? 'slow' : undefined)
  journal.add({
    account,
    region: call.region,
    service: call.service,
    action: call.action,
    write,
    status: answered?.status ?? 0,
    milliseconds: Date.now() - started,
    ...(answered?.error !== undefined && { error: answered.error }),
    ...(kind !== undefined && { fault: kind })
  })
  if (answered === undefined) from.socket.destroy()
  return answered
}
