/** What a model finds in a text: "Ada Byron met Charles Babbage." → two people and how they met. */
export function answerFor(text: string) {
  const ids = new Map<string, string>()
  const idOf = (name: string) => {
    const id = ids.get(name) ?? `e${ids.size + 1}`
    ids.set(name, id)
    return id
  }
  const facts = [...text.matchAll(/([A-Z][a-z]+ [A-Z][a-z]+) met ([A-Z][a-z]+ [A-Z][a-z]+)\./g)].map((m) => ({
    from: idOf(m[1] ?? ''),
    to: idOf(m[2] ?? ''),
    rel: 'MET',
    fact: m[0],
    since: null,
    until: null,
    page: 1,
    quote: m[0],
  }))
  const entities = [...ids].map(([name, id]) => ({ id, name, type: 'person' as const, aliases: [], about: '' }))
  return { entities, facts, end: 'END' as const }
}
