// Waits for the scan of an image, and lets it through or not, before anything that serves is touched (docs/decisions/0023).
import { diagnoseFindings, diagnoseNoResult, type Gate } from '../../diagnose/scan.ts'
import type { Config } from '../../model/config.ts'
import { asFailure, type Failure } from '../../model/failure.ts'
import { readImage, shortly } from '../../model/image.ts'
import type { ImagePlan, PushedImage } from '../../model/plan.ts'
import type { Step } from '../../model/progress.ts'
import { countsText, findingText, type Findings } from '../../model/scan.ts'
import { answered, poll, type Patience } from '../poll.ts'
import { isOurRegistry } from './source.ts'
import type { World } from '../world.ts'

/** ECR knows no scan of an image that was just pushed either, for some seconds. */
const absentForMs = 15_000
const lookMs = 5_000

export interface Scanned {
  readonly image: PushedImage
  readonly plan: ImagePlan
  readonly config: Config
}

/** @param stop ends the wait. @returns undefined without a gate. @throws Failure SCAN_GATE */
export async function* passGate(asked: Scanned, world: World, stop: AbortSignal): Step<Findings | undefined> {
  const { scanGate } = asked.config
  return scanGate.at === 'open' ? undefined : yield* askGate(scanGate, asked, world, stop)
}

async function* askGate(gate: Gate, { image, plan, config }: Scanned, world: World, stop: AbortSignal): Step<Findings> {
  const { clock, aws } = world
  const named = shortly(image.reference)
  const noResult = (because: string): Failure => diagnoseNoResult(gate, named, because)
  const patience: Patience = {
    clock,
    deadline: Math.min(world.deadline, clock.now() + gate.waitMinutes * 60_000),
    cancelled: AbortSignal.any([world.cancelled, stop])
  }
  yield { at: 'started', stage: 'scan', title: `Wait for the scan of ${named}` }
  const findings = yield* orNoResult(scan())
  for (const finding of findings.worst) yield { at: 'changed', stage: 'scan', text: findingText(finding) }
  yield { at: 'finished', stage: 'scan', text: countsText(findings) }
  const refusal = diagnoseFindings(gate, named, findings)
  if (refusal) throw refusal
  return findings

  async function* scan(): Step<Findings> {
    const repository = await repositoryOf()
    const digest = await answered(
      () => aws.scans.scannedDigest(repository, image.digest, config.architecture),
      patience
    )
    if (digest === undefined) throw noResult(`the index has no image for ${config.architecture}`)
    const began = clock.now()
    let isStarted = false
    const looks = poll(
      () => aws.scans.find(repository, digest),
      patience,
      () => lookMs
    )
    for (;;) {
      const { value: found } = await looks.next()
      if (found.at === 'ended') return found.findings
      if (found.at === 'without-result') throw noResult(`ECR says ${found.because}`)
      if (found.at === 'absent' && !isStarted && clock.now() - began >= absentForMs) {
        isStarted = true
        await answered(() => aws.scans.start(repository, digest), patience)
      }
      yield { at: 'waiting', stage: 'scan', text: 'ECR is scanning it' }
    }
  }

  /** Of an image that is used where it is, only ours shows its scan to us. */
  async function repositoryOf(): Promise<string> {
    if (plan.do !== 'use') return config.repository
    const { ecr } = readImage(image.reference)
    if (ecr && (await isOurRegistry(ecr, aws))) return ecr.repository
    throw noResult('it is in no repository of this account and region')
  }

  async function* orNoResult(step: Step<Findings>): Step<Findings> {
    try {
      return yield* step
    } catch (error) {
      yield { at: 'finished', stage: 'scan', text: 'not finished' }
      const isLate = asFailure(error).code === 'TIMED_OUT' && patience.deadline < world.deadline
      throw isLate ? noResult(`the scan did not end within ${gate.waitMinutes} minutes`) : error
    }
  }
}
