"""Fixed assets in the ledger: what their accounts got, their schedules, what happens to them, and what is posted."""
