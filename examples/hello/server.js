// The smallest app that Slipway deploys: one page that tells its version, and a health path.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))
const greeting = process.env.GREETING ?? 'Hello'

const server = createServer((request, response) => {
  if (request.url === '/healthz') return response.end('ok\n')
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(`<!doctype html><title>${greeting}</title><h1>${greeting} from version ${version}</h1>\n`)
})

// Keep-alive connections of the load balancer must outlive its own idle time-out of 60 s.
server.keepAliveTimeout = 65_000
server.listen(Number(process.env.PORT ?? 8080), '0.0.0.0', () => console.log(`version ${version} listens`))

// ECS sends SIGTERM once the load balancer has let go; answer what is under way, then leave.
process.on('SIGTERM', () => server.close(() => process.exit(0)))
