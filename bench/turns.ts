// Runs of the action in turns, on an account of its own of a local AWS where each call takes as long as one of AWS's.
import { ensureBase } from '../local/base.ts'
import { startLocal, type Local } from '../local/local.ts'
import { paceOf } from '../local/ministack.ts'
import { runAction, type Ended, type Job } from '../local/runner.ts'
import { openWorkspace } from '../local/workspace.ts'
import { createZone } from '../local/zone.ts'
import { hundredths, median } from './figures.ts'

export const region = 'eu-west-1'

/** `--turns N`, `--latency MS` of each call, `--pace 0|aws` as `npm run local` has it. */
export const turnOptions = {
  turns: { type: 'string', default: '5' },
  pace: { type: 'string', default: '0' },
  latency: { type: 'string', default: '50' }
} as const

export interface Measured {
  readonly calls: number
  /** The median of all turns: from the start of the process to its end. */
  readonly seconds: number
}

export interface Turns {
  readonly local: Local
  /** Of the account itself, with its keys. */
  readonly environment: Readonly<Record<string, string>>
  readonly zoneId: string
  /** Of an app with a domain. @throws Error with the log when it ends otherwise than expected. */
  readonly run: (expected: string, inputs: Readonly<Record<string, string>>, job?: Partial<Job>) => Promise<Ended>
  /** From now on each call takes its time; said above the table that `measure` prints. */
  readonly begin: () => Promise<void>
  readonly measure: (name: string, run: () => Promise<Ended>) => Promise<Measured>
  readonly close: () => Promise<void>
}

/** @param values of `turnOptions`. */
export async function openTurns(
  account: string,
  domain: string,
  values: Readonly<Record<keyof typeof turnOptions, string>>
): Promise<Turns> {
  const [turns, milliseconds] = [Number(values.turns), Number(values.latency)]
  const local = await startLocal({ pace: paceOf(values.pace), region, log: console.log })
  const workspace = openWorkspace('test/e2e/app')
  const environment = { ...local.env, AWS_ACCESS_KEY_ID: account }
  const close = async (): Promise<void> => {
    workspace.remove()
    await local.stop()
  }
  try {
    const zoneId = await createZone(local.gatewayUrl, account, domain)
    const base = await ensureBase(local, console.log)
    const usual = {
      name: 'shop',
      regions: region,
      domain,
      'build-args': `BASE=${base}`,
      'health-check-path': '/healthz'
    }
    return {
      local,
      environment,
      zoneId,
      close,
      run: async (expected, inputs, job) => {
        const ended = await runAction({
          workspace: workspace.folder,
          environment,
          inputs: { ...usual, ...inputs },
          ...job
        })
        const { verdict = ended.exitCode === 0 ? 'done' : 'failed' } = ended.outputs
        if (verdict !== expected) throw new Error(`It ended as ${verdict}, not as ${expected}:\n${ended.log}`)
        return ended
      },
      begin: async () => {
        await local.gateway.fail(account, { kind: 'slow', milliseconds })
        console.log(
          `\n${turns} turns at pace ${values.pace}, ${milliseconds} ms for each call, Node ${process.version}`
        )
        console.log(`${''.padEnd(34)} calls   seconds`)
      },
      measure: async (name, run) => {
        const found: Measured[] = []
        for (let turn = 0; turn < turns; turn++) {
          await local.gateway.clear(account)
          const { seconds } = await run()
          const calls = (await local.gateway.calls(account)).filter(({ call }) => !call.startsWith('site:'))
          found.push({ calls: calls.length, seconds })
        }
        const calls = Math.max(...found.map((one) => one.calls))
        const seconds = hundredths(median(found.map((one) => one.seconds)))
        console.log(`${name.padEnd(34)} ${String(calls).padStart(5)} ${seconds.toFixed(2).padStart(9)}`)
        return { calls, seconds }
      }
    }
  } catch (error) {
    await close()
    throw error
  }
}
