// A service with @segment/analytics-node, and the older analytics-node.
const { Analytics } = require('@segment/analytics-node');
const Legacy = require('analytics-node');
const mixpanel = require('mixpanel').init('token');
const { track } = require('@vercel/analytics/server');

const segment = new Analytics({ writeKey: process.env.WRITE_KEY });
const old = new Legacy('KEY', { flushAt: 1 });
const queue = makeQueue();
const base = { userId: 'u_1', event: 'From A Variable', properties: { revenue: 5 } };

module.exports = async function checkout(req, order) {
  segment.track({
    userId: req.user.id,
    event: 'Order Completed', // want "Order Completed" revenue=? currency=string:"EUR" key=given closed
    properties: { revenue: order.total, currency: 'EUR' },
  });
  segment.track({ anonymousId: req.cookies.aid, event: "Cart Viewed" }); // want "Cart Viewed" key=given closed
  segment.track({ event: 'Nobody', properties: {} }); // want "Nobody" key=missing closed
  segment.track({ event: 'Null User', userId: null, anonymousId: '' }); // want "Null User" key=missing
  segment.track({ ...base, event: 'Spread' }); // want "Spread" revenue=number:5 key=given closed
  segment.track({ ...req.body, event: 'Spread Body' }); // want "Spread Body" key=unknown open
  segment.track({ event: 'Shorthand', userId, properties }); // want "Shorthand" key=given open
  segment.track(base); // want "From A Variable" revenue=number:5 key=given
  segment.track(req.body); // unread
  segment.track({ ...req.body }); // unread
  segment.track({ userId: 'u', event: req.body.event }); // unread
  old.track({ userId: '019mr8mf4r', event: 'Item Purchased', properties: { revenue: 39.95, shippingMethod: '2-day' } }, () => {}); // want "Item Purchased" revenue=number:39.95 shippingMethod=string:"2-day" key=given closed
  await new Promise((resolve) => segment.track({ userId: 'a', event: 'Awaited' }, resolve)); // want "Awaited" key=given
  new Analytics({ writeKey: 'k' }).track({ userId: 'a', event: 'At Once' }); // want "At Once" key=given
  queue.track({ event: 'No client' });
  mixpanel.track('Mixpanel', {});
  track('Vercel', {});
  return /analytics.track("x")/.test(order.note) ? 1 : 2;
};

class Reporter {
  static EVENT = 'Report Sent';
  constructor() {
    this.client = new Analytics({ writeKey: 'k' });
    this.log = new Logger();
  }
  send(event) {
    this.client.track({ userId: 'u', event: Reporter.EVENT }); // want "Report Sent" key=given
    this.client.track({ userId: 'u', event }); // unread
    this.log.track({ event: 'Log' });
  }
}
