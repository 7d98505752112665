// How long after the end of a rollout an action says how it ended: ours and the official deploy action, in turns, on the
// same service of the local AWS. The end is what ECS itself writes down; the word is the end of the action's process.
import { arch, cpus, platform } from 'node:os'
import { parseArgs } from 'node:util'
import { ensureBase } from '../local/base.ts'
import { startLocal } from '../local/local.ts'
import { paceOf } from '../local/ministack.ts'
import { runAction, type Ended } from '../local/runner.ts'
import { openWorkspace } from '../local/workspace.ts'
import { round, spread, type Spread } from './figures.ts'
import { findPeer, howToGetPeer, type Peer } from './peer.ts'
import { openService, type Change, type Service } from './service.ts'

const account = '100000000099'
const region = 'eu-west-1'

/** What each turn rolls out: a version that works, and one that crashes at its start. */
const rollouts = { good: 'well', crash: 'crash' } as const
type Rollout = keyof typeof rollouts

interface Row {
  readonly turn: number
  readonly rollout: Rollout
  readonly who: 'ours' | 'official'
  /** Seconds between its start and its end, as ECS has them. */
  readonly took: number
  /** Seconds from the end of the rollout to the end of the process. */
  readonly lag: number
  readonly isRight: boolean
  /** Of ours, when it crashed: seconds from the first crash until its reason is printed. */
  readonly told?: number
  /** Seconds from the crash that decides, the second by default, until the process is gone, red. */
  readonly red?: number
}

type Deploy = (change: Change, onLine: (line: string) => void) => Promise<Ended>

/** @param args `--peer PATH` the other action's checkout, `--turns N` (3), `--pace 0|aws` (0) as `npm run local` has it. */
export async function detection(args: readonly string[]) {
  const options = {
    peer: { type: 'string' },
    turns: { type: 'string', default: '3' },
    pace: { type: 'string', default: '0' }
  } as const
  const { values } = parseArgs({ args: [...args], options })
  const peer = values.peer === undefined ? undefined : findPeer(values.peer)
  if (!peer) {
    console.error(howToGetPeer)
    process.exit(2)
  }
  const pace = paceOf(values.pace)
  const local = await startLocal({ pace, region, log: console.log })
  const workspace = openWorkspace('test/e2e/app')
  try {
    const environment = { ...local.env, AWS_ACCESS_KEY_ID: account }
    const base = await ensureBase(local, console.log)
    const service = openService({ endpoint: local.gatewayUrl, region, account })
    const ours: Deploy = ({ mode, release }, onLine) =>
      runAction({
        onLine,
        workspace: workspace.folder,
        environment,
        inputs: {
          name: 'shop',
          regions: region,
          'build-args': `BASE=${base}`,
          'health-check-path': '/healthz',
          env: `MODE=${mode}\nRELEASE=${release}`
        }
      })
    const official: Deploy = async (change, onLine) => {
      const file = 'task-definition.json'
      workspace.write(file, JSON.stringify(await service.definition(change)))
      return runAction({ workspace: workspace.folder, environment, onLine, ...peer.job(file) })
    }
    console.log('First deploy: the service that both release to')
    await first(ours)
    printHead(peer, pace)
    const rows: Row[] = []
    for (let turn = 1; turn <= Number(values.turns); turn++) {
      // Who is first changes: the machine drifts.
      const order = turn % 2 === 1 ? (['ours', 'official'] as const) : (['official', 'ours'] as const)
      for (const rollout of ['good', 'crash'] as const)
        for (const who of order) {
          const row = await measure({ turn, rollout, who }, who === 'ours' ? ours : official, service)
          printRow(row)
          rows.push(row)
        }
    }
    return conclude(rows, { peer, pace })
  } finally {
    workspace.remove()
    await local.stop()
  }
}

async function first(ours: Deploy): Promise<void> {
  const { exitCode, log } = await ours({ mode: 'well', release: 'first' }, () => undefined)
  if (exitCode !== 0) throw new Error(`The first deploy failed:\n${log}`)
}

