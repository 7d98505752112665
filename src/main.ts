// The run, told in order; the only place where everything meets, and the only catch that ends it.
import { announcing } from './action/github/announce.ts'
import { readInputs } from './action/inputs.ts'
import { openLog, type Log } from './action/log/log.ts'
import { conceal } from './action/secrecy/conceal.ts'
import { parseConfig } from './action/parse/parse.ts'
import { present } from './model/present.ts'
import { previewLines } from './action/report/preview.ts'
import { report, reportFailure, type Telling } from './action/report/report.ts'
import { readRunner, type Runner } from './action/runner.ts'
import { connectAll } from './aws/connect.ts'
import { webIdentity } from './aws/credentials.ts'
import { deploy } from './command/deploy.ts'
import { destroy } from './command/destroy.ts'
import { plan } from './command/plan.ts'
import { rollback } from './command/rollback.ts'
import { status } from './command/status.ts'
import { verify } from './command/verify.ts'
import { connectDocker } from './docker/docker.ts'
import type { Config, Configs } from './model/config.ts'
import { Failure } from './model/failure.ts'
import type { Step } from './model/progress.ts'
import { mapSeveral, pairSeveral } from './model/several.ts'
import type { Verdicts } from './model/verdict.ts'
import { addressesByDns, nameServersByDns } from './run/dns/delegation.ts'
import { cutOff, realClock } from './run/poll.ts'
import { visitThrough } from './run/site/visit.ts'
import type { Places, World } from './run/world.ts'

export async function main(): Promise<void> {
  const runner = readRunner()
  const log = openLog(realClock)
  let telling: Telling = { runner, log }
  try {
    const { configs, warnings, secretValues, github } = parseConfig(readInputs(), runner)
    log.keepSecret(secretValues)
    const announce = announcing(configs[0], github, runner)
    telling = { ...telling, configs, ...present({ announce }) }
    warnings.forEach(log.warn)
    const over = cutOff({ clock: realClock, cancelled: runner.cancelled })
    const verdicts = await log.show(run(openPlaces(configs, runner), log.hide), over)
    await report(verdicts, telling)
  } catch (error) {
    await reportFailure(error, telling)
  }
}

function run(places: Places, hide: Log['hide']): Step<Verdicts> {
  switch (places[0].config.command) {
    case 'deploy':
      // Hidden before it is cut: half of a secret is not known any more.
      return deploy(places, (preview) => previewLines(conceal(preview, hide)))
    case 'plan':
      return plan(places)
    case 'rollback':
      return rollback(places)
    case 'status':
      return status(places)
    case 'destroy':
      return destroy(places)
    case 'verify':
      return verify(places)
  }
}

function openPlaces(configs: Configs, runner: Runner): Places {
  const { proxyEnvironment, cancelled, environment, temp } = runner
  const [config] = configs
  // Without a runner each run is one of its own, and none goes on with an earlier one's.
  const runId = runner.runId ?? `local${realClock.now().toString(36)}`
  const userAgent = `slipway run/${runId}`
  const credentials = credentialsOf(config, { ...runner, userAgent })
  const { cloudFormationRoleArn } = config.identity
  const all: Omit<World, 'aws'> = {
    docker: connectDocker({ environment, temp }),
    visit: visitThrough(proxyEnvironment),
    nameServersOf: nameServersByDns(proxyEnvironment),
    addressesOf: addressesByDns(proxyEnvironment),
    clock: realClock,
    cancelled,
    deadline: realClock.now() + config.timeoutMinutes * 60_000,
    run: {
      id: runId,
      attempt: runner.attempt ?? '1',
      ...present({ commit: runner.commit, actor: runner.actor, repository: runner.repository })
    }
  }
  const regions = mapSeveral(configs, ({ region }) => region)
  const connected = connectAll(regions, {
    proxyEnvironment,
    userAgent,
    ...present({ credentials, cloudFormationRoleArn })
  })
  return mapSeveral(pairSeveral(configs, connected), ([config, aws]) => ({ config, world: { ...all, aws } }))
}

/** Absent: the SDK's default chain. */
function credentialsOf({ identity, region }: Config, runner: Runner & { readonly userAgent: string }) {
  const { roleToAssume, roleSessionName, audience } = identity
  if (roleToAssume === undefined) return undefined
  const { idToken, proxyEnvironment, userAgent } = runner
  return webIdentity({
    region,
    roleArn: roleToAssume,
    sessionName: roleSessionName,
    idToken: () => (idToken ? idToken(audience) : Promise.reject(noToken())),
    proxyEnvironment,
    userAgent
  })
}

const noToken = (): Failure =>
  new Failure({
    code: 'CREDENTIALS_MISSING',
    sentence: 'Input `role-to-assume` needs a token of GitHub, and this job may not ask for one.',
    remedy: 'Give the job `permissions: { id-token: write, contents: read }`.'
  })
