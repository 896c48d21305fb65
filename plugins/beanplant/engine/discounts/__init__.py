"""Early payment discounts: invoices and what came on them, and what each method books."""
