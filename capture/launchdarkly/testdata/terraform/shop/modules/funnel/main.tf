terraform {
  required_providers {
    launchdarkly = {
      source = "launchdarkly/launchdarkly"
    }
  }
}

variable "project" { type = string }
variable "events" { type = set(string) }

resource "launchdarkly_metric" "of" {
  for_each       = var.events
  project_key    = var.project
  key            = "funnel-${lower(replace(each.value, "/[^A-Za-z]+/", "-"))}"
  name           = each.value
  kind           = "custom"
  event_key      = each.value
  analysis_units = ["user"]
  tags           = []
}
