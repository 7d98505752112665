// `npm run local -- [--pace 0|aws] [--region eu-west-1]`: starts the local AWS, prints what to export, and runs until Ctrl-C.
import { parseArgs } from 'node:util'
import { exportsOf } from './exports.ts'
import { flagsOf } from './flags.ts'
import { startLocal } from './local.ts'
import { paceOf } from './ministack.ts'

const usage = `npm run local -- [--pace 0|aws] [--region eu-west-1]

  --pace 0|aws      how fast the local AWS is: as fast as it can (0), or as slow as AWS
  --region REGION   the AWS_REGION that it prints`

async function main(): Promise<void> {
  const options = {
    pace: { type: 'string', default: '0' },
    region: { type: 'string', default: 'eu-west-1' }
  } as const
  const { pace, region } = flagsOf(usage, () => {
    const { values } = parseArgs({ options })
    return { ...values, pace: paceOf(values.pace) }
  })
  const started = Date.now()
  const local = await startLocal({ pace, region, log: console.log })
  console.log(`The local AWS is up after ${((Date.now() - started) / 1000).toFixed(1)} s. In another shell:\n`)
  for (const line of exportsOf(local.env)) console.log(line)
  console.log(`\nThe key id is the account: any 12 digits. Logs: ${local.folder}\nCtrl-C stops it.`)
  const stop = (): void => {
    void local.stop()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop).once('SIGHUP', stop)
  const reason = await local.ended
  if (reason !== undefined) throw new Error(reason)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
