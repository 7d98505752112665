// The licences of what is bundled: of every package that the lock file has for more than development. Equal texts stand once.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: true }>>
}

/** @throws when a package says no licence. */
export function licenses(): string {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
  const byText = new Map<string, string[]>()
  for (const [folder, { version = '', dev }] of Object.entries(packages)) {
    if (folder === '' || dev) continue
    const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Readonly<
      Record<string, string | undefined>
    >
    if (name === undefined || license === undefined) throw new Error(`${folder} says no licence.`)
    const text = [license, ...textsIn(folder)].join('\n\n')
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`])
  }
  return [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`)
}

/** Some packages have none, and only name their licence. */
const textsIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)\b/i.test(file))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
