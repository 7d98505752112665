// A plan as lines of the log, and as Markdown for the summary and the output. Pure.
import type { Preview, StackPreview } from '../../model/preview.ts'
import { prose, table } from './markdown.ts'
import {
  copiesText,
  costText,
  headline,
  imageText,
  protectionText,
  resourceTexts,
  restartText,
  stackText,
  taskChangeText,
  type ResourceText
} from './preview-words.ts'

/** Of a preview without secrets (conceal.ts). */
export function previewLines(preview: Preview): readonly string[] {
  const { image, platform, service, task, copies, restarts, protection, interruptions, refused, monthly } = preview
  const cost = costText(monthly)
  return [
    headline(preview),
    ...(refused ? [refused.sentence, `What to do: ${refused.remedy}`] : []),
    ...(restarts ? [restartText(restarts)] : []),
    ...(refused ? [] : interruptions.map((sentence) => `interrupts: ${sentence}`)),
    `image: ${imageText(image)}`,
    ...(copies === undefined ? [] : [copiesText(copies)]),
    `task definition ${taskText(preview)}`,
    ...(task.do === 'register' && service.do !== 'create'
      ? task.changes.map((change) => `  ${taskChangeText(change)}`)
      : []),
    `platform stack ${stackText(platform)}`,
    ...resourceLines(platform),
    `service stack ${stackText(service)}`,
    ...resourceLines(service),
    ...(protection ? [protectionText(protection)] : []),
    ...(cost === undefined ? [] : [cost])
  ].map((line) => line.replaceAll('`', ''))
}

function resourceLines(stack: StackPreview): readonly string[] {
  if (!('resources' in stack)) return []
  // Of what is made anew, which is all of it, the log has the names; the summary has the rest.
  if (stack.do === 'create') return [`  ${stack.resources.map(({ logicalId }) => logicalId).join(', ')}`]
  return resourceTexts(stack.resources ?? []).map(
    ({ fate, what, name, properties }) =>
      `  ${name}, ${what}: ${fate}${properties.length === 0 ? '' : ` (${properties.join('; ')})`}`
  )
}

function taskText({ task }: Preview): string {
  switch (task.do) {
    case 'nothing':
      return 'stays as it is'
    case 'unknown':
      return `cannot be told: ${task.because}`
    case 'register':
      return task.certainty === 'will' ? 'gets a new revision' : 'may get a new revision'
  }
}

export function previewMarkdown(preview: Preview): string {
  const { image, platform, service, task, copies, restarts, protection, interruptions, refused, monthly } = preview
  const cost = costText(monthly)
  return [
    `**${prose(headline(preview))}**`,
    ...(refused ? [prose(refused.sentence), `**What to do**: ${prose(refused.remedy)}`] : []),
    ...(restarts ? [`${prose(restartText(restarts))}.`] : []),
    ...(interruptions.length === 0 || refused ? [] : [['Interrupts:', ...interruptions.map(item)].join('\n')]),
    `Image: ${prose(imageText(image))}.`,
    ...(copies === undefined ? [] : [`${prose(copiesText(copies))}.`]),
    [
      `Task definition: ${prose(taskText(preview))}.`,
      ...(task.do === 'register' ? task.changes.map(taskItem) : [])
    ].join('\n'),
    ...stackMarkdown('Platform', platform),
    ...stackMarkdown('Service', service),
    ...(protection ? [`${prose(protectionText(protection))}.`] : []),
    ...(cost === undefined ? [] : [`${prose(cost)}.`])
  ].join('\n\n')
}

const item = (text: string): string => `- ${prose(text)}`
const taskItem = (change: Parameters<typeof taskChangeText>[0]): string => item(taskChangeText(change))

function stackMarkdown(title: string, stack: StackPreview): readonly string[] {
  const resources = 'resources' in stack ? resourceTexts(stack.resources ?? []) : []
  const text = `${title} stack: ${prose(stackText(stack))}.`
  return resources.length === 0 ? [text] : [text, table(['', 'Resource', 'What of it'], resources.map(row))]
}

const row = ({ fate, what, name, properties }: ResourceText): readonly string[] => [
  prose(fate),
  `${prose(what)} (${prose(name)})`,
  properties.map(prose).join('<br>')
]
