// What the page of the browser tests does with analytics.js: one message of
// each type, each awaited, so that they are sent in this order. Then it waits
// for the answers to that many requests and reports.
export async function visit(analytics, requests) {
  const answered = responses(requests)
  await analytics.identify('u_42', { plan: 'pro' })
  await analytics.track('Order Completed', { revenue: 59.9, coupon: '<5 & more>' })
  await analytics.page('Shop', 'Cart', { items: 3 })
  await analytics.screen('Home')
  await analytics.group('g_1', { name: 'Acme' })
  await analytics.alias('u_43', 'u_42')
  await answered
  const user = await analytics.user()
  const report = { anonymousId: user.anonymousId(), userId: user.id() }
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) })
}

// What a page does with an SDK that is like analytics.js: its visitor is known,
// and orders. RudderStack's methods give no promise, so that the second message
// waits for the answer to the first where each has its own request.
export async function order(analytics, requests) {
  const answered = responses(requests)
  const first = responses(1)
  await analytics.identify('u_42', { plan: 'pro' })
  if (requests > 1) await first
  await analytics.track('Order Completed', { revenue: 59.9, coupon: '<5 & more>' })
  await answered
}

// Resolves as soon as the browser has the answers to so many requests for
// messages, preflights not counted.
function responses(requests) {
  return new Promise((resolve) => {
    let seen = 0
    new PerformanceObserver((list) => {
      seen += list.getEntries().filter((entry) => /\/(v1|api\/s)\/([itpsgab]|identify|track|batch)(\?|$)/.test(entry.name)).length
      if (seen >= requests) resolve()
    }).observe({ type: 'resource', buffered: true })
  })
}
