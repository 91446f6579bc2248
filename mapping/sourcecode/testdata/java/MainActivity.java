package com.example.shop.android;

import com.segment.analytics.Analytics;
import com.segment.analytics.Options;
import com.segment.analytics.Properties;
import com.segment.analytics.Properties.Product;

public class MainActivity extends Activity {
  static final String ITEM = "Item Purchased";

  @Override
  protected void onCreate(Bundle state) {
    Analytics analytics = new Analytics.Builder(this, BuildConfig.WRITE_KEY).trackApplicationLifecycleEvents().build();
    Analytics.setSingletonInstance(analytics);
    Analytics.with(this).track("Application Started"); // want "Application Started" key=unknown
    Analytics.with(this).track("Product Viewed", new Properties().putValue("name", "Moto 360")); // want "Product Viewed" name=string:"Moto_360" key=unknown
    Analytics.with(getApplicationContext()).track(ITEM, new Properties().putValue("sku", "13d31").putRevenue(199.99)); // want "Item Purchased" sku=string:"13d31" revenue=number:199.99 key=unknown
    Analytics.with(this).track("Value Put", new Properties().putValue(12)); // want "Value Put" value=number:12 key=unknown
    Analytics.with(this).track("Value Named", new Properties().putValue("value", "12")); // want "Value Named" value=string:"12" key=unknown
    Analytics.with(this)
        .track(
            "Order Completed", // want "Order Completed" orderId=string:"o-1" products=array revenue=number key=unknown
            new Properties(3)
                .putOrderId("o-1")
                .putProducts(new Product("id-1", "sku-1", 19.23), new Product("id-2", "sku-2", 17.38))
                .putRevenue(order.total()),
            new Options().setIntegration("Mixpanel", false).setIntegration(Options.ALL_INTEGRATIONS_KEY, false));
    Properties properties = new Properties();
    properties.putRevenue(12.50);
    Analytics.with(this).track("Order Prepared", properties); // want "Order Prepared" key=unknown open
    Analytics.with(this).track("Viewed Item", new Properties(), null); // want "Viewed Item" key=unknown
    analytics.track("Called Directly", null); // want "Called Directly" key=unknown
    this.analytics.track("Called On This"); // want "Called On This" key=unknown
    getAnalytics().track("Called On A Getter"); // want "Called On A Getter" key=unknown
    Analytics.with(this).track(getString(R.string.event)); // unread
    button.setOnClickListener(v -> Analytics.with(this).track("Button Clicked", new Properties().putValue("label", v.getTag()))); // want "Button Clicked" label=? key=unknown
    WearAnalytics wear = WearAnalytics.with(this);
    wear.track("Watch Opened", new Properties()); // want "Watch Opened" key=unknown
    WearAnalytics.with(this).track("Watch Closed", new Properties()); // want "Watch Closed" key=unknown
  }
}
