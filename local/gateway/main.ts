// The gateway as a process of its own, so that whoever started the local AWS may block its own event loop. It reads its
// settings, and where MiniStack is, as lines of JSON from stdin, and ends when stdin does.
import { createInterface } from 'node:readline'
import { startGateway } from './gateway.ts'

interface Settings {
  readonly folder: string
  readonly region: string
}
type Line = { readonly settings: Settings } | { readonly upstream: string }

let upstream: (url: string) => void = () => undefined
for await (const line of createInterface({ input: process.stdin })) {
  const said = JSON.parse(line) as Line
  if ('upstream' in said) upstream(said.upstream)
  else {
    const gateway = await startGateway(said.settings)
    upstream = gateway.setUpstream
    process.stdout.write(
      `${JSON.stringify({ port: gateway.port, caFile: gateway.caFile, pullAuth: gateway.pullAuth })}\n`
    )
  }
}
process.exit()
