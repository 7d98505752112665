// A story's fate as an app of the simulated region, with the words that AWS has for it (F2.9, F2.11).
import type { Fate } from '../stories.ts'
import type { App } from './app.ts'

const init =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: '
const gone = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/gone@sha256:${'0'.repeat(64)}`

export function appOf(fate: Fate): Partial<App> {
  switch (fate.does) {
    case 'serve':
      return { ready: fate.readyAfter }
    case 'crash':
      return {
        ready: Infinity,
        crashesAfter: fate.after,
        log: ['Error: the database is not there', 'Node.js v24.21.0']
      }
    case 'end':
      return { ready: Infinity, crashesAfter: 0, exitCode: 0, log: [] }
    case 'eat memory': {
      const containerReason = 'OutOfMemoryError: Container killed due to memory usage'
      return { crashesAfter: 3, exitCode: 137, containerReason }
    }
    case 'listen':
      return { trouble: 'refuses', log: [`listening on http://${fate.host}:${fate.port}`] }
    case 'answer':
      return { status: fate.status }
    case 'not start':
      return notStarting(fate.lacks)
  }
}

function notStarting(lacks: Extract<Fate, { readonly does: 'not start' }>['lacks']): Partial<App> {
  switch (lacks) {
    case 'program': {
      const said = 'exec: "/app/none": stat /app/none: no such file or directory: unknown'
      return { cannotStart: `CannotStartContainerError: ResponseError: failed to create task: ${said}` }
    }
    case 'processor':
      // It is pulled and started; the kernel refuses it.
      return { crashesAfter: 0, exitCode: 255, log: ['exec /app/other-processor: exec format error'] }
    case 'image': {
      const said = `failed to resolve ref ${gone}: ${gone}: not found`
      return { cannotStart: `CannotPullContainerError: pull image manifest has been retried 5 time(s): ${said}` }
    }
    case 'secret': {
      const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:none-AbCdEf'
      const said = `failed to fetch secret ${arn} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`
      return { cannotStart: `${init}unable to retrieve secret from asm: ${said}` }
    }
  }
}
