import { z } from 'zod'

/** What an entity may be. `other` matches any type when names are equal. */
export const ENTITY_TYPES = ['person', 'organisation', 'place', 'event', 'work', 'product', 'concept', 'other'] as const
export type EntityType = (typeof ENTITY_TYPES)[number]

/** The last field of every answer: its absence shows a cut answer. */
export const END_MARK = 'END'

/** An optional field that is malformed is dropped, never the whole answer. */
const optionalText = z.string().nullable().catch(null)

const answeredEntity = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  type: z.enum(ENTITY_TYPES).catch('other'),
  aliases: z.array(z.string()).catch([]),
  about: z.string().catch(''),
})

const answeredFact = z.object({
  from: z.string().min(1),
  to: z.string().min(1),
  rel: z.string().min(1),
  fact: z.string().min(1),
  since: optionalText,
  until: optionalText,
  page: z.number().int().catch(0),
  quote: z.string().catch(''),
})

/**
 * One answer for one chunk. Keys are short since they cost output tokens.
 * `id` is local to the answer; `page` counts from the chunk's first page ([p1] in the text), not the document's.
 */
export const extractionAnswer = z.object({
  entities: z.array(answeredEntity),
  facts: z.array(answeredFact),
  end: z.literal(END_MARK),
})
export type ExtractionAnswer = z.output<typeof extractionAnswer>

const text = { type: 'string' } as const
const dateOrNull = { anyOf: [{ type: 'string' }, { type: 'null' }] } as const

function closed(properties: Record<string, unknown>) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

/** The same shape as the API's structured output takes it: a subset of JSON Schema, byte for byte constant. */
export const EXTRACTION_JSON_SCHEMA = closed({
  entities: {
    type: 'array',
    items: closed({
      id: text,
      name: text,
      type: { type: 'string', enum: ENTITY_TYPES },
      aliases: { type: 'array', items: text },
      about: text,
    }),
  },
  facts: {
    type: 'array',
    items: closed({
      from: text,
      to: text,
      rel: text,
      fact: text,
      since: dateOrNull,
      until: dateOrNull,
      page: { type: 'integer' },
      quote: text,
    }),
  },
  end: { type: 'string', const: END_MARK },
})
