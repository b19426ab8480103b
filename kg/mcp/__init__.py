"""A server for assistants (Model Context Protocol): tools that read a graph, and cite the sentence behind each statement."""
