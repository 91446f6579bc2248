// Names that mean something else in a block than around it.
import { analytics } from '@segment/analytics-next';

const N = 'Outer';
for (const N of ['q', 'r']) analytics.track(N); // unread
for (const N of ['q', 'r'])
  analytics.track(N); // unread
for await (const N of stream()) { analytics.track(N); } // unread
for (let N = 'a'; N !== 'aaa'; N += 'a') analytics.track(N); // unread
for (let i = 0, M = N; i < 2; i++) analytics.track(N); // want "Outer"
for (const N in names) if (N) analytics.track(N); // unread
for (const [N, value] of Object.entries(names)) { analytics.track(N, { value }); } // unread
try { run(); } catch (N) { analytics.track(N); } // unread
try { run(); } catch ({ N }) { analytics.track(N); } // unread
analytics.track(N); // want "Outer"
function hook() {
  const [N, setN] = useState('a');
  analytics.track(N); // unread
}
list.forEach((N) => { analytics.track(N); }); // unread

<!-- analytics.track('NO comment of HTML')
if (a <!-- analytics.track('NO comment of HTML in code')
  b) analytics.track('After') // want "After"
