# As version 2 of LaunchDarkly's provider has it: blocks, and another name of the units.
terraform {
  required_providers {
    launchdarkly = {
      source = "launchdarkly/launchdarkly"
    }
  }
}

resource "launchdarkly_project" "shop" {
  key  = "storefront"
  name = "Storefront"

  environments {
    key   = "test"
    name  = "Test"
    color = "000000"
  }
}

resource "launchdarkly_metric" "revenue" {
  project_key         = launchdarkly_project.shop.key
  key                 = "order-revenue"
  name                = "Order revenue"
  kind                = "custom"
  event_key           = "Order Completed"
  is_numeric          = true
  unit                = "EUR"
  success_criteria    = "HigherThanBaseline"
  randomization_units = ["user", "account"]
  tags                = ["b", "a"]
}

resource "launchdarkly_metric" "signups" {
  project_key         = launchdarkly_project.shop.key
  key                 = "signups"
  name                = "Signups"
  kind                = "custom"
  event_key           = "Signed Up"
  randomization_units = ["user"]
}

resource "launchdarkly_metric" "buy" {
  project_key         = launchdarkly_project.shop.key
  key                 = "buy-clicks"
  name                = "Buy clicks"
  kind                = "click"
  selector            = "#buy"
  randomization_units = ["user"]

  urls {
    kind      = "substring"
    substring = "/cart"
  }
}
