"""The command line: the only place that knows arguments, the clock and the terminal."""
