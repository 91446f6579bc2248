// The shop's pages, with the snippet of Analytics.js.
/* analytics.track('In a comment') */
!function(){var i="analytics",analytics=window[i]=window[i]||[];if(!analytics.initialize)if(analytics.invoked)console.error("twice");else{analytics.methods=["trackSubmit","trackClick","identify","track","page"];}}();

var PREFIX = 'Cart';
const EVENTS = {
  ADDED: 'Product Added',
  'removed': "Product Removed",
  nested: { viewed: `Product Viewed` },
};
const FROZEN = Object.freeze({ REFUNDED: 'Order Refunded' });
const help = "call analytics.track('In a text') to send";
const re = /analytics.track\('In a pattern'\)/g;
const slash = 10 / 2 / 5; analytics.track('After Division'); // want "After Division" key=unknown closed

analytics.track('Order Completed', { // want "Order Completed" revenue=number:59.90 currency=string:"EUR" first=boolean:true coupon=null:null products=array key=unknown closed
  revenue: 59.90,
  currency: 'EUR',
  first: true,
  coupon: null,
  products: [{ sku: 'a' }, { sku: 'b' }],
});
window.analytics.track("Signed Up"); // want "Signed Up" key=unknown closed
window.analytics && window.analytics.track('Guarded', { value: '12' }); // want "Guarded" value=string:"12"
analytics['track']('In Brackets'); // want "In Brackets"
analytics.track(EVENTS.ADDED, { price: Number(form.price), total: total.toFixed(2), qty: parseInt(q, 10) }); // want "Product Added" price=number total=string qty=integer closed
analytics.track(EVENTS.removed, props); // want "Product Removed" open
analytics.track(EVENTS['ADDED']); // want "Product Added"
analytics.track(EVENTS.nested.viewed, { ...base, price: -1.5 }); // want "Product Viewed" price=number:-1.5 open
analytics.track(FROZEN.REFUNDED, null); // want "Order Refunded" closed
analytics.track(PREFIX + ' Emptied'); // want "Cart Emptied"
analytics.track(`${PREFIX} Shared`, { at: new Date().toISOString(), on: undefined }); // want "Cart Shared" at=string closed
analytics.track(`Plain Template`, { note: `${a} of ${b}` }); // want "Plain Template" note=string
analytics.track('It\'s \u0041 \x42\u{1F600}'); // want "It's A B😀"
analytics.track(isNew ? 'Signed Up Fresh' : 'Signed Up Again', { // want "Signed Up Fresh" plan=string closed ; want "Signed Up Again"
  plan: pro ? 'pro' : 'free',
});
analytics.track(isNew ? 'First Time' : later()); // want "First Time" ; unread
analytics.trackLink(document.getElementById('a'), 'Link Clicked', { href: a.href }); // want "Link Clicked" href=?
analytics.trackForm(form, 'Form Submitted'); // want "Form Submitted"
analytics.trackLink(link, function () { return link.title; }); // unread
analytics.track(name); // unread
analytics.track(`Viewed ${page}`); // unread
analytics.track('Viewed ' + page, {}); // unread
analytics.track(EVENTS.missing); // unread
analytics.track(getName()); // unread
analytics.track(); // unread
analytics
  .track(
    // the name of the event
    'Chained', // want "Chained" deep=object deep.a=integer deep.b=? closed
    { deep: { a: items.length, b } }
  );

function wrapped(eventName, props) {
  analytics.track(eventName, props); // unread
}
const eventName = 'Not The Parameter';
analytics.track(eventName); // want "Not The Parameter"
['a'].forEach(PREFIX => analytics.track(PREFIX)); // unread
for (const PREFIX of list) {
  analytics.track(PREFIX); // unread
}
let either = 'One Way';
if (other) either = 'Other Way';
analytics.track(either); // want "One Way" ; want "Other Way"
function scoped() {
  const PREFIX = 'Inner';
  analytics.track(PREFIX); // want "Inner"
}
let changing = 'A';
changing += suffix;
analytics.track(changing); // unread
const filled = { a: 1 };
filled.b = 2;
analytics.track('Filled Later', filled); // want "Filled Later" a=number:1 open

// None of Segment's.
mixpanel.track('Mixpanel');
amplitude.track('Amplitude');
rudderanalytics.track('RudderStack');
posthog.capture('PostHog');
playlist.track('Song 2');
dataLayer.push({ event: 'Data Layer' });
this.track('Own method');
track('A function of this file');
analytics.identify('u', { track: 'x' });
analytics.page('Home');
expect(analytics.track).toHaveBeenCalledWith('In a test');
analytics.plugins.mixpanel.track('Behind a plugin');
const trackers = { track: (x) => x, analytics: { track(event) { return event; } } };

// What waits for the snippet to load.
var queue = window.analytics = window.analytics || [];
analytics.push(["track", "Queued", { total: 5 }]); // want "Queued" total=number:5 key=unknown closed
window.analytics.push(['track', 'Queued Alone']); // want "Queued Alone" key=unknown closed
queue.push(["trackLink", document.links[0], "Link Queued", {}]); // want "Link Queued" key=unknown closed
analytics.push(['track', nameOf(order)]); // unread
analytics.push(['track']); // unread
analytics.push(['identify', 'user', { track: 'Never' }]);
analytics.push(['page'], ['track', 'Never Sent']);
analytics.push([method, 'Never Read']);
analytics.push(entry);
analytics.push(["track" + suffix, 'Never Known']);
rudderanalytics.push(["track", "Another Vendor"]);
dataLayer.push(["track", "A Layer"]);