async function measure(one: Pick<Row, 'turn' | 'rollout' | 'who'>, deploy: Deploy, service: Service): Promise<Row> {
  const before = await service.lastDeployment()
  let toldAt: number | undefined
  const change = { mode: rollouts[one.rollout], release: `${one.who}-${one.rollout}-${one.turn}` }
  const { exitCode, log, endedAt } = await deploy(change, (line) => {
    if (/\btask \w+ stopped: /.test(line)) toldAt ??= Date.now()
  })
  const { arn, createdAt, finishedAt } = await service.settled()
  if (arn === before) throw new Error(`Nothing was rolled out:\n${log}`)
  const [crashed, decisive = crashed] = await service.crashes(createdAt)
  await service.tidy()
  return {
    ...one,
    ...(crashed !== undefined && toldAt !== undefined && { told: round((toldAt - crashed) / 1000) }),
    ...(decisive !== undefined && toldAt !== undefined && { red: round((endedAt - decisive) / 1000) }),
    took: round((finishedAt - createdAt) / 1000),
    lag: round((endedAt - finishedAt) / 1000),
    isRight: (exitCode === 0) === (one.rollout === 'good')
  }
}

function conclude(rows: readonly Row[], { peer, pace }: { readonly peer: Peer; readonly pace: string }) {
  const of = (who: Row['who'], rollout?: Rollout): readonly number[] =>
    rows.filter((row) => row.who === who && (rollout === undefined || row.rollout === rollout)).map(({ lag }) => lag)
  const wrong = (who: Row['who']): number => rows.filter((row) => row.who === who && !row.isRight).length
  console.log('\nlag, s        ours mean     max   official mean     max   ratio')
  for (const rollout of ['good', 'crash', undefined] as const) {
    const [our, theirs] = [ends(of('ours', rollout)), ends(of('official', rollout))]
    const cells = [our.mean, our.max, theirs.mean, theirs.max, ratio(our.mean, theirs.mean)]
    const widths = [9, 7, 15, 7, 7]
    console.log(
      (rollout ?? 'both').padEnd(14) + cells.map((cell, at) => String(cell).padStart(widths[at] ?? 0)).join(' ')
    )
  }
  const crash = { told: ends(rows.flatMap(({ told }) => told ?? [])), red: ends(rows.flatMap(({ red }) => red ?? [])) }
  console.log(`\na crash, ours: its reason after ${crash.told.mean} s, ${crash.told.max} s at most;`)
  console.log(`red ${crash.red.mean} s after the one that decides, ${crash.red.max} s at most`)
  if (wrong('ours') > 0) process.exitCode = 1
  const [ours, official] = [ends(of('ours')), ends(of('official'))]
  return {
    pace,
    peer: peer.version,
    turns: rows.length / 4,
    ours: { lag: ours, wrong: wrong('ours'), crash },
    official: { lag: official, wrong: wrong('official') },
    /** How many times longer the official one takes. */
    ratio: ratio(ours.mean, official.mean),
    rows
  }
}

/** A dozen measurements have no percentiles. */
function ends(lags: readonly number[]): Pick<Spread, 'mean' | 'max'> {
  const { mean, max } = spread(lags)
  return { mean, max }
}

const ratio = (ours: number, official: number): number => round(official / Math.max(0.1, ours))

function printHead({ version, polling }: Peer, pace: string): void {
  const processors = cpus()
  console.log(
    `\nNode ${process.version}, ${platform()} ${arch()}, ${processors.length} x ${processors[0]?.model ?? '?'}`
  )
  console.log(
    `local AWS at pace ${pace}: ${pace === 'aws' ? 'as slow as AWS' : 'waits are a fiftieth of what is asked for'}`
  )
  console.log(`official: amazon-ecs-deploy-task-definition ${version}, its own defaults: ${polling}`)
  console.log('ours: its own defaults: looks every 1, 2 or 5 s (+-20 %), by how near an end may be\n')
  console.log('turn  rollout  who        rollout, s   lag, s   verdict')
}

function printRow({ turn, rollout, who, took, lag, isRight }: Row): void {
  console.log(
    `${String(turn).padEnd(5)} ${rollout.padEnd(8)} ${who.padEnd(10)} ${String(took).padStart(10)} ${String(lag).padStart(8)}   ${isRight ? 'right' : 'WRONG'}`
  )
}
