// Slashes behind parentheses.
if (x) /analytics.track('In a pattern')/.test(s);
while (next(a, (b))) /analytics.track("In another")/.exec(s);
if (/\(/.test(s) && (/\)/.test(s)))
  /analytics.track('In a third')/.test(s);
for (const a of [1, (2)]) { analytics.track('In A Loop', { half: (a) / 2 / 1 }); } // want "In A Loop" half=number
if (f(')') / 2 / analytics.track('Divided')) run(); // want "Divided"
const half = f(x) / 2; analytics.track('Behind A Division'); // want "Behind A Division"
if (a) { analytics.track('In A Block'); } else if (b) analytics.track('Else'); // want "In A Block" ; want "Else"
if (typeof a === 'object' && { a: [1] }) analytics.track(`In ${'A'} Template`); // want "In A Template"
