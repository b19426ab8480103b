"""What a reader looks at: a graph as a network on one HTML page."""
