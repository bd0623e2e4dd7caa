import { describeSimulation } from '../../engine/testing/simulation/index.ts'
import { openSimulatedStore } from './testing/simulated-store.ts'

describeSimulation('simulation of the engine on SQLite, even seeds', { part: 0, of: 2 }, () => openSimulatedStore())
