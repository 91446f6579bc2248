# The metrics of a shop, in every way in which Terraform lets them be written.
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

  environments = { test = { key = "test", name = "Test", color = "000000" } }
}

resource "launchdarkly_metric" "revenue" {
  project_key           = launchdarkly_project.shop.key
  key                   = "order-revenue"
  name                  = "Order revenue"
  description           = "From ${local.team}"
  kind                  = "custom"
  event_key             = "Order Completed"
  is_numeric            = true
  unit                  = var.currency
  success_criteria      = "HigherThanBaseline"
  unit_aggregation_type = "sum"
  analysis_type         = "percentile"
  percentile_value      = 95
  analysis_units        = ["user", local.account]
  tags                  = concat(local.tags, ["money"])

  lifecycle {
    prevent_destroy = true
  }
}

resource "launchdarkly_metric" "conversion" {
  for_each       = local.conversions
  project_key    = launchdarkly_project.shop.key
  key            = each.key
  name           = title(replace(each.key, "-", " "))
  kind           = "custom"
  event_key      = each.value
  analysis_units = ["user"]
  tags           = local.tags
}

resource "launchdarkly_metric" "step" {
  count                 = length(var.steps)
  project_key           = launchdarkly_project.shop.key
  key                   = format("step-%d", count.index + 1)
  name                  = "Step ${count.index + 1}"
  kind                  = "custom"
  event_key             = "Checkout Step: ${var.steps[count.index]}"
  unit_aggregation_type = "sum"
  success_criteria      = "LowerThanBaseline"
  analysis_units        = var.step_units
  tags                  = []
}

resource "launchdarkly_metric" "buy" {
  project_key = launchdarkly_project.shop.key
  key         = "buy-clicks"
  name        = "Buy clicks"
  kind        = "click"
  selector    = "#buy"
  urls        = [{ kind = "substring", substring = "/cart" }]
  tags        = []

  analysis_units = ["user"]
}

module "funnel" {
  source  = "./modules/funnel"
  project = launchdarkly_project.shop.key
  events  = toset(["Cart Viewed", "Cart Emptied"])
}

resource "launchdarkly_metric" "off" {
  count       = var.experimental ? 1 : 0
  project_key = launchdarkly_project.shop.key
  key         = "off"
  name        = "Off"
  kind        = "custom"
  event_key   = "Off"
}
