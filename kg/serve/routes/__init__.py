"""The routes of the site, by what they serve: each module has a class that takes the site and gives a table of routes."""
