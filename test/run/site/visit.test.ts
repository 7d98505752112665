// One request as a visitor makes it, on real sockets.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import { freePort } from '../../../local/port.ts'
import { visitThrough } from '../../../src/run/site/visit.ts'
import { listening } from '../../listening.ts'

const asked: string[] = []
const hosts: (string | undefined)[] = []
const server: Server = createServer((request, response) => {
  // A proxy is asked for the whole address.
  asked.push(`${request.headers['user-agent'] ?? ''} ${request.url ?? ''}`)
  hosts.push(request.headers.host)
  if (request.url?.endsWith('/old')) response.writeHead(301, { location: 'https://shop.example/' })
  response.end('hello')
})
let origin = ''

beforeAll(async () => {
  origin = await listening(server)
})
afterAll(() => {
  server.close()
})

test('a page answers with its status', async () => {
  expect(await visitThrough({})(`${origin}/`)).toEqual({ status: 200 })
  expect(asked.at(-1)).toBe('slipway /')
})

test('a redirect is told, not followed', async () => {
  expect(await visitThrough({})(`${origin}/old`)).toEqual({ status: 301, location: 'https://shop.example/' })
})

test('a page is asked for through the proxy', async () => {
  const visit = visitThrough({ HTTP_PROXY: origin, http_proxy: origin })
  expect(await visit('http://shop.example/')).toEqual({ status: 200 })
  expect(asked.at(-1)).toBe('slipway http://shop.example/')
})

test('by http a proxy is not asked for a host that it would not connect to', async () => {
  const visit = visitThrough({ HTTP_PROXY: origin, http_proxy: origin })
  await expect(visit('http://shop.example/', 'lb.example')).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' })
})

test('https to what does not speak it is an error', async () => {
  await expect(visitThrough({})(origin.replace('http:', 'https:'))).rejects.toThrow()
})

test('nobody there is an error with its code', async () => {
  const url = `http://127.0.0.1:${await freePort()}/`
  await expect(visitThrough({})(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a site is asked for at an address that is not its own', async () => {
  const { port } = new URL(origin)
  expect(await visitThrough({})(`http://shop.example:${port}/old`, '127.0.0.1')).toEqual({
    status: 301,
    location: 'https://shop.example/'
  })
  expect(hosts.at(-1)).toBe(`shop.example:${port}`)
})
