// Each link of a page leads to a file that is there, and to a heading in it.
import { expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pages, root } from '../workflows/files.ts'

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '')

/** As GitHub names them. */
const anchorsOf = (path: string): readonly string[] =>
  [...textOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
  )

const links = pages.flatMap((page) =>
  [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => [page, target] as const)
)

test('there are links', () => {
  expect(links.length).toBeGreaterThan(50)
})

test.each(links.filter(([, target]) => !target.startsWith('https://')))('%s: %s', (page, target) => {
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? page : join(dirname(page), file)
  expect(existsSync(join(root, path))).toBe(true)
  if (anchor !== undefined) expect(anchorsOf(path)).toContain(anchor)
})
