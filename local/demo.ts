// `npm run demo`: an app from its Dockerfile to https://shop.example on the local AWS, four times: first deploy, a new
// version, nothing changed, a version that crashes. Exits 0 only when all went as told. `--logs FOLDER` plays three failures
// besides, and writes the log and the summary of each run there, as they are printed.
import { parseArgs } from 'node:util'
import { failures, life, type Act } from './acts.ts'
import { ensureBase } from './base.ts'
import { exportsOf } from './exports.ts'
import { flagsOf } from './flags.ts'
import { startLocal, type Local } from './local.ts'
import { visitor, type Visitor } from './page.ts'
import { shownAs, writeLog } from './logs.ts'
import { paceOf } from './ministack.ts'
import { runAction } from './runner.ts'
import { openWorkspace } from './workspace.ts'
import { createZone } from './zone.ts'

const account = '111122223333'
const domain = 'shop.example'

const usage = `npm run demo -- [--keep] [--pace 0|aws] [--logs FOLDER]

  --keep          leaves it running until Ctrl-C, and prints how to open the page
  --pace 0|aws    how fast the local AWS is: as fast as it can (0), or as slow as AWS
  --logs FOLDER   plays three failures besides, and writes log and summary of each run there`

const options = flagsOf(usage, () => {
  const { values } = parseArgs({
    options: {
      keep: { type: 'boolean', default: false },
      logs: { type: 'string' },
      pace: { type: 'string', default: '0' }
    }
  })
  return { ...values, pace: paceOf(values.pace) }
})
const local = await startLocal({ pace: options.pace, log: console.log })
const workspace = openWorkspace('examples/hello')
try {
  const environment = { ...local.env, AWS_ACCESS_KEY_ID: account }
  const base = await ensureBase(local)
  await createZone(local.gatewayUrl, account, domain)
  const visit = visitor(environment)
  const rows: string[][] = []
  let good = true
  const acts = options.logs === undefined ? life : [...life, ...failures]
  for (const act of acts) {
    const { row, asTold } = await play(act, { environment, base, visit })
    rows.push(row)
    good &&= asTold
  }
  table([['run', 'verdict', 'exit', 'seconds', 'AWS calls', 'https://' + domain], ...rows])
  console.log(good ? '\nAll went as told.' : '\nNot all went as told.')
  process.exitCode = good ? 0 : 1
  if (options.keep) await keep(local)
} finally {
  workspace.remove()
  await local.stop()
}

interface Stage {
  readonly environment: Readonly<Record<string, string>>
  readonly base: string
  readonly visit: Visitor
}

async function play(act: Act, { environment, base, visit }: Stage): Promise<{ row: string[]; asTold: boolean }> {
  console.log(`\n=== ${act.title} ===\n`)
  act.prepare(workspace)
  await local.gateway.clear(account)
  const ended = await runAction({
    workspace: workspace.folder,
    inputs: {
      name: 'shop',
      regions: 'eu-west-1',
      domain,
      'build-args': `BASE=${base}`,
      'health-check-path': '/healthz',
      ...act.inputs
    },
    environment,
    onLine: show
  })
  const calls = (await local.gateway.calls(account)).filter(({ call }) => !/^(site|registry):/.test(call))
  const { status, body } = await visit(`https://${domain}/`)
  const heading = /<h1>(.*)<\/h1>/.exec(body)?.[1] ?? `status ${status}`
  console.log(`\nhttps://${domain} says: ${heading}`)
  const verdict = ended.outputs.verdict ?? 'none'
  const asTold = verdict === act.verdict && ended.exitCode === act.exitCode && body.includes(act.page)
  if (options.logs !== undefined) writeLog(options.logs, act.title, ended)
  return {
    row: [act.title, verdict, String(ended.exitCode), ended.seconds.toFixed(1), String(calls.length), heading],
    asTold
  }
}

function show(line: string): void {
  for (const shown of shownAs(line)) console.log(shown)
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  console.log()
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
}

async function keep({ env }: Local): Promise<void> {
  console.log(`\nStill running. In another shell:\n`)
  for (const line of exportsOf({ ...env, AWS_ACCESS_KEY_ID: account })) console.log(`  ${line}`)
  console.log(`\n  curl --cacert "$NODE_EXTRA_CA_CERTS" https://${domain}/\n\nCtrl-C ends it.`)
  await new Promise((resolve) => process.once('SIGINT', resolve))
}
