// `npm run local -- [--pace 0|aws] [--region eu-west-1]`: starts the local AWS, prints what to export, and runs until Ctrl-C.
import { parseArgs } from 'node:util'
import { startLocal } from './local.ts'
import { paceOf } from './ministack.ts'

async function main(): Promise<void> {
  const options = {
    pace: { type: 'string', default: '0' },
    region: { type: 'string', default: 'eu-west-1' }
  } as const
  const { pace, region } = parseArgs({ options }).values
  const started = Date.now()
  const local = await startLocal({ pace: paceOf(pace), region, log: console.log })
  console.log(`The local AWS is up after ${((Date.now() - started) / 1000).toFixed(1)} s. In another shell:\n`)
  for (const [name, value] of Object.entries(local.env)) console.log(`export ${name}=${quoted(value)}`)
  console.log(`\nThe key id is the account: any 12 digits. Logs: ${local.folder}\nCtrl-C stops it.`)
  const stop = (): void => {
    void local.stop()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop).once('SIGHUP', stop)
  const reason = await local.ended
  if (reason !== undefined) throw new Error(reason)
}

/** What is added to the PATH, in front of whatever the other shell has there. */
function quoted(value: string): string {
  const path = process.env.PATH ?? ''
  return path !== '' && value.endsWith(`:${path}`) ? `'${value.slice(0, -path.length - 1)}':"$PATH"` : `'${value}'`
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
