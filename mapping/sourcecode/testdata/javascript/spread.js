// What is spread behind a member may have another value for it.
const known = { currency: 'EUR' };
const NAMES = { ADDED: 'Added', ...more };
analytics.track('Spread Behind', { revenue: '5', ...p }); // want "Spread Behind" revenue=? open
analytics.track('Key Behind', { revenue: '5', [key]: 6, a: 1 }); // want "Key Behind" revenue=? a=number:1 open
analytics.track('Known Behind', { revenue: '5', currency: 'USD', ...known }); // want "Known Behind" revenue=string:"5" currency=string:"EUR" closed
analytics.track('Condition Behind', { revenue: '5', ...(x && { revenue: 6 }) }); // want "Condition Behind" revenue=? open
analytics.track('Within', { deep: { a: 1, ...p }, b: 2 }); // want "Within" deep=object deep.a=? b=number:2 open
analytics.track('Deep Before', { deep: { a: 1 }, ...p }); // want "Deep Before" deep=? open
analytics.track(NAMES.ADDED); // unread

// Methods that are called by others.
analytics.track.call(analytics, 'By Call', { a: 1 }); // want "By Call" a=number:1 closed
analytics.track.apply(analytics, ['By Apply', { a: 1 }]); // want "By Apply" a=number:1
analytics.track.apply(analytics, args); // unread
analytics.track.bind(analytics)('By Bind'); // want "By Bind"
analytics['track'].call(analytics, 'In Brackets'); // want "In Brackets"
mixpanel.track.call(mixpanel, 'Mixpanel');
