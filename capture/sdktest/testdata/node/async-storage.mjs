// The storage of an app that runs once.
const items = new Map()
export default {
  getItem: async (key) => items.get(key) ?? null,
  setItem: async (key, value) => void items.set(key, value),
}
