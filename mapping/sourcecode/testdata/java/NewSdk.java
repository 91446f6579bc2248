package com.example.shop;

import com.segment.analytics.kotlin.core.compat.Builders;
import com.segment.analytics.kotlin.core.compat.JavaAnalytics;

class NewSdk {
  private final JavaAnalytics tracker;

  NewSdk(Configuration configuration) {
    tracker = new JavaAnalytics(configuration);
    JavaAnalytics analytics = new JavaAnalytics(configuration);
    analytics.track("View Product", Builders.buildJsonObject(o -> { // want "View Product" value=number:123 productName=string:"Striped_trousers" key=unknown
      o.put("value", 123).put("productName", "Striped trousers");
    }));
    analytics.track("Product Clicked", Builders.buildJsonObject(o -> o.put("revenue", "12").putJsonObject("more", n -> n.put("value", 3)))); // want "Product Clicked" revenue=string:"12" more=object more.value=number:3 key=unknown
    tracker.track("Product Shared"); // want "Product Shared" key=unknown
    Map<String, Object> map = new HashMap<>();
    map.put("feature", "chat");
    analytics.track("UseFeature", map); // want "UseFeature" key=unknown open
  }
}
