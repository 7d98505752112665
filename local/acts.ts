// What the demo plays: an app's life in four runs, and three runs that fail, for `--logs`.
import { readFileSync } from 'node:fs'
import type { Workspace } from './workspace.ts'

export interface Act {
  readonly title: string
  readonly prepare: (workspace: Workspace) => void
  /** Beside those of every act. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly verdict: string
  readonly exitCode: 0 | 1
  /** What the page must show afterwards. */
  readonly page: string
}

export const life: readonly Act[] = [
  { title: 'First deploy', prepare: () => undefined, verdict: 'deployed', exitCode: 0, page: 'version 1.0.0' },
  {
    title: 'A new version',
    prepare: (workspace) => {
      release(workspace, '2.0.0')
    },
    verdict: 'deployed',
    exitCode: 0,
    page: 'version 2.0.0'
  },
  { title: 'Nothing changed', prepare: () => undefined, verdict: 'unchanged', exitCode: 0, page: 'version 2.0.0' },
  {
    title: 'A version that crashes',
    prepare: (workspace) => {
      workspace.write('server.js', "throw new Error('DATABASE_URL is not set')\n")
      release(workspace, '3.0.0')
    },
    verdict: 'rolled-back',
    exitCode: 1,
    page: 'version 2.0.0'
  }
]

const failed = { verdict: 'failed', exitCode: 1, page: 'version 2.0.0' } as const

export const failures: readonly Act[] = [
  {
    title: 'A health check path that is not there',
    prepare: (workspace) => {
      const server = readFileSync('examples/hello/server.js', 'utf8')
      workspace.write(
        'server.js',
        server.replace("'/healthz') return response", "'/healthz') return response.writeHead(404)")
      )
      release(workspace, '4.0.0')
    },
    ...failed,
    verdict: 'rolled-back'
  },
  {
    title: 'Mistakes in the inputs',
    prepare: () => undefined,
    inputs: { cpu: '300', 'health-check-path': 'healthz', env: 'DB_PASSWORD=hunter2' },
    ...failed
  },
  {
    title: 'A Dockerfile that does not build',
    prepare: (workspace) => {
      workspace.write('Dockerfile', `${readFileSync('examples/hello/Dockerfile', 'utf8')}COPY missing.txt .\n`)
      release(workspace, '5.0.0')
    },
    ...failed
  }
]

function release(to: Workspace, version: string): void {
  const manifest = JSON.parse(readFileSync(`${to.folder}/package.json`, 'utf8')) as Record<string, string>
  to.write('package.json', JSON.stringify({ ...manifest, version }, null, 2))
  to.commit(`Version ${version}`)
}
