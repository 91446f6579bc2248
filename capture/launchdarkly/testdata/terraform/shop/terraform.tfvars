currency = "GBP"
steps    = ["Address", "Payment"]
