// What the shop tells Segment. An experiment lives on what stands here: names, values,
// whose event it is, and what they have consented to.
import { Analytics } from '@segment/analytics-node'

// Events go to a segtap on this machine unless told otherwise.
const { SEGMENT_WRITE_KEY = 'shop', SEGMENT_HOST = 'http://127.0.0.1:8910' } = process.env

export const analytics = new Analytics({ writeKey: SEGMENT_WRITE_KEY, host: SEGMENT_HOST })

export function productAdded(customer, product) {
  analytics.track({
    ...by(customer),
    event: 'Product Added',
    properties: { product_id: product.id, price: product.cents / 100, currency: 'USD' },
  })
}

export function orderCompleted(customer, order) {
  analytics.track({
    ...by(customer),
    event: 'Order Completed',
    properties: { order_id: order.id, revenue: order.cents / 100, currency: 'USD' },
  })
}

// Who it was, under the key that the flag is evaluated for, and their consent.
function by(customer) {
  return {
    userId: customer.id,
    anonymousId: customer.visit,
    context: { consent: { categoryPreferences: { Analytics: customer.consent === 'yes' } } },
  }
}
