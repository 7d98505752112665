// What the runner would see: standard output, and the files of outputs and summary.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jest } from '@jest/globals'

/** The same for all tests of a file: the library remembers where the summary is. */
const folder = mkdtempSync(join(tmpdir(), 'slipway-'))
const [outputPath, summaryPath] = [join(folder, 'output'), join(folder, 'summary')]

export function listenToOutput() {
  writeFileSync(outputPath, '')
  writeFileSync(summaryPath, '')
  process.env.GITHUB_OUTPUT = outputPath
  process.env.GITHUB_STEP_SUMMARY = summaryPath
  const written: string[] = []
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.push(String(chunk))
    return true
  })
  return {
    summaryPath,
    /** An empty folder, but for the two files. */
    workspace: folder,
    lines: () => written.join('').split(/\r?\n/).slice(0, -1),
    outputs: () =>
      Object.fromEntries(
        Array.from(
          readFileSync(outputPath, 'utf8').matchAll(/^(\S+)<<(\S+)\n(.*)\n\2$/gm),
          ([, name = '', , value = '']) => [name, value]
        )
      ),
    summary: () => readFileSync(summaryPath, 'utf8'),
    end: () => {
      spy.mockRestore()
    }
  }
}
