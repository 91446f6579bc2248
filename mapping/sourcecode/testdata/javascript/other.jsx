// Functions of the same name as a method of a client, and clients of others.
import { useAnalytics } from '@segment/analytics-react-native';
import { analytics } from '@segment/analytics-next';

export function Cart() {
  const { track } = useAnalytics();
  useEffect(() => { track('Cart Viewed'); }, []); // want "Cart Viewed"
  return <a onClick={() => track('Cart Clicked')}>a</a>; // want "Cart Clicked"
}

function other() {
  const track = (x) => x;
  track('A function of this one');
}

function another() {
  function track(x) { return x; }
  track('Another function of this one');
}

function given(track) {
  track('A parameter');
}

const Renamed = () => {
  const { track: send } = useAnalytics();
  send('Renamed'); // want "Renamed"
};

function shadowed() {
  const analytics = createOther();
  analytics.track('Of something else');
}

function again() {
  const analytics = window.analytics;
  analytics.track('The same again'); // want "The same again"
}

function wrapped(analytics) {
  analytics.track('Given'); // want "Given"
}
