variable "currency" {
  type    = string
  default = "EUR"
}

variable "steps" {
  type = list(string)
}

variable "step_units" {
  type    = set(string)
  default = ["user"]
}

variable "experimental" {
  type    = bool
  default = true
}

locals {
  team    = "checkout"
  account = lower("Account")
  tags    = [local.team, "segment"]
  conversions = {
    for event in ["Signed Up", "Trial Started"] : lower(replace(event, " ", "-")) => event
  }
}
