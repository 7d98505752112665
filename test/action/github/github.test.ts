// How GitHub is reached from behind a proxy, as a runner of one's own may be.
import { afterEach, expect, test } from '@jest/globals'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { openGitHub } from '../../../src/action/github/github.ts'
import { startGitHub } from './fake.ts'
import { closed, listening } from '../../listening.ts'

afterEach(() => {
  for (const name of ['HTTP_PROXY', 'NO_PROXY', 'GITHUB_API_URL']) Reflect.deleteProperty(process.env, name)
})

/** Leads every name to one port of this machine. */
async function startProxy(port: number) {
  const asked: string[] = []
  const server = createServer().on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
  })
  return {
    url: await listening(server),
    asked,
    close: () => closed(server)
  }
}

test('the proxy of the job is asked', async () => {
  const github = await startGitHub()
  const proxy = await startProxy(Number(new URL(github.url).port))
  // The library reads both as it is loaded.
  Object.assign(process.env, { HTTP_PROXY: proxy.url, NO_PROXY: '', GITHUB_API_URL: 'http://github.example' })
  const opened = openGitHub('ghs_1', {
    repository: 'acme/shop',
    apiUrl: 'http://github.example',
    cancelled: new AbortController().signal
  })
  try {
    const answer = await opened?.ask('a deployment', (rest, repository) =>
      rest.repos.createDeployment({ ...repository, ref: 'c0ffee' })
    )
    expect(answer?.status).toBe(201)
    expect(proxy.asked).toEqual(['github.example:80'])
  } finally {
    await proxy.close()
    await github.close()
  }
})
