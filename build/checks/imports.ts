import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Statement, VariableDeclarator } from '@swc/core'
import { Visitor } from '@swc/core/Visitor.js'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { importRules } from './import-rules.ts'

/** swc reads `using`, but the visitor that dependency-cruiser walks with stops at it; it can hold no import but a dynamic one. */
const { visitStatement } = Visitor.prototype
Visitor.prototype.visitStatement = function (this: Visitor, statement: Statement) {
  const using = statement as unknown as { type: string; decls: VariableDeclarator[] }
  if (using.type !== 'UsingDeclaration') return visitStatement.call(this, statement)
  this.visitVariableDeclarators(using.decls)
  return statement
}

/** One import that the rules forbid. */
export interface Breach {
  rule: string
  from: string
  to: string
}

/** Reads every import below `root`'s layers. Throws if a source file was not read: no finding would then mean nothing. */
export async function checkImports(root: string): Promise<{ modules: number; imports: number; breaches: Breach[] }> {
  const layers = readdirSync(root).filter((name) => /^(src-|e2e$|build$)/.test(name))
  const { output } = await cruise(layers, {
    baseDir: root,
    // TypeScript 7 has no parser API for it; without another parser it reads nothing and reports success.
    parser: 'swc',
    tsPreCompilationDeps: true,
    validate: true,
    ruleSet: { forbidden: importRules },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default', 'types'], exportsFields: ['exports'] },
  })
  const { modules, summary } = output as ICruiseResult
  const read = new Set(modules.map((module) => module.source))
  const missed = layers.flatMap((layer) => sourceFiles(root, layer)).filter((path) => !read.has(path))
  if (missed.length > 0) throw new Error(`expected every source file to be read, these were not: ${missed.join(', ')}`)
  return {
    modules: read.size,
    imports: summary.totalDependenciesCruised ?? 0,
    breaches: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}

function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? sourceFiles(root, path) : /\.(tsx?|mjs)$/.test(path) ? [path] : []
  })
}
