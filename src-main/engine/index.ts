export type { Engine, EngineOptions, EnginePorts } from './engine.ts'
