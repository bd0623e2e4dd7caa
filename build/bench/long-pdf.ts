import { samplePdf, type Message } from '../samples/sample-pdf.ts'
import { samples } from '../samples/samples.ts'

/**
 * The long sample so many times over as one PDF, about 170 pages each. Every paragraph names its copy, so that no chunk
 * is the same as another and each is asked.
 */
export async function longPdf(copies: number): Promise<Buffer> {
  const sample = samples()['Annual messages 1905-1908.pdf']
  if (!sample) throw new Error('expected the long sample among the samples, came none')
  const messages = Array.from({ length: copies }, (_, copy) => sample.messages.map((one) => numbered(one, copy + 1)))
  return samplePdf({ ...sample, frontMatter: false, messages: messages.flat() })
}

function numbered(message: Message, copy: number): Message {
  const sections = message.sections.map(({ heading, paragraphs }) => ({
    heading,
    paragraphs: paragraphs.map((text) => `${text} Copy ${copy}.`),
  }))
  return { ...message, sections }
}
