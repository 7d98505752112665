// A certificate authority of our own, which clients are told of by NODE_EXTRA_CA_CERTS (or curl's --cacert).
// The certificate library asks for this first.
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { SecureContext } from 'node:tls'
import * as x509 from '@peculiar/x509'

export interface Authority {
  readonly caFile: string
  /** What a server needs to present a certificate for exactly these names, the first of them as its subject. */
  readonly contextFor: (names: readonly string[]) => Promise<SecureContext>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 86_400_000

export async function createAuthority(folder: string): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto)
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Slipway local authority',
    ...validity(365),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true)
    ]
  })
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, `${ca.toString('pem')}\n`)
  const contexts = new Map<string, Promise<SecureContext>>()

  async function make(names: readonly string[]): Promise<SecureContext> {
    const own = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${names[0] ?? 'localhost'}`,
      issuer: ca.subject,
      // As long as one of ACM's: a shorter one would be warned of.
      ...validity(198),
      signingAlgorithm: algorithm,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))
      ]
    })
    const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64')
    const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`
    return createSecureContext({ key, cert: certificate.toString('pem') })
  }

  return {
    caFile,
    contextFor: (names) => {
      const id = names.join(' ')
      const context = contexts.get(id) ?? make(names)
      contexts.set(id, context)
      return context
    }
  }
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + days * day) }
}
