// An app that behaves as its environment says: well, or in one of the ways that apps do not. Times in seconds.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const version = readFileSync(new URL('version.txt', import.meta.url), 'utf8').trim()
const { MODE = 'well', GREETING = '', PORT = '8080', HOST = '0.0.0.0' } = process.env
const { STATUS = MODE === 'sick' ? '503' : '200', READY_AFTER = '0', CRASH_AFTER = '0' } = process.env
const later = (seconds) => new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000))

console.log(`version ${version} starts, mode ${MODE}`)
if (MODE === 'end') process.exit(0)
if (MODE === 'crash') {
  await later(CRASH_AFTER)
  throw new Error('the database is not there: postgres://shop:s3cr3t-pass@db.internal/shop')
}
if (MODE === 'greedy') {
  // More than any limit that the tests set; without one, it stops by itself before it takes the machine along.
  const taken = []
  while (taken.length < 48) taken.push(Buffer.alloc(64 * 1024 * 1024, 1))
  throw new Error('3 GiB were given')
}

const server = createServer((request, response) => {
  if (request.url === '/healthz') response.statusCode = Number(STATUS)
  response.end(`version ${version} ${GREETING}\n`)
})
server.keepAliveTimeout = 65_000
process.on('SIGTERM', () => server.close(() => process.exit(0)))
await later(READY_AFTER)
server.listen(Number(PORT), HOST, () => console.log(`listening on http://${HOST}:${PORT}`))
