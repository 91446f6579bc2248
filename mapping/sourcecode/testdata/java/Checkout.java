package com.example.shop;

import com.google.common.collect.ImmutableMap;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.TrackMessage;
import java.util.HashMap;
import java.util.Map;

/**
 * The shop's checkout.
 *
 * <pre>analytics.enqueue(TrackMessage.builder("In a comment").userId("1"));</pre>
 */
public final class Checkout {
  private static final String STARTED = "Checkout Started";
  static final String ORDER = "Order";
  public static final String COMPLETED = ORDER + " Completed";
  private final Analytics analytics = Analytics.builder(System.getenv("SEGMENT_WRITE_KEY")).build();

  interface Names {
    String REFUNDED = "Order Refunded";
  }

  enum Event {
    SIGNED_UP("Signed Up"),
    SIGNED_IN("Signed In");

    private final String name;

    Event(String name) {
      this.name = name;
    }

    String getName() {
      return name;
    }
  }

  @SuppressWarnings("analytics.track(\"In an annotation\")")
  void start(User user, Order order) {
    analytics.enqueue(TrackMessage.builder(STARTED).userId(user.id())); // want "Checkout Started" key=given
    analytics.enqueue(TrackMessage.builder("Item Purchased") // want "Item Purchased" revenue=number:39.95 shipping=string:"2-day" key=given
        .userId("f4ca124298")
        .properties(ImmutableMap.builder()
            .put("revenue", 39.95)
            .put("shipping", "2-day")
            .build()
        )
    );
    analytics.enqueue(TrackMessage.builder(Checkout.COMPLETED) // want "Order Completed" revenue=? currency=string:"EUR" key=given
        .anonymousId(user.token())
        .timestamp(new java.util.Date())
        .context(ImmutableMap.of("revenue", "not a property", "ip", "12.212.12.49"))
        .enableIntegration("Amplitude", true)
        .properties(ImmutableMap.<String, Object>of("revenue", order.total(), "currency", "EUR")));
    analytics.enqueue(
        TrackMessage.builder(Names.REFUNDED).userId(user.id()).properties(Map.of("revenue", "59.90"))); // want "Order Refunded" revenue=string:"59.90" key=given
    analytics.enqueue(TrackMessage.builder(Event.SIGNED_UP.getName()).userId(user.id())); // want "Signed Up" key=given
    analytics.offer(TrackMessage.builder("Cart Viewed").properties(new HashMap<String, Object>() {{ // want "Cart Viewed" value=number:1 note=string:"a_\"quoted\"_text,_put(\"revenue\",_3)" key=missing closed
      put("value", 1L);
      put("note", "a \"quoted\" text, put(\"revenue\", 3)");
    }}));
    TrackMessage message = TrackMessage.builder("Cart Shared").userId(user.id()).properties(order.properties()).build(); // want "Cart Shared" key=given open
    TrackMessage.Builder builder = TrackMessage.builder("Cart Emptied"); // want "Cart Emptied" key=unknown
    builder.userId(user.id());
    analytics.enqueue(builder);
    analytics.enqueue(TrackMessage.builder(order.event()).userId(user.id())); // unread
    analytics.enqueue(TrackMessage.builder("Order " + order.state()).userId(user.id())); // unread
    analytics.enqueue(TrackMessage.builder(order.paid() ? "Order Paid" : "Order Due").userId(user.id())); // want "Order Paid"; want "Order Due"
    analytics.enqueue(TrackMessage.builder("Tab\t\u00e9\101").userId(user.id()).properties(ImmutableMap.of("value", Double.parseDouble(order.text())))); // want "Tab	éA" value=number key=given
    com.segment.analytics.messages.TrackMessage.builder("Fully Qualified").userId("1"); // want "Fully Qualified" key=given
  }

  String texts(Order order) {
    char quote = '"', slash = '\\', tick = '\'', unicode = '\u0022';
    String block = """
        analytics.enqueue(TrackMessage.builder("In a text block").userId("1"));
        "Don't" \""" stop
        """;
    // analytics.enqueue(TrackMessage.builder("In a line comment").userId("1"));
    /* analytics.enqueue(TrackMessage.builder("In a block comment").userId("1")); */
    return "analytics.enqueue(TrackMessage.builder(\"In a string\").userId(\"1\"))" + block + quote + slash + tick + unicode;
  }

  void others(Order order) {
    mixpanel.track("Of Mixpanel", new JSONObject());
    MixpanelAPI.getInstance(this, "token").track("Of Mixpanel too");
    amplitude.track("Of Amplitude");
    playlist.track(3);
    recording.getTrack("Of a recording").builder("Of a builder");
    analytics.enqueue(IdentifyMessage.builder().userId("1").traits(ImmutableMap.of("name", "Of an identify")));
    analytics.enqueue(PageMessage.builder("Of a page").userId("1"));
    eyeTracker.track("Of an eye tracker");
  }
}
