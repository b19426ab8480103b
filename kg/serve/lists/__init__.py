"""Lists with counts: what the pages of the site show, read from a store's catalogue."""
