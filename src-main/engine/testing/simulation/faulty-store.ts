import type { Store } from '../../ports.ts'
import type { Life } from './life.ts'
import type { Watch } from './promises.ts'

/** The store as one life of the engine sees it: every call may fail, be slow, or be the last. */
export function faultyStore(base: Store, life: Life, watch: Watch): Store {
  return new Proxy(base, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown
      if (typeof name !== 'string' || typeof member !== 'function') return member
      return (...args: unknown[]) => {
        if (!life.dead) watch.before(name, args)
        const effect = async () => {
          await watch.committing(name, args)
          const result = (await Reflect.apply(member, target, args)) as unknown
          watch.after(name, args, result)
          return result
        }
        return life.step(name, effect, true)
      }
    },
  })
}
