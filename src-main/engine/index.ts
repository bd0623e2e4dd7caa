export { createEngine } from './create-engine.ts'
export type { Engine, EngineOptions, EnginePorts } from './engine.ts'
export { createRunStart } from './pipeline/run-start.ts'
