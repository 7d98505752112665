// GitHub's API over HTTP, as far as we call it, with the shapes of its documentation.
import { createServer } from 'node:http'
import { closed, listening } from '../../listening.ts'

export interface Comment {
  readonly id: number
  readonly body: string
  readonly user: { readonly type: 'Bot' | 'User' }
  readonly author_association: string
}

export interface Call {
  readonly call: string
  readonly body: Readonly<Record<string, unknown>>
  readonly authorization?: string
}

interface Answer {
  readonly status: number
  readonly body: unknown
}

/** @param refuse what is answered instead, by `METHOD /path`. */
export async function startGitHub(comments: readonly Comment[] = [], refuse: Readonly<Record<string, Answer>> = {}) {
  const calls: Call[] = []
  const kept = [...comments]
  let ids = 1000

  function answer(call: string, query: URLSearchParams, body: Readonly<Record<string, unknown>>): Answer {
    const refused = refuse[call]
    if (refused) return refused
    switch (call.replace(/\/\d+/g, '/N')) {
      case 'GET /repos/acme/shop/issues/N/comments': {
        const [size, page] = [Number(query.get('per_page') ?? 30), Number(query.get('page') ?? 1)]
        return { status: 200, body: kept.slice((page - 1) * size, page * size) }
      }
      case 'POST /repos/acme/shop/issues/N/comments':
        kept.push({ id: ++ids, body: String(body.body), user: { type: 'Bot' }, author_association: 'NONE' })
        return { status: 201, body: kept.at(-1) }
      case 'PATCH /repos/acme/shop/issues/comments/N': {
        const index = kept.findIndex(({ id }) => call.endsWith(`/${id}`))
        const earlier = kept[index]
        if (!earlier) return { status: 404, body: { message: 'Not Found' } }
        kept[index] = { ...earlier, body: String(body.body) }
        return { status: 200, body: kept[index] }
      }
      case 'POST /repos/acme/shop/deployments':
        return { status: 201, body: { id: 7 } }
      case 'POST /repos/acme/shop/deployments/N/statuses':
        return { status: 201, body: { id: ++ids } }
      default:
        return { status: 404, body: { message: 'Not Found' } }
    }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://github')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const body = (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>
      const call = `${request.method ?? ''} ${url.pathname}`
      const { authorization } = request.headers
      calls.push({ call, body, ...(authorization !== undefined && { authorization }) })
      const { status, body: said } = answer(call, url.searchParams, body)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
    })
  })
  return {
    url: await listening(server),
    calls,
    comments: kept,
    close: () => closed(server)
  }
}
