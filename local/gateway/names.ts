// Names of registries: AWS's, which nobody serves here, become the gateway's own.
const registry = /(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?=\/)/g
const readable = /json|xml|text/

/** Replaces `<account>.dkr.ecr.<region>.amazonaws.com/` by `127.0.0.1:<port>/<account>/<region>/`. */
export function localNames(text: string, address: string): string {
  return text.replaceAll(registry, `${address}/$1/$2`)
}

/** The same for the body of an answer; what is not text stays. */
export function localBody(body: Buffer, type: string | undefined, address: string): Buffer {
  if (type === undefined || !readable.test(type) || !body.includes('.dkr.ecr.')) return body
  return Buffer.from(localNames(body.toString('utf8'), address))
}
