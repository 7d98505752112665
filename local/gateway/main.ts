// The gateway as a process of its own, so that whoever started the local AWS may block its own event loop. It reads its
// settings, and where MiniStack is, as lines of JSON from stdin, and ends when stdin does.
import { createInterface } from 'node:readline'
import { startGateway, type GatewaySettings } from './gateway.ts'

type Line = { readonly settings: GatewaySettings } | { readonly upstream: string }

let upstream: (url: string) => void = () => undefined
for await (const line of createInterface({ input: process.stdin })) {
  const said = JSON.parse(line) as Line
  if ('upstream' in said) upstream(said.upstream)
  else {
    const { setUpstream, ...facts } = await startGateway(said.settings)
    upstream = setUpstream
    process.stdout.write(`${JSON.stringify(facts)}\n`)
  }
}
process.exit()
