"""Reading: the first stage, from the bytes of a file to plain data, and from a path in that data back to its place."""
