import com.segment.analytics.Analytics;
import com.segment.analytics.messages.TrackMessage;

class Scopes {
    static final String N = "Outer";

    void loops(Analytics analytics, String[] names) {
        for (String N : names) analytics.enqueue(TrackMessage.builder(N).userId("u")); // unread
        List.of(names).forEach(N -> analytics.enqueue(TrackMessage.builder(N).userId("u"))); // unread
    }

    void plain(Analytics analytics) {
        analytics.enqueue(TrackMessage.builder(N).userId("u")); // want "Outer"
    }
}
