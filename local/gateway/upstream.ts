// Requests to MiniStack: whole, when the answer has to be read; or as a stream, when it may be large.
import { Agent, request } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

interface Question {
  readonly method: string
  readonly path: string
  readonly headers: OutgoingHttpHeaders
}

const agent = new Agent({ keepAlive: true, timeout: 600_000 })
const perConnection = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade'
]

export async function exchange(upstream: string, question: Question & { readonly body: Buffer }): Promise<Reply> {
  const { method, path, body } = question
  const headers = { ...endToEnd(question.headers), 'content-length': body.length }
  return new Promise((resolve, reject) => {
    request(upstream, { method, path, headers, agent }, (answer) => {
      read(answer).then((content) => {
        resolve({ status: answer.statusCode ?? 502, headers: endToEnd(answer.headers), body: content })
      }, reject)
    })
      .on('error', reject)
      .end(body)
  })
}

/** Passes the request on and the answer back, as they come; `adapt` may change the headers of the answer. */
export async function relay(
  upstream: string,
  question: Question & { readonly from: IncomingMessage; readonly to: ServerResponse },
  adapt: (headers: OutgoingHttpHeaders) => OutgoingHttpHeaders = (headers) => headers
): Promise<number> {
  const { method, path, from, to } = question
  return new Promise((resolve, reject) => {
    const outgoing = request(upstream, { method, path, headers: endToEnd(question.headers), agent }, (answer) => {
      const status = answer.statusCode ?? 502
      to.writeHead(status, adapt(endToEnd(answer.headers)))
      answer.pipe(to)
      answer.on('error', (error) => to.destroy(error))
      to.on('close', () => {
        answer.destroy()
        resolve(status)
      })
    })
    outgoing.on('error', reject)
    from.on('error', (error) => outgoing.destroy(error))
    to.on('close', () => {
      if (!to.writableFinished) outgoing.destroy()
    })
    from.pipe(outgoing)
  })
}

export async function read(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function endToEnd<Headers extends OutgoingHttpHeaders | IncomingHttpHeaders>(headers: Headers): Headers {
  return without(headers, ...perConnection)
}

export function without<Headers extends object>(headers: Headers, ...names: readonly string[]): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name))) as Headers
}
