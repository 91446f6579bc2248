package cataloguetest

import (
	"segtap/mapping/catalogue"
)

// Storefront returns the catalogue of a small shop: five metrics and one running
// experiment.
func Storefront() *catalogue.Catalogue {
	metric := func(key, name, event, unit string) catalogue.Metric {
		return catalogue.Metric{
			Key: key, Name: name, Kind: "custom", EventKey: event, Aggregation: "sum", Analysis: "mean",
			Units: []string{unit}, DataSource: "launchdarkly-hosted", VersionID: "v1",
		}
	}
	revenue := metric("order-revenue", "Order revenue", "Order Completed", "user")
	revenue.Numeric, revenue.AttachedFlags, revenue.Experiments, revenue.ActiveExperiments = true, 1, 2, 1
	viewed := metric("products-viewed-count", "Products viewed per device (count)", "Product Viewed", "device")
	checkout := metric("checkout-started-jp", "Checkout started (JP users, any)", "Checkout Started", "user")
	checkout.Aggregation, checkout.Units = "average", []string{"user", "account"}
	checkout.AttachedFlags, checkout.Experiments, checkout.ActiveExperiments, checkout.ActiveRollouts = 2, 1, 1, 1
	checkout.Filter = &catalogue.Filter{Type: "group", Op: "and", Group: []catalogue.Filter{
		{Type: "contextAttribute", ContextKind: "user", Attribute: "country", Op: "in", Values: []string{`"JP"`}},
		{Type: "eventProperty", Attribute: "currency", Op: "in", Values: []string{`"JPY"`}},
	}}
	clicks := metric("buy-now-clicks", "Buy now button clicks", "", "user")
	clicks.Kind, clicks.Experiments = "click", 1
	page := metric("thank-you-page", "Thank-you page viewed", "", "user")
	page.Kind, page.Archived = "pageview", true
	return &catalogue.Catalogue{
		Project: "storefront", Environment: "test", ExperimentsKnown: true,
		Metrics: []catalogue.Metric{revenue, viewed, checkout, clicks, page},
		Experiments: []catalogue.Experiment{{
			Key: "checkout-redesign", Environment: "test", DataSource: "launchdarkly",
			Iteration: &catalogue.Iteration{Status: "running", Unit: "user", Flags: []string{"new-checkout"}, Metrics: []catalogue.IterationMetric{
				{Key: "checkout-started-jp", VersionID: "v1", EventKey: "Checkout Started"},
				{Key: "order-revenue", VersionID: "v1", EventKey: "Order Completed"},
			}},
		}},
	}
}

// Shop returns the storefront changed: f gets the metric that counts orders and
// the experiment that runs.
func Shop(f func(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment)) *catalogue.Catalogue {
	c := Storefront()
	f(c, &c.Metrics[0], &c.Experiments[0])
	return c
}
