import { readMessage } from './message-text.ts'
import type { Message, Sample } from './sample-pdf.ts'

const ROOSEVELT = 'Theodore Roosevelt'

const message = (year: number, president: string, date: string): Message => ({
  year,
  president,
  date,
  sections: readMessage(year),
})

/** The sample documents by file name: short, middling and long, with people, places and bodies that recur in them. */
export function samples(): Record<string, Sample> {
  return {
    'Annual message 1800.pdf': {
      title: 'Annual message of 1800',
      author: 'John Adams',
      messages: [message(1800, 'John Adams', 'November 22, 1800')],
      frontMatter: false,
    },
    'Annual message 1901.pdf': {
      title: 'Annual message of 1901',
      author: ROOSEVELT,
      messages: [message(1901, ROOSEVELT, 'December 3, 1901')],
      frontMatter: false,
    },
    'Annual messages 1905-1908.pdf': {
      title: 'Annual messages of 1905 to 1908',
      author: ROOSEVELT,
      messages: [
        message(1905, ROOSEVELT, 'December 5, 1905'),
        message(1906, ROOSEVELT, 'December 3, 1906'),
        message(1907, ROOSEVELT, 'December 3, 1907'),
        message(1908, ROOSEVELT, 'December 8, 1908'),
      ],
      frontMatter: true,
    },
  }
}
