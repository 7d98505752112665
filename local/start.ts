// `npm run local`: starts the local AWS, prints what to export, and runs until Ctrl-C.
import { parseArgs } from 'node:util'
import { startLocal } from './local.ts'

const usage = 'Usage: npm run local -- [--pace 0|aws] [--region eu-west-1]'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { pace: { type: 'string' }, region: { type: 'string' } } })
  const { pace = '0', region } = values
  if (pace !== '0' && pace !== 'aws') throw new Error(`--pace is ${pace}; it takes 0 or aws. ${usage}`)
  const started = Date.now()
  const local = await startLocal({ pace, log: console.log, ...(region === undefined ? {} : { region }) })
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
