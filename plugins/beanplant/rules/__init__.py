"""Pure accounting rules on plain numbers and dates; each names its source. Nothing here knows Beancount."""
