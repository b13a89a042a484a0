"""Isolated tests: test cells in a process of their own, calling students' functions across a protocol."""
