// What the app of the React Native test does with its client: one message of
// each type, sent in one batch. The client is left to start first: a call that it
// holds back meanwhile can be overtaken by the next, which then lacks the userId.
export async function use(client) {
  while (!client.isReady.value || !client.store.running.get()) await new Promise((resolve) => setTimeout(resolve, 10))
  await client.identify('u_42', { plan: 'pro' })
  await client.track('Order Completed', { revenue: 59.9, coupon: '<5 & more>' })
  await client.screen('Home')
  await client.group('g_1', { name: 'Acme' })
  await client.alias('u_43')
  await client.flush()
  client.cleanup()
  process.exit() // without waiting for the client's timers
}

// The client warns of an address that is not https, rightly; any other warning
// is one too many.
console.warn = (text, ...more) => {
  if (!/^\[Segment\] Warning: .* will be sent in cleartext\.$/.test(text)) console.error(text, ...more)
}
