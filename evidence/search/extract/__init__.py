"""Takes the words out of a file: one module a kind, all of them run in a process of their own."""
