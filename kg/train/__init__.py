"""From annotated articles to the weights of the trained extractor (`pip install kg-news[train]`)."""
