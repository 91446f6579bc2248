// What analytics-react-native asks of React Native, so that it runs in Node: an
// app that stays in the foreground, whose native side knows nothing.
export const AppState = { currentState: 'active', addEventListener: () => ({ remove() {} }) }
export const Platform = { OS: 'android', select: (by) => by.android ?? by.default }
export const NativeModules = {
  AnalyticsReactNative: { getContextInfo: async () => ({ appName: 'Shop', osName: 'Android' }) },
  Sovran: {},
}
export class NativeEventEmitter {
  addListener() {
    return { remove() {} }
  }
}
