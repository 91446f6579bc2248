// analytics-react-native takes its provider and hook from React, which are not
// used here.
export const createContext = () => ({ Provider: null })
export const useContext = () => null
export const useMemo = (make) => make()
export default { createContext, useContext, useMemo, createElement: () => null }
